"""Search that reads Chinese: an index of character pairs, and the text of each section to decide and quote.

Sphinx's own Chinese search cuts words with a dictionary that knows no county's terms. Pairs of neighbouring
characters need no dictionary: a page that lacks one of the query's pairs cannot hold the query. The pages
that are left are looked through in JavaScript (static/search.js), which therefore finds exact phrases and
numbers, quotes them, links to the section, and works from `file://`, where a page may not fetch its
neighbours.
"""

import json
import re
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.search import SearchLanguage

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
RUNS = re.compile(rf"[{HAN}]+|[0-9]+(?:\.[0-9]+)?|[A-Za-z_]+")
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
TEXT_FILE = "searchtext.js"
BEFORE, AFTER = "Planbook.texts = ", ";\n"

# The same cutting as `split` below. Sphinx calls it; tests/test_search.py holds the two together.
SPLITTER_JS = r"""
var splitQuery = function (query) {
  var terms = [];
  (Planbook.fold(query).match(/[HAN]+|[0-9]+(?:\.[0-9]+)?|[A-Za-z_]+/g) || []).forEach(function (run) {
    if (/[0-9]/.test(run)) terms.push("n" + run);
    else if (/[a-z_]/i.test(run)) terms.push(run.toLowerCase());
    else if (run.length === 1) terms.push(run);
    else for (var i = 0; i + 1 < run.length; i++) terms.push(run.substr(i, 2));
  });
  return terms;
};
""".replace("HAN", HAN)


class ChinesePairs(SearchLanguage):
    """Index terms: every Han character and pair of neighbours, Latin words, numbers marked with an n.

    Sphinx's client ignores a query term of digits alone, so numbers carry a letter.
    """

    lang = "zh"
    language_name = "Chinese"
    js_splitter_code = SPLITTER_JS
    js_stemmer_code = "var Stemmer = function () { this.stemWord = function (word) { return word; }; };"

    def split(self, input: str) -> list[str]:
        terms: list[str] = []
        for run in RUNS.findall(input.translate(FULL_WIDTH)):
            if run[0].isdigit():
                terms.append("n" + run)
            elif run[0].isascii():
                terms.append(run.lower())
            else:
                terms += list(run)
                terms += [run[i : i + 2] for i in range(len(run) - 1)]
        return terms

    def word_filter(self, word: str) -> bool:
        return bool(word)


def sections(doctree: nodes.document) -> list[tuple[str, str, str]]:
    """(anchor, title, text) of each section, a line for each block, without the sections inside it.

    The rows of the table of all figures (class `figure-table`) are places of their own: a search ends at
    the row.
    """
    entries = []
    for section in doctree.findall(nodes.section):
        title = section.next_node(nodes.title)
        heading = title.astext() if title is not None else ""
        rows: list[tuple[str, str, str]] = []
        blocks = []
        for child in section.children:
            if isinstance(child, nodes.section | nodes.title):
                continue
            for block in child.findall(nodes.TextElement):
                if isinstance(block.parent, nodes.TextElement) or _in_figure_row(block):
                    continue
                blocks.append(_plain(block))
            for row in child.findall(nodes.row):
                if _in_figure_row(row):
                    rows.append(_figure_row(row, section["ids"][0]))
        entries.append((section["ids"][0], heading, "\n".join(block for block in blocks if block)))
        entries += rows
    return entries


def _in_figure_row(node: nodes.Node) -> bool:
    """Is this a body row of the table of all figures, or inside one?"""
    while node is not None and not isinstance(node, nodes.table):
        if isinstance(node, nodes.thead | nodes.caption | nodes.title):
            return False
        node = node.parent
    return node is not None and "figure-table" in node["classes"]


def _figure_row(row: nodes.row, otherwise: str) -> tuple[str, str, str]:
    """(anchor, first cell, other cells) of a row; its anchor is the first target in it."""
    anchors = [name for node in row.findall(nodes.Element) for name in node.get("ids", ())]
    cells = [" ".join(_plain(block) for block in entry.findall(nodes.paragraph)) for entry in row.children]
    return anchors[0] if anchors else otherwise, cells[0], " · ".join(cell for cell in cells[1:] if cell)


def _plain(block: nodes.TextElement) -> str:
    """What a reader sees of a block: no raw HTML, one space for any white space."""
    texts = (text.astext() for text in block.findall(nodes.Text) if not isinstance(text.parent, nodes.raw))
    return " ".join("".join(texts).split())


class Texts:
    """The sections of every page, gathered before it is written and saved when all of them are."""

    def __init__(self) -> None:
        self._pages: dict[str, list[tuple[str, str, str]]] = {}

    def collect(self, app: Sphinx, doctree: nodes.document, page: str) -> None:
        """Event `doctree-resolved`."""
        if app.builder.format == "html":
            self._pages[page] = sections(doctree)

    def write(self, app: Sphinx, exception: Exception | None) -> None:
        """Event `build-finished`: a script, which a page opened from `file://` may load, unlike data."""
        if exception is not None or app.builder.format != "html":
            return
        self._pages = _written(Path(app.outdir, TEXT_FILE)) | self._pages
        for page in self._pages.keys() - app.env.found_docs:
            del self._pages[page]
        for page in app.env.found_docs - self._pages.keys():
            self._pages[page] = sections(app.env.get_and_resolve_doctree(page, app.builder))
        content = json.dumps(dict(sorted(self._pages.items())), ensure_ascii=False, separators=(",", ":"))
        script = BEFORE + content.replace("</", "<\\/") + AFTER
        Path(app.outdir, TEXT_FILE).write_text(script, encoding="utf-8")


def _written(path: Path) -> dict[str, list[tuple[str, str, str]]]:
    """The sections of the pages that were written before and have not changed."""
    try:
        text = path.read_text(encoding="utf-8").removeprefix(BEFORE).removesuffix(AFTER)
        sections: dict[str, list[tuple[str, str, str]]] = json.loads(text)
    except (OSError, ValueError):
        return {}
    return sections
