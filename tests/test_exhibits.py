"""exhibits: picture, reading, fold."""

import pytest
from trial import DATA

from planbook import show
from planbook.edition import load
from planbook.show import output


@pytest.fixture
def ed():
    return load("qingshi-2026", DATA)


def test_an_exhibit_is_picture_sentences_and_fold(ed, screen):
    """First the picture with all that is known of it, its title ahead for readers without the book; then the
    sentences; then the fold with the numbers."""
    picture = show.bars(
        ed,
        ["crops-millet-level-2025", "crops-rape-level-2025"],
        title="谷子最多",
        caption="面积",
        name="crops",
    )
    show.exhibit(ed, picture, ["谷子{crops-millet-level-2025}。", "{nothing-here}"], optional=True)
    (title, _), (drawn, about), (said, _), (fold, _) = screen
    assert set(drawn) == {"image/svg+xml", "text/plain"}
    known = about["image/svg+xml"]["planbook"]
    assert known.pop("narrow").startswith("<svg ")
    assert [(one["shown"], one["row"]) for one in known.pop("entries")] == [
        ("12.5", "fig-crops-millet-level-2025"), ("近0.5", "fig-crops-rape-level-2025"),
    ]  # fmt: skip
    assert known == {
        "name": "crops", "caption": "面积", "alt": drawn["text/plain"], "title": "谷子最多", "subtitle": "",
        "figures": ["crops-millet-level-2025", "crops-rape-level-2025"], "counts": [],
        "note": "原文用亩的数字已换算为万亩。虚线条端表示报告只给出上限。",
    }  # fmt: skip
    assert title == {output.MYST: "", output.GFM: "**谷子最多** "}
    assert drawn["text/plain"] == "横向条形图：面积。谷子12.5万亩，油菜近5000亩。"
    assert said[output.GFM] == "谷子12.5万亩。"
    assert fold[output.MYST].startswith("::::{dropdown} 图中数字\n")
    assert "<details>" in fold[output.GFM] and "近0.5" in fold[output.GFM]


def test_no_picture_no_exhibit(ed, screen):
    """Where the edition lacks the figures stands nothing."""
    show.exhibit(ed, show.bars(ed, ["nothing-here"], title="甲", caption="甲", name="x"), "读{nothing-here}")
    assert screen == []


def test_a_numbered_table(ed, screen):
    """A table has caption and name; without rows there is none."""
    show.table(ed, ["项", "数"], [["总值", ed["gdp-level-2025"]]], caption="总值", name="gdp", unit="亿元")
    show.table(ed, ["项"], [], caption="空", name="none")
    assert screen.myst[0].startswith(
        ":::{table} 总值 [单位：亿元]{.table-unit}\n:class: three-rules\n:name: gdp\n"
    )
    assert len(screen) == 1
