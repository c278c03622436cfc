"""The plan part clause by clause: commitments with their strength, and what commits to nothing."""

import pytest
from drafting import REPORT, drafted, plan

from planbook.check.commitments import SOUND


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
