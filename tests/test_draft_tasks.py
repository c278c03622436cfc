"""The plan part clause by clause: commitments with their strength, and what commits to nothing."""

# ruff: noqa: E501  (a sentence of a report is one line)

import pytest
from drafting import REPORT, drafted, plan

from planbook.check.commitments import SOUND
from planbook.draft import tables
from planbook.draft.label import LEAST, MOST, label


@pytest.mark.parametrize(
    ("sentence", "code", "word"),
    [
        ("确保城镇新增就业2800人以上。", "ensure", "确保"),
        ("新建停车场3处，方便群众。", "complete", "新建"),
        ("加快推进城乡供水一体化建设，提升供水能力。", "push", "加快推进"),
        ("配合推进云溪高速公路前期工作，做好征迁。", "assist", "配合推进"),
        ("力争工业总产值突破90亿元。", "strive", "力争"),
        ("启动县中医院迁建，改善就医条件。", "start", "启动"),
        ("谋划实施循环产业园，储备一批项目。", "propose", "谋划实施"),
        ("持续开展扫黑除恶斗争，保持高压。", "continue", "持续开展"),
        ("继续推进老年助餐服务，覆盖乡镇。", "continue", "继续推进"),
        ("引进首店20家。", "complete", "引进"),
        ("引进下游企业，延长链条。", "push", "引进"),
        ("坚决守住耕地红线，严格用途管制。", "ensure", "坚决守住"),
    ],
)
def test_the_strength_is_the_reports_own_word(sentence, code, word):
    """The verb with its adverbs decides; 持续 and 继续 make it continue; what is counted is carried out."""
    first = plan(sentence).clauses[0]
    assert (first.code, first.word) == (code, word)


@pytest.mark.parametrize(
    ("sentence", "reasons"),
    [
        ("优化农业产业结构。推广良种3万亩。", ["lead", ""]),
        ("围绕建设旅游强县，改造民宿20家。", ["means", ""]),
        ("改造老旧小区12个，切实提升居民生活品质。", ["", "aim"]),
        ("以习近平经济思想为指导，坚持稳字当头。", ["background", "background"]),
        ("为实现上述目标，重点做好以下工作：", ["lead", "lead"]),
        ("各位代表！让我们携手前行。", ["address", "rhetoric"]),
    ],
)
def test_what_commits_to_nothing_has_its_reason(sentence, reasons):
    """Headings inside a paragraph, means, aims, guiding thought, addresses and slogans are no tasks."""
    assert [clause.reason for clause in plan(sentence).clauses] == reasons


def test_one_word_governs_a_list():
    """推动投资…的甲、投资…的乙开工: two projects, two tasks, one word of strength."""
    found = plan("推动投资2亿元的甲水厂、投资3亿元的乙电厂开工。").clauses
    assert [(c.code, c.word, c.word_at) for c in found] == [("push", "推动", found[0].start)] * 2


def test_expected_targets_have_the_strength_of_their_heading():
    """Each target of the paragraph is a task of its own, expected, its word 预期目标."""
    found = [
        c
        for c in plan("2026年经济社会发展主要预期目标是：生产总值增长5%，进出口增长6%。").clauses
        if c.is_task
    ]
    assert [(c.code, c.word) for c in found] == [("expect", "预期目标")] * 2


def test_every_letter_of_the_plan_part_is_in_exactly_one_clause():
    """The coverage rule: no letter, digit or Chinese character is left out or told twice."""
    draft = drafted()
    begin = draft.text.index("2026年全县经济社会发展主要预期目标")
    covered = [0] * len(draft.text)
    for clause in draft.clauses:
        for at in range(clause.start, clause.end):
            covered[at] += 1
    heads = {row["line"] for row in draft.outline}
    for at in range(begin, len(REPORT)):
        if SOUND.match(REPORT[at]) and draft.line_of(at) not in heads:
            assert covered[at] == 1, REPORT[at : at + 10]


def test_quotation_marks_hold_a_clause_together():
    """“上游回收，下游加工” inside marks is one clause."""
    found = plan("构建“上游回收，下游加工”的产业格局，延长链条。").clauses
    assert found[0].text == "构建“上游回收，下游加工”的产业格局"


