"""What stands on each sheet: an edition as tables of cells."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from planbook.edition import Derived, Edition, Figure, Pair, Project
from planbook.edition.model import CODELISTS
from planbook.edition.outlook import State
from planbook.formats.excel import commitments, formulas
from planbook.formats.excel.cells import hedge, number
from planbook.formats.excel.workbook import Cell, Number, Sheet, chapter_table, shape
from planbook.show import key_figures, numbers
from planbook.show.markup import name as called
from planbook.show.page import UNREVIEWED, comparison
from planbook.show.selector import Selector

ALL, TARGETS, PROJECTS, DERIVED, AUDIT = "全部数字", "目标对照", "具体项目", "推算数", "核对"
# The heads of each table; a head names its column in formulas.
FIGURE_HEADS = "指标 时期 性质 限定 数值 单位 预计 原文数字 位置 说明 章 编号"
PROJECT_HEADS = "项目 行业 阶段 力度 年份 限定 投资 单位 其他数字 章 说明 投资的编号 编号"
DERIVED_HEADS = "指标 限定 数值 单位 至少 至多 预计 算法 说明 用到的数字 编号"
AUDIT_HEADS = "核对 结论 所列数 算得 算得的单位 可能的范围 相差 相差的单位 算法 理由 批注 位置 编号"

LEVELS = ("省", "市", "县")  # of government, as an item begins
MONEY = "元"  # the base unit by which a project's money is known
BLANK = "空白的数值：目标只有文字，报告没有给数字。"
ONE_PLACE = f"数值取自“{ALL}”表中编号相同的一行：在那里改一个数，这里和“{DERIVED}”都会跟着变。"


def sheets(ed: Edition, states: Sequence[State] = (), as_of: str = "") -> list[Sheet]:
    """Every table of the workbook, in the order of its sheets; `states`: how far the plan is, up to a day."""
    about = ed.source
    origin = f"来源：{about.producer}《{about.title}》（{numbers.day(about.date)}）。"
    origin = f"{UNREVIEWED}{origin}" if about.unreviewed else origin
    by_chapter = [(code, ed.select(chapter=code)) for code in ed.chapters()]
    made = [
        _figures(
            ed,
            ed.word("chapter", code),
            chapter_table(code),
            figures,
            [origin, ONE_PLACE],
        )
        for code, figures in by_chapter
    ]
    made = [*commitments.indicators(ed, [origin]), *made, _targets(ed, [origin, ONE_PLACE])]
    made += [*commitments.tasks(ed, [origin]), *commitments.outlook(ed, states, as_of)]
    made += [_projects(ed, [origin]), _derived(ed, [origin]), *commitments.glossary(ed, [])]
    if (audit := _audit(ed, [origin])) is not None:
        made.append(audit)
    plain = _figures(ed, ALL, formulas.FIGURES, ed.select(), [origin, "整本书的数字都在这里，每个数字一行。"])
    return [*made, plain]


def _figures(
    ed: Edition,
    tab: str,
    table: str,
    figures: Sequence[Figure],
    notes: Sequence[str],
) -> Sheet:
    """Figures, one row each: the numbers themselves, or on a chapter's sheet formulas that fetch them."""
    whole = table == formulas.FIGURES
    heads = FIGURE_HEADS.split()
    rows = [
        [
            called(ed, one),
            numbers.period(one),
            ed.word("scenario", one.scenario),
            hedge(ed, one),
            number(one, "" if whole else formulas.own(table)),
            one.unit,
            numbers.mark(one),
            one.printed,
            "；".join(map(str, ed.places(one))),
            one.note,
            ed.word("chapter", one.chapter),
            one.figure,
        ]
        for one in figures
    ]
    blank = [BLANK] if any(one.value is None for one in figures) else []
    if not whole:  # the chapter is the sheet's name
        heads, rows = [*heads[:10], heads[11]], [[*row[:10], row[11]] for row in rows]
    title = f"{tab}：{'' if whole else '本章的'}{len(rows)}个数字"
    return Sheet(tab, title, table, heads, rows, [*notes, *blank])


def _targets(ed: Edition, notes: Sequence[str]) -> Sheet:
    """Each figure of the planned year beside that of the reviewed year."""
    before, after = f"{ed.reviewed}年", f"{ed.planned}年"
    heads = ["指标", "章", "性质"]
    for year in (before, after):
        heads += [f"{year}限定", f"{year}数值", f"{year}单位"]
    heads += [f"{before}预计", f"{after}原文", "相差", "相差的单位", "比较", f"{before}编号", f"{after}编号"]
    rows = [_target(ed, pair, before, after) for pair in ed.pairs()]
    caveat = "相差是目标减实际，只在两个数都是确数、口径相同时才算；两个百分数相差的是百分点。"
    title = f"{after}的目标和任务，与{before}对照"
    return Sheet(TARGETS, title, "targets", heads, rows, [*notes, BLANK, caveat])


