"""How far the plan has come: every target beside its actual to date, with a state in words."""

from __future__ import annotations

from collections import Counter
from datetime import date

from planbook.edition.outlook import STATES

from . import numbers, output
from .exhibits import table
from .markup import Words, count, join, link, marked, name

SIGNS = {"已完成": "●", "进度正常": "◐", "进度落后": "○"}
TO_DATE = "to-date"  # marks what comes from the progress file: no figure of the report
RULE = (
    "按年内累加的数量：达到目标为已完成，达到目标乘以全年已过时间的比例为进度正常，否则为进度落后。",
    "增速、比率、位次和类别不能累加：目前达到目标的水平为进度正常（年末为已完成），否则为进度落后。",
)


def assumptions(ed, chapter: str = "") -> None:
    """Put which targets (of a chapter, or all) are the reader's, and what the report says; or nothing."""
    within = {"chapter": chapter} if chapter else {}
    changed = [f for f in ed.select(period=ed.planned, **within) if getattr(f, "assumed", False)]
    if not changed:
        return
    said = [
        join("", [name(ed, f), link(ed, f), "（报告的目标是", link(ed, f, f.told), "）"]) for f in changed
    ]
    head = "本书用了读者假定的增速，不是报告的目标："
    output.put_words(join("", [head, join("；", said), "。"]), "assumption")


def outlook(ed, chapter: str = "", *, progress: str, as_of: str) -> None:
    """Put a table of the chapter's targets with their state; without a chapter, how many targets of each
    chapter are in which state; without a progress file nothing."""
    found = ed.outlook(progress, as_of, chapter)
    if not found:
        return
    day = numbers.day(date.fromisoformat(as_of))
    output.put_words(_summary(found, day))
    if not chapter:
        _by_chapter(ed, found, day)
        return
    table(
        ed,
        ["指标", "目标", "目前", "状态", "依据"],
        [
            [
                name(ed, one.target),
                one.target,
                _so_far(one.reached),
                f"{SIGNS.get(one.state, '—')} {one.state}",
                marked(one.why, TO_DATE),
            ]
            for one in found
        ],
        name=f"outlook-{chapter.replace('_', '-')}",
        caption=f"截至{day}的进展",
        notes=[*RULE, "目前的数字来自另行提供的进展数据，不在报告里。"],
    )


def _by_chapter(ed, found, day: str) -> None:
    states = [state for state in STATES if any(one.state == state for one in found)]
    chapters = list(dict.fromkeys(one.target.chapter for one in found))
    counts = Counter((one.target.chapter, one.state) for one in found)
    table(
        ed,
        ["章", *states],
        [[ed.word("chapter", one), *(counts[one, state] for state in states)] for one in chapters],
        name="outlook",
        caption=f"截至{day}，每章的目标和任务在什么状态",
        notes=RULE,
    )


def _so_far(figure) -> Words | None:
    """A number of the progress file: it has no row on the data page, so it carries no link."""
    if figure is None:
        return None
    return marked(numbers.mark(figure) + numbers.text(figure), TO_DATE)


def _summary(found, day: str) -> Words:
    counts = {}
    for one in found:
        counts[one.state] = counts.get(one.state, 0) + 1
    said = [join("", [state, count(counts[state], "项")]) for state in STATES if state in counts]
    return join("", [f"截至{day}，", count(len(found), "项"), "目标和任务中：", join("，", said), "。"])
