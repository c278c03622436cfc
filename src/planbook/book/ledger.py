"""The ledger: every number that the book shows, as it was entered where its link was made.

`planbook.show` puts the entries of a text into the metadata of its output (see `planbook.show.markup.Entry`),
as it does with what is drawn in a picture. The numbers of a finished notebook are read from there; while a
page is read they go along on its nodes, and are gathered in `env.planbook_ledger`: page → records.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors import EnvironmentCollector

from planbook.run.outputs import MYST

INDEX = "provenance.json"  # on the stage, and with the ledger in the book
PAGES = "_static/occurrences.js"  # figure → the pages that show it, for planbook.js

SVG = "image/svg+xml"
LEDGER = "planbook_ledger"  # on a node: the record of the output that it comes from
PREFIXES = ("fig-", "der-")
EXHIBITS = ("picture", "table")


class Use(NamedTuple):
    """One place where a figure is shown.

    kind: text, table or picture; target: the id of the exhibit, for text of the section; shown: the words
    that are the link, empty for what is drawn.
    """

    page: str
    kind: str
    target: str
    shown: str


def record(metadata: dict[str, Any], mime: str) -> dict[str, Any] | None:
    """What the metadata of an output say of its text or picture."""
    about: dict[str, Any] | None = metadata.get(mime, {}).get("planbook")
    return about


@lru_cache(maxsize=10000)  # some thousand entries name the same few hundred rows
def slug(target: str) -> str:
    """The figure that an id or a target such as `fig-gdp-level_2025` is about, as HTML spells it."""
    return str(nodes.make_id(target)).removeprefix(PREFIXES[0]).removeprefix(PREFIXES[1])


def shown(notebook: Any) -> dict[str, dict[str, Any]]:
    """The numbers and pictures of one finished notebook, for comparing two builds.

    Returns:
        `numbers`: {row, or the rows that it was worked out from: every form in which it stands in the text};
        `pictures`: {name: digest}.
    """
    numbers: dict[str, list[str]] = {}
    pictures: dict[str, str] = {}
    for output in (output for cell in notebook.cells for output in cell.get("outputs", [])):
        text, picture = (record(output.get("metadata", {}), mime) or {} for mime in (MYST, SVG))
        for entry in text.get("entries", ()) if text.get("kind") != "rows" else ():
            if row := entry.get("row") or " ".join(entry.get("inputs", ())):
                forms = numbers.setdefault(row, [])
                forms += [entry["shown"]] if entry["shown"] not in forms else []
        if drawn := output.get("data", {}).get(SVG):
            name = picture.get("name") or f"picture {len(pictures) + 1}"
            pictures[name] = hashlib.sha256(drawn.encode()).hexdigest()[:16]
    return {"numbers": numbers, "pictures": pictures}


def enter(made: list[nodes.Node], record: dict[str, Any] | None) -> list[nodes.Node]:
    """Nodes with the record of the output that they come from."""
    if record and made:
        made[0][LEDGER] = record
    return made


class Collector(EnvironmentCollector):
    """env.planbook_ledger, kept from page to page."""

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        _pages(env).pop(docname, None)

    def merge_other(
        self, app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment
    ) -> None:
        _pages(env).update({name: _pages(other)[name] for name in docnames if name in _pages(other)})

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        recorded = doctree.findall(lambda node: isinstance(node, nodes.Element) and LEDGER in node)
        _pages(app.env)[app.env.docname] = [_placed(node) for node in recorded]


def _pages(env: BuildEnvironment) -> dict[str, list[dict[str, Any]]]:
    pages: dict[str, list[dict[str, Any]]] = vars(env).setdefault("planbook_ledger", {})
    return pages


def _placed(node: nodes.Element) -> dict[str, Any]:
    """A record with its kind, and with the target of the exhibit or section in which it stands."""
    record: dict[str, Any] = {"kind": "picture"} | node[LEDGER]
    target = node["ids"][0] if isinstance(node, nodes.figure) else record.get("name", "")
    while not target and node is not None:
        target = node["ids"][0] if isinstance(node, nodes.section) else ""
        node = node.parent
    return record | {"target": target}


def uses(env: BuildEnvironment) -> dict[str, list[Use]]:
    """Every use of each figure, by its slug, in the order of the book."""
    by_figure: dict[str, dict[Use, None]] = {}
    order = [env.config.root_doc, *(page for page in env.toctree_includes.get(env.config.root_doc, ()))]
    for page in dict.fromkeys((*order, *sorted(_pages(env)))):
        for name, use in _uses(page, _pages(env).get(page, ())):
            by_figure.setdefault(name, {})[use] = None
    return {name: list(ones) for name, ones in by_figure.items()}


def _uses(page: str, records: Any) -> Iterator[tuple[str, Use]]:
    for record in records:
        place = (page, record["kind"], record["target"])
        for id in record.get("figures", ()):
            yield slug(id), Use(*place, "")
        for entry in record.get("entries", ()) if record["kind"] in ("text", *EXHIBITS) else ():
            if entry.get("row", "").startswith(PREFIXES):
                yield slug(entry["row"]), Use(*place, entry["shown"])


def caption_number(env: BuildEnvironment, use: Use) -> str:
    """图 2.1, as the caption of a picture or table has it; empty when it has none."""
    type_ = {"picture": "figure", "table": "table"}.get(use.kind, "")
    numbers = env.toc_fignumbers.get(use.page, {}).get(type_, {}).get(use.target)
    return env.config.numfig_format[type_] % ".".join(map(str, numbers)) if numbers else ""


def write_index(app: Sphinx, exception: Exception | None) -> None:
    """Event `build-finished`: the pages of each figure, and `provenance.json`, the stage's index with the
    ledger and every use of each figure."""
    stage = Path(app.srcdir, INDEX)
    if exception is not None or app.builder.name != "html":
        return
    used = uses(app.env)
    pages = {name: list(dict.fromkeys(use.page for use in ones if use.shown)) for name, ones in used.items()}
    text = json.dumps(pages, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    Path(app.outdir, PAGES).write_text(f"Planbook.pages = {text};\n", encoding="utf-8")
    if not stage.is_file():
        return
    index = json.loads(stage.read_text(encoding="utf-8"))
    rows = {slug(anchor): anchor for kind in ("figures", "derived") for anchor in index[kind]}
    known = {name: placed for name, placed in used.items() if name in rows}
    index["uses"] = {
        rows[name]: [_described(app.env, use) for use in placed] for name, placed in known.items()
    }
    index["pictures"], index["counted"], index["ledger"] = {}, {}, {}
    for page, records in sorted(_pages(app.env).items()):
        index["ledger"][page] = list(_distinct(entry for one in records for entry in one.get("entries", ())))
        drawn = {one["target"]: one for one in records if "figures" in one}
        for name, one in drawn.items():
            ids = [rows[slug(id)] for id in one["figures"] if slug(id) in rows]
            index["pictures"].setdefault(page, {})[name] = ids
        index["counted"][page] = {name: one["counts"] for name, one in drawn.items() if one.get("counts")}
    text = json.dumps(index, ensure_ascii=False)
    Path(app.outdir, INDEX).write_text(text + "\n", encoding="utf-8")


def _distinct(entries: Iterable[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    return {json.dumps(entry, sort_keys=True): entry for entry in entries}.values()


def _described(env: BuildEnvironment, use: Use) -> dict[str, str]:
    where = {"page": use.page, "title": env.titles[use.page].astext(), "kind": use.kind, "target": use.target}
    return where | {"number": caption_number(env, use), "shown": use.shown}