def _target(ed: Edition, pair: Pair, before: str, after: str) -> list[Cell]:
    target, actual = pair.target, pair.actual
    sides: list[Cell] = []
    for one, year in ((actual, before), (target, after)):
        by_id = formulas.own("targets").replace(f"[{formulas.ID}]],", f"[{year}{formulas.ID}]],", 1)
        sides += [hedge(ed, one), number(one, by_id), one.unit] if one else ["", None, ""]
    alike = actual if pair.comparable and actual and target.unit == actual.unit else None
    gap, unit = None, ""
    if alike and {target.bound, alike.bound} == {"eq"}:
        value = numbers.gap(target, alike)
        inside = "-".join(f"targets[[#This Row],[{year}{formulas.VALUE}]]" for year in (after, before))
        gap = Number(value, shape(value), f"ROUND({inside},{shape(value)})")
        unit = numbers.POINTS if target.unit == "%" else target.unit
    return [
        called(ed, target),
        ed.word("chapter", target.chapter),
        numbers.ASSUMED if numbers.mark(target) == numbers.ASSUMED else ed.word("scenario", target.scenario),
        *sides,
        numbers.PRELIMINARY if actual and actual.preliminary else "",
        target.printed,
        gap,
        unit,
        "" if gap else comparison(ed, pair).plain.replace("\\", ""),
        actual.figure if actual else "",
        target.figure,
    ]


def _projects(ed: Edition, notes: Sequence[str]) -> Sheet:
    """The named projects with their money; what else is known of them in words."""
    heads = PROJECT_HEADS.split()
    rows = [_project(ed, one) for one in ed.projects()]
    caveat = "一个项目报告没有说投资，投资一栏就是空的。投资是项目的总投资，除非说明另有交代。"
    return Sheet(PROJECTS, f"报告列名的{len(rows)}个项目", "projects", heads, rows, [*notes, caveat])


def _project(ed: Edition, project: Project) -> list[Cell]:
    figures = ed.select(project=project.project)
    money = next((f for f in figures if f.value is not None and ed.unit(f.unit).base == MONEY), None)
    rest = [f"{ed.indicator(f).label_zh}{numbers.text(f)}" for f in figures if f is not money]
    return [
        project.name,
        ed.word("sector", project.sector),
        ed.word("stage", project.stage),
        ed.word("commitment", project.commitment) if project.commitment else "",
        Number(Decimal(project.year), 0) if project.year else None,
        hedge(ed, money) if money else "",
        number(money, formulas.lookup(money.figure)) if money else None,
        money.unit if money else "",
        "；".join(rest),
        ed.word("chapter", project.chapter),
        project.note,
        money.figure if money else "",
        project.project,
    ]


def _derived(ed: Edition, notes: Sequence[str]) -> Sheet:
    """Derived quantities as formulas on the figures."""
    heads = DERIVED_HEADS.split()
    entries = ed.derivations()
    rows = [
        [
            one.label,
            hedge(ed, one),
            Number(one.value, shape(one.value), formulas.derived(ed, entries, one)),
            one.unit,
            _end(one.low, one),
            _end(one.high, one),
            numbers.PRELIMINARY if one.preliminary else "",
            one.formula,
            one.caveat,
            "；".join(one.inputs),
            one.derived,
        ]
        for one in ed.derived()
    ]
    lines = [
        f"由报告所列数字推算；数值是公式，按编号取“{ALL}”里的数，结果不比最粗的一个数更精确。",
        "至少、至多：所列数字经过四舍五入或只有界限，真实的数落在这两者之间；空白为没有这一头。",
    ]
    return Sheet(DERIVED, f"由报告推算的{len(rows)}个数", "derived", heads, rows, [*notes, *lines])


def _end(end: Decimal, one: Derived) -> Cell:
    """One end of what a derived quantity may be, two digits finer than the quantity."""
    if not end.is_finite():
        return None
    return Number(round(end, one.decimals + 2), one.decimals + 2)


