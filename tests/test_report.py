"""planbook.book.report: the report's own text in the book, only where a build was given it."""

import json
import re

import pytest
import sourced

from planbook.book import html, number_check
from planbook.book.report import Report, Span
from planbook.errors import BindError

NUMBER = re.compile(r'<span id="char-(\d+)-(\d+)">')


def page(project, name: str) -> str:
    return (project.html / f"chapters/{name}.html").read_text(encoding="utf-8")


def plain(text: str) -> str:
    return re.sub(r"<[^>]+>", "", text)


def test_without_the_text_places_only(sourced_books):
    """No page, no sentence, no file of it; the rows name the places."""
    project = sourced_books[False]
    text = sourced.TEXT.read_text(encoding="utf-8")
    assert "第一部分（一）第1段" in plain(page(project, "data"))
    for path in project.html.rglob("*"):
        if path.suffix in (".html", ".js", ".json", ".csv", ".yml"):
            said = plain(path.read_text(encoding="utf-8"))
            assert "热线" not in said and text[400:420] not in said, path.name
    assert not (project.html / "chapters/report.html").exists()


def test_every_figure_of_the_text_is_a_link_to_its_row(sourced_books):
    """The whole text in its order; each span of mentions.csv has its id and leads to the data page."""
    shown = page(sourced_books[True], "report")
    index = json.loads((sourced_books[True].html / number_check.INDEX).read_text(encoding="utf-8"))
    spans = {(p["start"], p["end"]) for f in index["figures"].values() for p in f["places"]}
    assert {tuple(map(int, found)) for found in NUMBER.findall(shown)} == spans
    for anchor, figure in index["figures"].items():
        assert f'href="data.html#{anchor}"' in shown, figure["id"]
    body = re.sub(r"\s", "", plain(shown))
    for line in sourced.TEXT.read_text(encoding="utf-8").split("\n"):
        assert re.sub(r"\s", "", line) in body


def test_a_row_quotes_its_sentences(sourced_books):
    """The number is marked in its sentence; the place leads to it in the text, and the text leads back."""
    shown = page(sourced_books[True], "data")
    (row,) = [part for part in shown.split("<tr") if 'id="fig-processors-count-2025"' in part]
    assert '<span class="quoted-number"><strong>五家</strong></span>' in row
    assert re.search(r'class="quote">[^<]*加工企业<span', row)
    target = re.search(r'href="report\.html#(char-\d+-\d+)"', row)[1]
    assert f'<span id="{target}"><a' in page(sourced_books[True], "report")


def test_headings_are_sections(sourced_books):
    """The outline of source.yml makes the contents of the page."""
    shown = re.findall(r"<h([2-6])>(.*?)<a", page(sourced_books[True], "report"))
    assert [(level, plain(title)) for level, title in shown] == [
        ("2", "一、去年的情况"),
        ("3", "（一）田里和厂里"),
        ("3", "（二）城里和乡里"),
        ("2", "二、今年的打算"),
        ("3", "（一）要做的事"),
    ]


def test_the_page_with_the_text_is_no_use(sourced_books):
    """All figures stand in the text; that says nothing about where the book uses them."""
    index = json.loads((sourced_books[True].html / number_check.INDEX).read_text(encoding="utf-8"))
    assert "chapters/report" not in {use["page"] for uses in index["uses"].values() for use in uses}


def test_the_text_stays_in_the_pages(sourced_books):
    """Neither the index nor anything beside the published pages holds a sentence of it."""
    project = sourced_books[True]
    outside = [project.html / number_check.INDEX, *(project.output / "cache").glob("*")]
    assert not [path for path in outside if "百姓都说好" in path.read_text(encoding="utf-8")]


def test_nothing_in_the_text_is_markup(tmp_path, monkeypatch):
    """Directives, roles, HTML and links in the text are shown as they stand."""
    project = sourced.fill(tmp_path, monkeypatch, text=sourced.TEXT)
    hostile = "<script>alert('x')</script> {abbr}`x (y)` **b** [t](http://example.org) ```{raw} html"
    report = project.output / "stage/report.txt"
    report.write_bytes(report.read_bytes() + f"\n{hostile}\n".encode())
    html.build(project.output / "stage", project.html)
    shown = page(project, "report")
    assert (
        "&lt;script&gt;alert('x')&lt;/script&gt; {abbr}`x (y)` **b** [t](http://example.org) ```{raw} html"
        in shown
    )
    assert "<script>alert" not in shown and 'href="http://example.org"' not in shown


def test_the_page_needs_the_text(tmp_path, monkeypatch):
    """A stage with the page and without the text says which command gives it."""
    project = sourced.fill(tmp_path, monkeypatch, text=sourced.TEXT)
    (project.output / "stage/report.txt").unlink()
    with pytest.raises(BindError, match=r"planbook build --source FILE"):
        html.build(project.output / "stage", project.html)


@pytest.fixture
def small(tmp_path):
    """A text of nine letters with spans given as (start, end)."""

    def make(*figures: tuple[int, int], others: tuple[tuple[int, int], ...] = ()) -> Report:
        (tmp_path / "report.txt").write_text("甲1乙22丙333", encoding="utf-8")
        index = {
            "figures": {f"fig-{n}": {"places": [{"start": s, "end": e}]} for n, (s, e) in enumerate(figures)},
            "others": [{"start": s, "end": e, "reason": "date"} for s, e in others],
        }
        (tmp_path / "provenance.json").write_text(json.dumps(index), encoding="utf-8")
        return Report(tmp_path)

    return make


def test_pieces_in_order(small):
    """Plain text and spans alternate; two figures on one span are one piece."""
    report = small((1, 2), (3, 5), (3, 5), others=((6, 9),))
    assert list(report.pieces(0, 9)) == [
        "甲",
        Span(1, 2, ("fig-0",)),
        "乙",
        Span(3, 5, ("fig-1", "fig-2")),
        "丙",
        Span(6, 9, (), "date"),
        "",
    ]
    assert Span(3, 5, ()).id == "char-3-5"


def test_pieces_of_a_line(small):
    """Only what stands between the two offsets."""
    assert list(small((1, 2), (3, 5)).pieces(2, 6)) == ["乙", Span(3, 5, ("fig-1",)), "丙"]
