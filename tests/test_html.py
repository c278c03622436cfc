"""planbook.book.html: a stage becomes pages, or one readable message and nothing else."""

import hashlib
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
import pytest
import toybook

from planbook.book import html
from planbook.errors import BindError


class Page(HTMLParser):
    """The links, ids, texts and labels of one page."""

    SILENT = ("script", "style")

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.words: list[str] = []
        self._inside = ""
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        self._inside = tag
        for key, value in attrs:
            if key in ("href", "src", "action") and value:
                self.links.append(value)
            elif key == "id":
                self.ids.append(value)
            elif key in ("title", "aria-label", "alt", "placeholder") and value:
                self.words.append(value)

    def handle_endtag(self, tag):
        self._inside = ""

    def handle_data(self, data):
        if self._inside == "script":
            self.words += re.findall(r"(?:title|aria-label)=\"([^\"]*)\"", data)
        elif self._inside not in self.SILENT:
            self.words.append(data)


def pages(book: Path) -> dict[Path, Page]:
    return {path: Page(path) for path in sorted(book.rglob("*.html"))}


def digests(book: Path) -> dict[str, str]:
    """Every file of a book by content."""
    return {
        str(path.relative_to(book)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(book.rglob("*"))
        if path.is_file()
    }


def test_every_chapter_has_a_page(toy):
    """The table of contents decides; index.html leads to the root chapter."""
    names = {str(path.relative_to(toy)) for path in toy.rglob("*.html")}
    assert names == {
        "index.html",
        "search.html",
        "chapters/overview.html",
        "chapters/industry.html",
        "chapters/data.html",
    }
    index = (toy / "index.html").read_text(encoding="utf-8")
    assert 'url=chapters/overview.html"' in index
    assert '<a href="chapters/overview.html">打开全书</a>' in index


def test_same_stage_same_bytes(toy, tmp_path):
    """Another folder, another moment: every file is the same."""
    html.build(toybook.write(tmp_path / "elsewhere" / "stage"), tmp_path / "html")
    assert digests(tmp_path / "html") == digests(toy)


def test_every_link_leads_somewhere(toy):
    """No page links to a file or a place that the book does not have."""
    found = pages(toy)
    broken = []
    for path, page in found.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme == "data":
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not target.is_file() or (
                parts.fragment and target in found and unquote(parts.fragment) not in found[target].ids
            ):
                broken.append((path.name, link))
    assert not broken


def test_no_other_host(toy):
    """Neither pages nor scripts nor styles name an address that a browser would fetch."""
    for page in pages(toy).values():
        assert not [link for link in page.links if urlsplit(link).netloc]
    for path in toy.rglob("*.css"):
        assert not re.search(r"(url\(|@import)\s*[\"']?(https?:)?//", path.read_text(encoding="utf-8")), path


def test_no_english_crumbs(toy):
    """What a reader sees or hears of the interface is Chinese, but for two names."""
    allowed = {"Ctrl", "JavaScript"}
    crumbs = {
        word
        for page in pages(toy).values()
        for text in page.words
        for word in re.findall(r"[A-Za-z]{2,}", text)
        if word not in allowed and text.strip() != "html"  # the doctype
    }
    assert not crumbs


def test_ids_are_unique(toy):
    """One page, one place for each id."""
    for path, page in pages(toy).items():
        assert len(page.ids) == len(set(page.ids)), path


def test_no_stamps_no_paths(toy):
    """No build stamp, and nothing that says where the book was made."""
    assert not (toy / ".buildinfo").exists()
    for path in toy.rglob("*"):
        if path.suffix in (".html", ".js", ".css", ".svg"):
            assert str(toy.parent) not in path.read_text(encoding="utf-8"), path


def spoil(stage: Path, *texts: str) -> Path:
    """Add passages to the chapter on industry, one cell each."""
    path = stage / "chapters" / "industry.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells += [toybook.say(text) for text in texts]
    nbformat.write(notebook, path)
    return stage


def test_every_warning_is_told_and_nothing_made(tmp_path):
    """All complaints at once, each with file, cell and cause; no traceback, no machine path, no pages."""
    stage = spoil(
        toybook.write(tmp_path / "stage"),
        "见[这里](#fig-that-is-not-there)。",
        "```{nosuchthing}\n```",
    )
    with pytest.raises(BindError) as failure:
        html.build(stage, tmp_path / "html")
    message = str(failure.value)
    assert "chapters/industry.ipynb cell 5" in message
    assert "fig-that-is-not-there" in message
    assert "chapters/industry.ipynb cell 6" in message
    assert "nosuchthing" in message
    assert "Traceback" not in message
    assert str(tmp_path) not in message
    assert not (tmp_path / "html").exists()
    assert not (stage / "_build").exists()


def test_a_wrong_configuration(tmp_path):
    """A configuration against Jupyter Book's schema is refused with the reason."""
    stage = toybook.write(tmp_path / "stage")
    (stage / "_config.yml").write_text("title: [1, 2]\n", encoding="utf-8")
    with pytest.raises(BindError, match=r"_config\.yml"):
        html.build(stage, tmp_path / "html")


def test_a_missing_chapter(tmp_path):
    """A chapter of the contents that is not there is named."""
    stage = toybook.write(tmp_path / "stage")
    (stage / "chapters" / "industry.ipynb").unlink()
    with pytest.raises(BindError, match="chapters/industry"):
        html.build(stage, tmp_path / "html")


def test_no_place_for_the_pages(tmp_path):
    """A target that cannot be made is a message as well, and the work folder goes."""
    stage = toybook.write(tmp_path / "stage")
    with pytest.raises(BindError, match="No such file"):
        html.build(stage, tmp_path / "missing" / "html")
    assert not (stage / "_build").exists()


FULL = """
import resource, signal, sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from planbook.book import html
from planbook.errors import BindError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
import sphinx.application, jupyter_book.config
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
try:
    html.build(Path({stage!r}), Path({out!r}))
except BindError as error:
    print(error)
    sys.exit(7)
"""


def test_a_full_disk(tmp_path):
    """Files that cannot be written whole: a message, and no pages."""
    stage, out = toybook.write(tmp_path / "stage"), tmp_path / "html"
    program = FULL.format(tests=str(Path(__file__).parent), stage=str(stage), out=str(out))
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 7, done.stderr
    assert "Traceback" not in done.stderr
    assert not out.exists()


def test_pages_that_come_later(tmp_path, toy):
    """A page may come while others are read, in any order: the bytes are the same."""
    stage = toybook.write(tmp_path / "stage")
    kept = {name: (stage / f"chapters/{name}.ipynb").read_bytes() for name in ("overview", "industry")}
    came: list[str] = []

    def come(name: str) -> None:
        came.append(name)
        (stage / f"chapters/{name}.ipynb").write_bytes(kept[name])

    for name in kept:
        (stage / f"chapters/{name}.ipynb").write_text("", encoding="utf-8")
    coming = {f"chapters/{name}": lambda name=name: come(name) for name in ("overview", "industry")}
    html.build(stage, tmp_path / "html", coming)
    assert came == ["overview", "industry"]
    assert digests(tmp_path / "html") == digests(toy)


def test_a_page_that_never_comes(tmp_path):
    """Why it does not come is raised as it is, and nothing is made."""
    stage = toybook.write(tmp_path / "stage")

    def fail() -> None:
        raise LookupError("its kernel died")

    with pytest.raises(LookupError, match="its kernel died"):
        html.build(stage, tmp_path / "html", {"chapters/industry": fail})
    assert not (tmp_path / "html").exists() and not (stage / "_build").exists()