def _audit(ed: Edition, notes: Sequence[str]) -> Sheet | None:
    """The report's own arithmetic, checked; None when there is nothing to check."""
    from planbook.audit import audit, matters
    from planbook.audit.audit import Verdict

    audited = audit.rows(ed)
    if not audited:
        return None
    heads = AUDIT_HEADS.split()
    rows = []
    for row in audited:
        caveat, judged = row.to_json(ed), row.judgement
        reasons = [caveat["reason"], caveat["unless"] if row.verdict == "cannot tell" else ""]
        noted = f"{audit.STATUS[row.note.status]}：{caveat['note']}" if row.note else ""
        rows.append(
            [
                row.claim.title,
                judged.word,
                "；".join(f"{ed.label(figure)}{numbers.text(figure)}" for figure in row.figures),
                _fine(judged.computed),
                judged.unit if judged.computed is not None else "",
                row.bounds,
                _fine(judged.difference) if judged.difference else None,
                _gap_unit(judged.unit) if judged.difference else "",
                judged.formula,
                "。".join(part.rstrip("。") for part in reasons if part),
                noted,
                "、".join(map(str, row.places)),
                row.name,
            ]
        )
    meaning = "相差是所列数减去算得的数。结论只说数字之间有没有矛盾，不说谁错。"
    counts = matters.counts(matters.matters(audited))
    groups = counts.total() - counts[Verdict.NUMBERING]
    title = f"报告自身数字的{groups}组核对，{len(rows)}行"  # the book counts groups, a row is one comparison
    return Sheet(AUDIT, title, "audit", heads, rows, [*notes, meaning])


def _gap_unit(unit: str) -> str:
    return numbers.POINTS if unit == "%" else unit


def _fine(value: Decimal | None) -> Cell:
    """A computed number with at most four decimals."""
    if value is None:
        return None
    value = round(value, 4).normalize()
    return Number(value, shape(value))


def notes(ed: Edition) -> list[list[str]]:
    """How the tables are to be read, one matter a row."""
    hedges: Iterable[str] = (ed.word("bound", code) for code in CODELISTS["bound"] if code != "eq")
    remarks = [
        ("数值和单位", "数值是数字，保留报告所列小数位；单位另列一栏，万元、亿元等照原样，没有换算。"),
        ("限定", f"报告不给确数时的说法：{'、'.join(hedges)}；空白为确数。用带限定的数计算，结果也带限定。"),
        ("性质", f"实际是{ed.reviewed}年或以前做到的，目标是{ed.planned}年要达到的，计划是安排要做的。"),
        ("预计", "报告时尚未最后核定的数。"),
        ("原文数字", "报告里列出的样子，含单位和限定；没有数字的目标，这里是它的文字。"),
        ("位置", "数字在报告里的部分、小节和段落。"),
        ("增速", "地区生产总值和各项增加值的增速按不变价计算，总量按现价，两者不能相乘。"),
        ("合计", "；".join(apart) + "。" if (apart := _apart(ed)) else ""),
        ("编号", "每个数字不变的名字，各表之间按它对应；书里的数字也链接到同一个编号。"),
        ("公式", f"各章、{TARGETS}和{DERIVED}的数值是公式，取“{ALL}”里编号相同的数；排序和筛选不影响结果。"),
        ("空白", "空白表示报告没有说，不是零。"),
    ]
    return [list(one) for one in remarks if one[1]]


def key_numbers(ed: Edition) -> list[tuple[str, str]]:
    """The key numbers of the book's first page: what, and how much with its standing."""
    figures = key_figures.chosen(Selector(ed), "overview")
    standing = {one.id: numbers.status(one) for one in figures}
    return [
        (
            called(ed, one),
            f"{numbers.text(one)}{numbers.star(one)}"
            + (f"（{standing[one.id]}）" if standing[one.id] else ""),
        )
        for one in figures
    ]


def _apart(ed: Edition) -> list[str]:
    """What must not be added up, where this edition has it: animals in unlike units, levels of government."""
    amounts = [one for one in ed.select(measure=("level", "count", "capacity")) if one.unit]
    animals = dict.fromkeys(u.base for u in (ed.unit(one.unit) for one in amounts) if u.dimension == "animal")
    apart = [f"{'和'.join(animals)}不能相加"] if len(animals) > 1 else []
    levels: dict[tuple[str, str], set[str]] = {}
    for one in amounts:
        if one.item[:1] in LEVELS:
            levels.setdefault((one.indicator, one.item[1:].removeprefix("级")), set()).add(one.item[0])
    apart += [
        f"{'、'.join(sorted(those, key=LEVELS.index))}各级{thing}可能重叠，不能相加"
        for (_, thing), those in levels.items()
        if len(those) > 1
    ]
    return list(dict.fromkeys(apart))
