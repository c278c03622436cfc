"""What commands print: columns, counts, what is absent."""

import io
import json
import re

import pytest

from planbook import cli, printing


def test_columns_are_as_wide_as_their_content(capsys):
    """Every column but the last is filled up; nothing hangs behind the last."""
    printing.table(("what", "old"), [("a longer name", "1"), ("b", "a value of any length")])
    assert capsys.readouterr().out.splitlines() == [
        "what           old",
        "a longer name  1",
        "b              a value of any length",
    ]


def test_counts():
    """One finding, two findings, no findings."""
    assert [printing.counted(n, "finding") for n in (0, 1, 2)] == ["no findings", "1 finding", "2 findings"]


def test_absent_and_empty():
    """What is not there and what is there and empty do not look alike."""
    assert [printing.or_none(text) for text in (None, "", "5%")] == ["–", "empty", "5%"]


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "latin-1", "utf-8"])
def test_what_reaches_a_terminal(encoding):
    """No control, no direction mark; what it cannot show is written as JSON writes it, so JSON stays JSON."""
    told = {"note": "−3%\x1b[31m\u202e青石\U000e0041\x9b\u2028"}
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding)
    print(json.dumps(told, ensure_ascii=False), file=printing.Plain(stream), flush=True)
    text = raw.getvalue().decode(encoding)
    assert json.loads(text) == told
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e]", text)
    assert ("青石" in text) == (encoding in ("gbk", "utf-8"))


def test_messages_are_plain(capsys):
    """Also what the command line itself says of its arguments."""
    assert cli.main(["params", "ev\x1b[31mil\u202e"]) == 2
    said = capsys.readouterr().err
    assert "\x1b" not in said and "\u202e" not in said and "\\u001b" in said
