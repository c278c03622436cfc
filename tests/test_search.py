"""planbook.book.search, show.search_terms and static/search.js: what is asked for is the first hit."""

import csv
import json
import re
import tempfile
from pathlib import Path

import pages
import pytest
import random_editions
import searching
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from random_editions import EDITION, ROOT, TWISTS

from planbook.edition import load
from planbook.show import numbers
from planbook.show.search_terms import terms

QUESTIONS = Path(__file__).parent / "data" / "questions.csv"


def script(ed) -> str:
    """The figures of an edition as the book has them, without pages."""
    return f"Planbook.book = {json.dumps(terms(ed))};"


# 1. Any edition: an indicator's name and its aliases lead to its figures


def unanswered(ed) -> list[str]:
    """Names of indicators whose first hit is no figure of an indicator of this name."""
    by_name: dict[str, set[str]] = {}
    for figure in ed.select():
        indicator = ed.indicator(figure)
        for name in filter(None, map(str.strip, [indicator.label_zh, *indicator.aliases.split(";")])):
            by_name.setdefault(name, set()).add(numbers.anchor(figure))
    names = list(by_name)
    answers = searching.ask(script(ed), names)
    return [
        f"{name}: {answer['hits'][:1]}"
        for name, answer in zip(names, answers, strict=True)
        if not answer["hits"] or answer["hits"][0]["anchors"][0] not in by_name[name]
    ]


@pytest.mark.parametrize("edition", ["guangling-2026", "qingshi-2026", "qingshi-2027"])
def test_every_name_and_alias_finds_its_figure(edition, tmp_path):
    assert unanswered(load(edition, pages.county(tmp_path, edition))) == []


@settings(
    derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate], max_examples=settings.default.max_examples // 8,
)  # fmt: skip
@given(st.integers(0, 10**6), st.integers(5, 60), st.sets(st.sampled_from(TWISTS), min_size=4, max_size=10))
def test_every_name_and_alias_finds_its_figure_in_any_edition(seed, size, twists):
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        assume(not random_editions.write(data, seed, size, sorted(twists)))
        assert unanswered(load(EDITION, data)) == []


# 2. What people ask of the first edition


def read(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def answers(book) -> dict[str, dict]:
    """Of each question of questions.csv what the repository's own book answers."""
    questions = [row["question"] for row in read(QUESTIONS)]
    found = searching.ask((book / "searchtext.js").read_text("utf-8"), questions)
    return dict(zip(questions, found, strict=True))


@pytest.mark.slow
@pytest.mark.parametrize("row", read(QUESTIONS), ids=lambda row: row["question"])
def test_everyday_questions(answers, row):
    """The first hit answers; what the report does not state is said not to be stated."""
    answer = answers[row["question"]]
    first = answer["hits"][0]["words"] if answer["hits"] else f"（报告没有列出：{answer['unlisted']}）"
    assert re.search(row["answer"], first), first


def asked(question: str, edition: str = "guangling-2026") -> dict:
    return searching.ask(script(load(edition, ROOT / "data")), [question])[0]


def test_what_is_not_there_is_said():
    """A target that the report does not state; an indicator that it does not state; a name mistyped."""
    assert asked("城镇新增就业与2026目标")["missing"] == ["2026年目标"]
    assert asked("固定资产投资 目标")["missing"] == []
    assert asked("居民收入")["unlisted"] == "全体居民人均可支配收入"
    assert asked("固定资产头资")["nearest"][0] == "固定资产投资"
    assert asked("不存在的词语")["hits"] == []


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("项目超10亿", [66, 52, 45, 25]),
        ("投资10亿元以上的项目", [66, 52, 45, 25]),
        ("投资不少于二十五亿元的项目", [66, 52, 45, 25]),
        ("投资超25亿元的项目", [66, 52, 45]),
        ("４５亿元", [45]),
    ],
)
def test_amounts_are_compared(question, values):
    """In any width and in Chinese numerals; the largest first, each project once."""
    hits = asked(question)["hits"]
    assert [float(re.search(r"([\d.]+)亿元", hit["words"])[1]) for hit in hits] == values


@pytest.mark.parametrize("name", ["粮食产量", "ＧＤＰ", "Gdp", " 社 零 "])
def test_letters_in_any_width_and_case(name):
    assert asked(name)["hits"][0]["kind"] == "figure"


def test_a_number_is_not_a_part_of_another():
    """70 is not found in 170 or 70.5."""
    texts = ["共170个", "共70.5亩", "共0.70亩", "共70个。"]
    page = [[f"s{number}", "节", [text]] for number, text in enumerate(texts)]
    (answer,) = searching.ask(f"Planbook.book = {json.dumps({'pages': {'p': page}})};", ["70"])
    assert [hit["anchors"] for hit in answer["hits"]] == [["p#s3"]]


# 3. What the pages say


@pytest.fixture(scope="module")
def texts(toy) -> dict:
    written = (toy / "searchtext.js").read_text(encoding="utf-8")
    return json.loads(written.removeprefix("Planbook.book = ").rstrip(";\n"))["pages"]


def test_sections_have_their_own_text(texts):
    """A section's text is what a reader sees there: no markup, nothing of the sections inside it."""
    found = {anchor: (title, blocks) for anchor, title, blocks in texts["chapters/overview"]}
    assert found["overview"][0] == "青石县一年"
    assert any("增长6%" in block for block in found["overview"][1])
    assert "条形从零开始，末端是数值。" not in found["overview"][1]
    assert "条形从零开始，末端是数值。" in found["overview-output"][1]
    assert "<svg" not in str(found["overview-output"][1])


def test_tables_keep_their_heads(texts):
    """A row can be told as pairs of head and value."""
    (table,) = [
        block
        for _, _, blocks in texts["chapters/overview"]
        for block in blocks
        if isinstance(block, list) and block[0][0] == "指标"
    ]
    assert dict(zip(table[0], table[1], strict=True))["2025年"] == "120"


def test_pages_in_the_order_of_the_book(texts):
    assert list(texts) == ["chapters/overview", "chapters/industry", "chapters/data"]


def test_no_index_of_sphinx(toy):
    """One file is what the search reads; no page asks for Sphinx's."""
    assert not [path.name for path in toy.rglob("*") if path.name in ("searchindex.js", "searchtools.js")]
    assert "searchtext.js" in (toy / "search.html").read_text("utf-8")
    assert "sphinx_highlight" not in (toy / "chapters/overview.html").read_text("utf-8")
