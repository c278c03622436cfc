"""No English on the desk's pages: what the program says of reports, data and books, in Chinese."""

import ast
import re
from pathlib import Path

import pytest

from planbook.desk import words
from planbook.desk.messages import chinese
from planbook.draft import confidence
from planbook.edition.finding import KINDS, Finding

DRAFT = Path(__file__).parents[1] / "src" / "planbook" / "draft"
ENGLISH = re.compile("[A-Za-z]{3,} [A-Za-z]{2,}")


def said(path: Path) -> list[str]:
    """What a module's errors say, with something for each value in them."""
    messages = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "InputError":
            text = node.args[0]
            if isinstance(text, ast.JoinedStr):
                parts = [
                    getattr(part, "value", "") if isinstance(part, ast.Constant) else "7"
                    for part in text.values
                ]
                messages.append("".join(parts))
    return messages


@pytest.mark.parametrize(
    "message",
    [
        one
        for path in (*(DRAFT / "read").glob("*.py"), DRAFT / "about.py")
        for one in said(path)
        if ENGLISH.search(one)
    ],
)
def test_a_report_that_cannot_be_read(message):
    """Whoever chose a wrong file reads what it is and what to do."""
    assert not ENGLISH.search(chinese(message)) and "：" in chinese(message)


@pytest.mark.parametrize("slug", KINDS)
def test_each_kind_of_finding(slug):
    """What is wrong and where; got and nearest stay, an expectation in English does not."""
    finding = Finding(slug, "data/yunxi-2026/figures.csv", 4, "unit", "“公吨”", "a row of units.csv", "吨")
    text = chinese(str(finding))
    assert not ENGLISH.search(text) and words.CHECKS[slug] in text
    assert "第 4 行 单位" in text and "“公吨”" in text and "相近的有吨" in text


@pytest.mark.parametrize(
    ("message", "part"),
    [
        ("nothing has been built yet: planbook build", "先做书"),
        ("another build is running (process 7); try again later", "等它做完"),
        (f"progress: {Finding('bad-number', 'progress.csv', 3, 'value', '“x”')}", "目前数值：应为数字"),
        ("the published book is as it was", "没有变"),
        ("guangling-2026.docx could not be made:\nno font", "guangling-2026.docx 没有做成：\nno font"),
    ],
)
def test_what_a_build_says(message, part):
    """Line by line; what nobody has translated stays, so that it can be asked about."""
    assert part in chinese(message)


def test_every_doubt_has_its_words():
    assert set(confidence.MEANING) <= set(words.FLAGS)
