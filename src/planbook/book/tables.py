"""Tables in HTML: which cell names its row, what a cell is (its class), which value a script sorts it by.

`planbook.show` marks words in a cell with a class; where they are all that the cell holds, the class becomes
the cell's own, so that style and script find it. The values are those of the stage's index (see
`planbook.book.ledger`).
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from planbook.book.ledger import INDEX, PREFIXES

LONG = 10  # rows, from which on a table can be searched and sorted
EXPLORER = "explorer"  # the class of such a table
NAMED = {"tasks": 1, "outlook-tasks": 1}  # by class or id: the column that names the row, else the first
VALUE = "planbook_value"  # on a cell: what `data-value` says


class Tables(SphinxPostTransform):
    """Row headers, classes and values of cells; after links have their addresses."""

    default_priority = 30
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        tables = list(self.document.findall(nodes.table))
        known = index(Path(self.env.srcdir, INDEX)).get("values", {}) if tables else {}
        for table in tables:
            group = table.next_node(nodes.tgroup)
            rows = [row for body in group.findall(nodes.tbody) for row in body]
            specs = list(group.findall(nodes.colspec))
            if len(specs) > 1:
                of = {*table["classes"], *table["ids"]}
                specs[next((at for name, at in NAMED.items() if name in of), 0)]["stub"] = 1
            for entry in table.findall(nodes.entry):
                _take_class(entry)
            long = len(rows) >= LONG and not _is_in_fold(table)
            table["classes"] += [EXPLORER] if long else []
            if long or "tasks" in table["classes"]:  # those of a chapter are one list
                for row in rows:
                    for entry in row:
                        _take_value(entry, known)


def _is_in_fold(node: nodes.Node) -> bool:
    """Whether it is the data of a picture, say, and not a list of its own."""
    while node is not None and not isinstance(node, nodes.document):
        if isinstance(node, nodes.container) and node.get("design_component") == "dropdown":
            return True
        node = node.parent
    return False


def index(path: Path) -> dict[str, Any]:
    """The stage's index, read once for all pages of a build; nothing where plain Jupyter Book makes none."""
    if not path.is_file():
        return {}
    stamp = (str(path), path.stat().st_mtime_ns)
    if _read.get("of") != stamp:
        _read.update(of=stamp, index=json.loads(path.read_text(encoding="utf-8")))
    made: dict[str, Any] = _read["index"]
    return made


_read: dict[str, Any] = {}  # the last index


def _take_class(entry: nodes.entry) -> None:
    """The class of words that are all of a cell; that it is set left, as all are, needs none."""
    if "text-left" in entry["classes"]:
        entry["classes"].remove("text-left")
    if len(entry) != 1 or not isinstance(entry[0], nodes.paragraph) or not len(entry[0]):
        return
    if any(
        node.astext().strip() for node in entry[0][1:]
    ):  # blanks may follow, which set numbers on their point
        return
    words = entry[0][0]
    plain = isinstance(words, nodes.inline) and words.attributes.keys() <= nodes.inline().attributes.keys()
    if plain and words["classes"] and not words["ids"]:
        entry["classes"] += words["classes"]
        blanks, entry[0].children = entry[0].children[1:], []
        entry[0].extend([*words.children, *blanks])


def _take_value(entry: nodes.entry, known: dict[str, str]) -> None:
    """The value of a cell that has the number of one row, or of the number in its own row."""
    rows = {row for row in _rows_of(entry) if row in known}
    if len(rows) == 1:
        entry[VALUE] = known[rows.pop()]


def _rows_of(entry: nodes.entry) -> Iterator[str]:
    if "own" in entry["classes"]:
        for node in entry.parent.findall(nodes.Element):
            yield from (id for id in node["ids"] if id.startswith(PREFIXES))
    for link in entry.findall(nodes.reference):
        yield link.get("refid") or link.get("refuri", "").partition("#")[2]


def visit_entry(self: Any, node: nodes.entry) -> None:
    """A cell as the theme writes it, with its scope and value."""
    type(self).visit_entry(self, node)
    tag = self.body[-1]
    more = ""
    for needless in ("head", "stub"):  # the element and its scope say it
        tag = tag.replace(f' class="{needless}"', "").replace(f'class="{needless} ', 'class="')
    if tag.startswith("<th"):
        more = ' scope="col"' if isinstance(node.parent.parent, nodes.thead) else ' scope="row"'
    if node.get(VALUE):
        more += f' data-value="{self.attval(node[VALUE])}"'
    self.body[-1] = f"{tag[:-1]}{more}>"
    node.start = len(self.body)


def visit_row(self: Any, node: nodes.row) -> None:
    """A row without the classes for odd and even, of which style sheets know by themselves."""
    self.body.append(self.starttag(node, "tr", ""))
    node.column = 0


def depart_row(self: Any, node: nodes.row) -> None:
    self.body.append("</tr>\n")


def depart_entry(self: Any, node: nodes.entry) -> None:
    """A cell that is one plain paragraph needs no element for it."""
    start = node.start
    if len(node) == 1 and self.body[start] == "<p>" and self.body[-1].strip() == "</p>":
        self.body[start] = self.body[-1] = ""
    type(self).depart_entry(self, node)


def setup(app: Sphinx) -> None:
    app.add_post_transform(Tables)
    app.add_node(nodes.row, override=True, html=(visit_row, depart_row))
    app.add_node(nodes.entry, override=True, html=(visit_entry, depart_entry))
