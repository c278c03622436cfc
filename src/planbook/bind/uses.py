"""Where each figure is used: collected while the pages are read, shown in its row of the data page.

A chapter cannot know what the others show, so `planbook.show` leaves a place for it (class `used-in`) in
each row, and this fills it once every page has been read: in HTML and in print alike.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors import EnvironmentCollector
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import make_refnode

from planbook.bind.origin import INDEX

PICTURE = "planbook_figures"  # on a figure node: the ids of what is drawn in it
COUNTS = "planbook_counts"  # on a figure node: the numbers in its title that the program counted
PREFIXES = ("fig-", "der-")
NOWHERE = "未直接引用"


class Use(NamedTuple):
    """One place where a figure is shown.

    kind: text, table or picture; target: the id of the exhibit, for text of the section; shown: the words
    that are the link, empty in a picture.
    """

    page: str
    kind: str
    target: str
    shown: str


def slug(target: str) -> str:
    """The figure that a target such as `fig-gdp-level_2025` is about, in the spelling of an HTML id."""
    return nodes.make_id(target).removeprefix(PREFIXES[0]).removeprefix(PREFIXES[1])


class Uses(EnvironmentCollector):
    """env.planbook_uses: page → the figures that it shows, in order; env.planbook_counts: page → picture →
    what was counted for its title."""

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        _known(env).pop(docname, None)
        _counts(env).pop(docname, None)

    def merge_other(
        self, app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment
    ) -> None:
        for of_env in (_known, _counts):
            of_env(env).update({name: of_env(other)[name] for name in docnames if name in of_env(other)})

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        page = app.env.docname
        pictures = [node for node in doctree.findall(nodes.figure) if node.get(COUNTS) and node["ids"]]
        _counts(app.env)[page] = {node["ids"][0]: node[COUNTS] for node in pictures}
        whole = any("report" in node["classes"] for node in doctree.findall(nodes.paragraph))
        # The page with the report's whole text uses nothing: it is where all of it comes from.
        _known(app.env)[page] = [] if whole else list(_shown(doctree, page))

    def get_updated_docs(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """The pages with rows say what the others do: they are written whenever anything was read."""
        labels = env.get_domain("std").anonlabels
        return sorted({page for label, (page, _) in labels.items() if label.startswith(PREFIXES)})


def _known(env: BuildEnvironment) -> dict[str, list[tuple[str, Use]]]:
    if not hasattr(env, "planbook_uses"):
        env.planbook_uses = {}
    return env.planbook_uses


def _counts(env: BuildEnvironment) -> dict[str, dict[str, list[str]]]:
    if not hasattr(env, "planbook_counts"):
        env.planbook_counts = {}
    return env.planbook_counts


def of(env: BuildEnvironment) -> dict[str, list[Use]]:
    """Every use of each figure, by its slug, in the order of the book."""
    found: dict[str, list[Use]] = {}
    order = [env.config.root_doc, *(page for page in env.toctree_includes.get(env.config.root_doc, ()))]
    for page in dict.fromkeys((*order, *sorted(_known(env)))):
        for name, use in _known(env).get(page, ()):
            if use not in found.setdefault(name, []):
                found[name].append(use)
    return found


def _shown(doctree: nodes.document, page: str) -> Iterator[tuple[str, Use]]:
    picture = ""
    for node in doctree.findall(nodes.Element):
        if PICTURE in node:
            picture = node["ids"][0] if node["ids"] else ""
            for id in node[PICTURE]:
                yield slug(id), Use(page, "picture", picture, "")
        elif (target := _target(node)) and "place" not in node.parent.get("classes", ()):
            kind, place = _place(node, picture)
            yield slug(target), Use(page, kind, place, node.astext())


def _target(node: nodes.Element) -> str:
    """The row that a link leads to, if it is one."""
    if isinstance(node, addnodes.pending_xref):
        target = node.get("reftarget", "")
    elif isinstance(node, nodes.reference):
        target = node.get("refid", "")
    else:
        return ""
    return target if target.startswith(PREFIXES) else ""


def _place(node: nodes.Element, picture: str) -> tuple[str, str]:
    """The exhibit around a link; a fold belongs to the picture before it."""
    section = ""
    while node is not None:
        if isinstance(node, nodes.container) and node.get("design_component") == "dropdown" and picture:
            return "picture", picture
        if isinstance(node, nodes.table) and node["ids"] and node.next_node(nodes.title):
            return "table", node["ids"][0]
        if isinstance(node, nodes.section) and not section:
            section = node["ids"][0]
        node = node.parent
    return "text", section


class FillUses(SphinxPostTransform):
    """The places left for it in the rows of the data page: links to every page and exhibit."""

    default_priority = 12

    def run(self, **kwargs: Any) -> None:
        places = [node for node in self.document.findall(nodes.inline) if "used-in" in node["classes"]]
        if not places:
            return
        uses = of(self.env)
        for place in places:
            name = next((slug(id) for id in row_ids(place)), "")
            place.children = []
            place.extend(self._links(uses.get(name, [])) or [nodes.Text(NOWHERE)])

    def _links(self, uses: list[Use]) -> list[nodes.Node]:
        """总览 图 1、表 2；产业: a page leads to its first sentence with the number, an exhibit to itself."""
        pages: dict[str, list[Use]] = {}
        for use in uses:
            pages.setdefault(use.page, []).append(use)
        made: list[nodes.Node] = []
        for page, found in pages.items():
            spoken = next((use.target for use in found if use.kind == "text"), "")
            exhibits = dict.fromkeys((use.kind, use.target) for use in found if use.kind != "text")
            made += [nodes.Text("；")] if made else []
            made.append(self._link(page, spoken, self.env.titles[page].astext()))
            for number, (kind, target) in enumerate(exhibits):
                made.append(nodes.Text("、" if number else " "))
                made.append(self._link(page, target, self._number(page, kind, target)))
        return made

    def _link(self, page: str, target: str, text: str) -> nodes.reference:
        return make_refnode(self.app.builder, self.env.docname, page, target, nodes.Text(text))

    def _number(self, page: str, kind: str, target: str) -> str:
        return caption_number(self.env, page, kind, target)


def caption_number(env: BuildEnvironment, page: str, kind: str, target: str) -> str:
    """图 2.1, as the caption of a picture or table has it; empty when it has none."""
    type_ = {"picture": "figure", "table": "table"}.get(kind, "")
    numbers = env.toc_fignumbers.get(page, {}).get(type_, {}).get(target)
    return env.config.numfig_format[type_] % ".".join(map(str, numbers)) if numbers else ""


def write_index(app: Sphinx, exception: Exception | None) -> None:
    """Event `build-finished`: `provenance.json`, the stage's index with every use of each figure."""
    stage = Path(app.srcdir, INDEX)
    if exception is not None or app.builder.name != "html" or not stage.is_file():
        return
    index = json.loads(stage.read_text(encoding="utf-8"))
    anchors = {slug(anchor): anchor for kind in ("figures", "derived") for anchor in index[kind]}
    index["pictures"], index["uses"], index["counted"] = {}, {}, _counts(app.env)
    for name, uses in of(app.env).items():
        if name not in anchors:
            continue
        index["uses"][anchors[name]] = [_told(app.env, use) for use in uses]
        for use in uses:
            if use.kind == "picture" and not use.shown:
                drawn = index["pictures"].setdefault(use.page, {}).setdefault(use.target, [])
                drawn.append(anchors[name])
    text = json.dumps(index, ensure_ascii=False, indent=1)
    Path(app.outdir, INDEX).write_text(text + "\n", encoding="utf-8")


def _told(env: BuildEnvironment, use: Use) -> dict[str, str]:
    told = {"page": use.page, "title": env.titles[use.page].astext(), "kind": use.kind, "target": use.target}
    return told | {"number": caption_number(env, *use[:3]), "shown": use.shown}


def row_ids(node: nodes.Node) -> Iterator[str]:
    """The targets of the row in which a node stands."""
    while node is not None and not isinstance(node, nodes.row):
        node = node.parent
    for inner in node.findall(nodes.Element) if node is not None else ():
        yield from (id for id in inner["ids"] if id.startswith(PREFIXES))