FIVE = [
    "二、“十五五”时期主要目标和2026年重点工作",
    "“十五五”时期是夯实基础的关键时期。到2030年，茶产业产值达到60亿元，常住人口城镇化率达到65%，生产总值年均增长5%。",
    "坚持工业强县，加快建设产业园区。",
    "今年是“十五五”开局之年，主要预期目标是：生产总值增长5.5%。",
    "新建水厂2座，推进管网改造。",
]


def test_what_is_planned_for_five_years_is_no_task_of_this_year():
    """From “十五五”时期 to 今年 nothing is a task; its figures are targets of 2030 or of the five years."""
    draft = drafted("\n".join(["2025年工作回顾", "总体平稳。", *FIVE, ""]), years=("2025", "2026"))
    tasks = [clause.text for clause in draft.clauses if clause.is_task]
    assert tasks == ["生产总值增长5.5%", "新建水厂2座", "推进管网改造"]
    told = {figure.printed: (figure.period, figure.scenario) for figure in draft.figures}
    assert told["60亿元"] == told["65%"] == ("2030", "target")
    assert told["5%"] == ("2026/2030", "target")
    assert told["5.5%"] == ("2026", "target") and told["2座"] == ("2026", "planned")


def test_a_report_takes_its_leave_once():
    """An address in the middle is an address; after the last one all is rhetoric, and the notes are background."""
    lines = ["各位代表！加强自身建设，提高服务效能。", "新建学校2所。", "各位代表！让我们加快建设美好家园。"]
    notes = ["名词解释", "1.“一园三区”：推动产业集聚的园区。"]
    reasons = {clause.text: clause.reason for clause in plan(*lines, *notes).clauses}
    assert reasons["加强自身建设"] == reasons["新建学校2所"] == ""
    assert reasons["让我们加快建设美好家园"] == "rhetoric"
    assert reasons["推动产业集聚的园区"] == "background"


@pytest.mark.parametrize(
    ("sentence", "reasons"),
    [
        ("持续深化改革，完善考核办法，落实结果运用。", ["lead", "", ""]),
        ("加快推进商事改革，完善考核办法，落实结果运用。", ["", "", ""]),
        ("兑现稳岗补贴，支持企业发展。", ["", "aim"]),
        ("建立项目台账，不断提高项目成熟度，确保早开工。", ["", "aim", ""]),
        ("推进参保扩面，落实“应保尽保”。", ["", "aim"]),
        ("提出上述目标，既积极又稳妥，有利于引导预期。", ["background"] * 3),
        ("（三）坚持守正创新，打造文化高地。建设图书馆。", ["lead", "lead", ""]),
    ],
)
def test_soft_words_name_a_field_or_an_aim(sentence, reasons):
    """A clause that only names a field leads, one that only says what comes of a task is its aim."""
    assert [clause.reason for clause in plan(sentence).clauses] == reasons


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("一是加快推进城乡供水一体化建设。", "城乡供水一体化建设"),
        ("（七）大力整治农村人居环境。", "整治农村人居环境"),
        ("1.新建标准化大棚320座。", "新建标准化大棚"),
        ("推动投资2.4亿元的云溪冷链物流园开工建设。", "云溪冷链物流园开工建设"),
        ("2026年继续推进老旧小区（含棚户区）改造。", "老旧小区改造"),
        ("培育“云溪好茶”区域品牌。", "培育“云溪好茶”区域品牌"),
    ],
)
def test_a_task_has_a_short_name(sentence, name):
    """No enumeration, word of strength, number, bracket or lone quotation mark is left in a name."""
    draft = plan(sentence)
    made = tables.make(draft, draft.vocabulary, {})
    assert [row["name"] for row in made.tasks] == [name]


def test_a_name_is_never_too_long_or_torn():
    """A long list is cut at one of its marks, quotation marks stay in pairs."""
    told = label("“甲乙”品牌、" * 9 + "丙", "")
    assert LEAST <= len(told) <= MOST and told.count("“") == told.count("”") and told.endswith("品牌")
