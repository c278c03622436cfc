"""What commands print: columns, counts, what is absent."""

from planbook import printing


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
