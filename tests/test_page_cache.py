"""planbook.book.page_cache: a second run makes little anew, and the very pages that a first would make."""

import hashlib
import json
import shutil
from pathlib import Path

import nbformat
import pytest
import toybook

from planbook.book import html
from planbook.book.page_cache import Memory
from planbook.errors import BindError


class Book:
    """A stage that is made anew for every build, as a build does it, with changes that stay."""

    def __init__(self, root: Path):
        self.root, self.stage = root, root / "stage"
        self.source = toybook.write(root / "source")
        (self.source / "data").mkdir()
        (self.source / "data/figures.csv").write_text("figure\n", encoding="utf-8")
        self.put("data", toybook.say("{.downloads}\n- {download}`全部数字 <../data/figures.csv>`"))
        self.written: list[str] = []

    def notebook(self, name: str) -> Path:
        return self.source / "chapters" / f"{name}.ipynb"

    def change(self, name: str, old: str, new: str) -> None:
        text = self.notebook(name).read_text(encoding="utf-8")
        assert old in text
        self.notebook(name).write_text(text.replace(old, new), encoding="utf-8")

    def put(self, name: str, *cells, at: int | None = None) -> None:
        """Add cells to a chapter, which may be a new one."""
        path = self.notebook(name)
        book = nbformat.read(path if path.exists() else self.notebook("industry"), as_version=4)
        kept = book.cells if path.exists() else []
        at = len(kept) if at is None else at
        book.cells = [*kept[:at], *cells, *kept[at:]]
        for number, cell in enumerate(book.cells):
            cell["id"] = f"{name}-{number}"
        nbformat.write(book, path)

    def files(self) -> dict[str, str]:
        return {
            path.relative_to(self.stage).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in self.stage.rglob("*")
            if path.is_file()
        }

    def bind(self, remember: bool = True, coming=()) -> dict[str, str]:
        """Bind it; every file of the book by content."""
        out = self.root / "html"
        held = {name: (self.stage / "chapters" / f"{name}.ipynb").read_bytes() for name in coming}
        for folder in (self.stage, out):
            shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.source, self.stage)
        memory = Memory(self.root / "memory", self.files(), "program") if remember else None

        def come(name: str) -> None:
            shutil.copyfile(self.notebook(name), self.stage / "chapters" / f"{name}.ipynb")

        for name in coming:
            (self.stage / "chapters" / f"{name}.ipynb").write_bytes(held[name])
        html.build(
            self.stage, out, {f"chapters/{name}": lambda name=name: come(name) for name in coming}, memory
        )
        return {
            path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(out.rglob("*"))
            if path.is_file()
        }


@pytest.fixture
def book(tmp_path, monkeypatch):
    """A book that was bound once."""
    from sphinx.builders.html import StandaloneHTMLBuilder

    book = Book(tmp_path)
    write = StandaloneHTMLBuilder.write_doc

    def watched(self, docname, doctree):
        book.written.append(docname)
        write(self, docname, doctree)

    monkeypatch.setattr(StandaloneHTMLBuilder, "write_doc", watched)
    book.bind()
    book.written.clear()
    return book


def a_number(book):
    book.change("industry", "[35个]", "[36个]")


def a_word_that_leaves(book):
    book.change("industry", "棚圈建设", "羊舍建设")
    book.change("industry", "棚圈不少于", "羊舍不少于")


def a_title(book):
    book.change("industry", "# 产业", "# 产业与就业")


def a_section(book):
    book.put("industry", toybook.heading("后记", "afterword"), toybook.say("完。"))


def a_caption(book):
    """Another page names the picture by its number, and a third by its caption."""
    book.change("overview", "2025年与2026年羊毛产量", "羊毛产量两年对照")


def an_earlier_picture(book):
    """Pictures behind it, on other pages too, get other numbers."""
    book.put("overview", toybook.picture("first", "新的第一幅图", "横条图：没有数"), at=2)


def another_picture(book):
    book.change("industry", "#12436D", "#000000")


def a_label_that_moves(book):
    book.change("overview", "(overview-output)=", "(overview-moved)=")
    book.change("industry", "{ref}`overview-output`", "{ref}`overview-moved`")


def a_use_of_a_figure(book):
    book.put("industry", toybook.say('草场[约3.2万亩](#fig-pasture-2025 "草场")。'))


def a_new_page(book):
    book.put("ecology", toybook.heading("生态", "ecology", 1), toybook.say("草场复绿。"))
    toc = book.source / "_toc.yml"
    text = toc.read_text(encoding="utf-8")
    toc.write_text(text.replace("industry\n", "industry\n      - file: chapters/ecology\n"), encoding="utf-8")


def a_page_less(book):
    book.change("overview", "[产业](industry.ipynb)", "产业")
    toc = book.source / "_toc.yml"
    text = toc.read_text(encoding="utf-8").replace("      - file: chapters/industry\n", "")
    toc.write_text(text, encoding="utf-8")
    book.notebook("industry").unlink()


def the_title_of_the_book(book):
    config = book.source / "_config.yml"
    config.write_text(config.read_text(encoding="utf-8").replace("广灵县", "青石县"), encoding="utf-8")


def an_export(book):
    """Offered on the landing page and wherever downloads are listed."""
    (book.source / "exports/aa").mkdir(parents=True)
    (book.source / "exports/aa/qingshi.pdf").write_bytes(b"pdf")


def another_export(book):
    (book.source / "exports/aa").rename(book.source / "exports/bb")


def no_export(book):
    shutil.rmtree(book.source / "exports")


def nothing(book):
    pass


CLEAN: dict[tuple, dict[str, str]] = {}  # what a first run makes after each step


@pytest.mark.parametrize("coming", [(), ("industry",)], ids=["there", "coming"])
def test_the_bytes_of_a_first_run(book, coming):
    """Whatever changes, a thing or two at a time, and all of it back: every file is what it is without the
    memory, also when a page comes while the others are read."""
    shutil.copytree(book.source, book.root / "kept")
    before = book.bind()
    steps = (
        (nothing,), (an_export,), (another_export,), (no_export, a_number),
        (a_word_that_leaves, a_use_of_a_figure), (a_title,), (a_section, another_picture), (a_caption,),
        (an_earlier_picture,), (a_label_that_moves,), (a_new_page,), (the_title_of_the_book,), (a_page_less,),
    )  # fmt: skip
    for step in steps:
        for change in step:
            change(book)
        late = [name for name in coming if book.notebook(name).exists()]
        names = [change.__name__ for change in step]
        assert book.bind(coming=late) == (
            CLEAN.get(step) or CLEAN.setdefault(step, book.bind(remember=False))
        ), names
    shutil.rmtree(book.source)
    (book.root / "kept").rename(book.source)
    assert book.bind() == before == book.bind(remember=False)


def test_a_page_that_has_to_come(book):
    """Its place is held by what it was last time, which is not taken for it; the others are there already."""
    a_number(book)
    book.bind(coming=["industry"])
    assert "chapters/industry" in book.written
    assert book.bind(coming=["industry", "overview"]) == book.bind(remember=False)


def test_a_page_with_rows_names_a_picture(book):
    """Its number is not known while another page is waited for."""
    book.put("data", toybook.say("见{numref}`wool-bars`。"))
    book.bind()
    a_caption(book)
    assert book.bind(coming=["industry"]) == book.bind(remember=False)


def test_little_is_written(book):
    """A number, or a caption that no other page names: its page; the one with the rows is filled in."""
    a_number(book)
    book.put("ecology", toybook.heading("生态", "ecology", 1))  # in no table of contents
    book.bind()
    book.written.clear()
    book.change("industry", "[36个]", "[37个]")
    book.bind()
    assert set(book.written) == {"chapters/industry"}
    book.written.clear()
    book.change("industry", "棚圈建设", "羊舍建设")
    book.bind()
    assert set(book.written) == {"chapters/industry"}
    book.written.clear()
    book.bind()
    assert "chapters/industry" not in book.written


def test_an_export_is_read_by_nothing(book):
    """Only the pages that offer it are written anew, none is read."""
    book.bind()
    book.written.clear()
    an_export(book)
    pages = book.bind()
    assert set(book.written) == {"chapters/overview", "chapters/data"}
    assert sum("qingshi.pdf" in name for name in pages) == 1


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100])


HARM = {
    "no index": lambda folder: (folder / "pages.json").unlink(),
    "half an index": lambda folder: _cut(folder / "pages.json"),
    "half an environment": lambda folder: _cut(folder / "doctrees/environment.pickle"),
    "no trees": lambda folder: shutil.rmtree(folder / "doctrees"),
    "no pages": lambda folder: shutil.rmtree(folder / "html"),
    "no pictures": lambda folder: shutil.rmtree(folder / "jupyter_execute"),
    "half a template": lambda folder: [_cut(path) for path in (folder / "templates").iterdir()],
    "nothing": shutil.rmtree,
}


def test_a_broken_memory(book):
    """It costs time, nothing else."""
    expected = book.bind()
    for name, harm in HARM.items():
        harm(book.root / "memory")
        assert book.bind() == expected, name


def test_a_run_with_complaints_is_not_kept(book):
    """The complaint comes again, and with it gone the pages are right."""
    good = book.bind(remember=False)
    shutil.copytree(book.source, book.root / "kept")
    book.put("industry", toybook.say("见[这里](#fig-nowhere)。"))
    for _ in range(2):
        with pytest.raises(BindError, match="fig-nowhere"):
            book.bind()
    book.source = book.root / "kept"
    assert book.bind() == good


def test_pictures_of_earlier_runs_go(book):
    """The memory does not grow with every change."""
    count = len(list((book.root / "memory").rglob("*.svg")))
    for old, new in zip(("#12436D", "#000001", "#000002"), ("#000001", "#000002", "#000003"), strict=True):
        book.change("industry", old, new)
        book.bind()
    assert len(list((book.root / "memory").rglob("*.svg"))) == count


def test_another_program(book):
    """Other code or libraries: nothing counts any more."""
    told = json.loads((book.root / "memory/pages.json").read_text(encoding="utf-8"))
    assert told["key"] == Memory(book.root / "memory", book.files(), "program").key
    assert told["key"] != Memory(book.root / "memory", book.files(), "another").key
