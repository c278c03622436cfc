"""Sections that the data make: headings that a chapter puts out as it runs, and headings with nothing below.

`planbook.show.output.heading` puts a rubric of the class SECTION. Here each becomes a section with all that
follows it, up to the next one or to the notebook's own next heading. A notebook's heading whose cells put out
nothing goes: an edition without projects has no heading 列名项目. On screen the landing page bears the
headline of its masthead: the county and its years, where the contents say 总览.
"""

from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

SECTION = "planbook-section"
HEADLINE = "masthead-headline"
CELLS = ("cell_code", "cell_code_output")


class Sections(SphinxTransform):
    """While a page is read, before its contents are collected."""

    default_priority = 300  # after targets have been propagated (260)

    def apply(self, **kwargs: Any) -> None:
        for section in list(self.document.findall(nodes.section)):
            if any(_rubric(child) for child in section.children):
                _divide(section, self.document)
        for section in reversed(list(self.document.findall(nodes.section))):
            if isinstance(section.parent, nodes.section) and _is_empty(section):
                _remove(section, self.document)


def _divide(section: nodes.section, document: nodes.document) -> None:
    """Put what a section's cells have put out into sections of their own, one for each rubric."""
    children: list[nodes.Node] = []
    for child in section.children:
        children += _outputs(child)
    section.children = []
    current = section
    for child in children:
        rubric = _rubric(child)
        if rubric is not None:
            current = nodes.section("", nodes.title("", "", *rubric.children))
            current["ids"], current["names"] = rubric["ids"], rubric["names"]
            current.source, current.line = section.source, section.line
            document.ids.update(dict.fromkeys(current["ids"], current))
            section += current
        else:
            (section if isinstance(child, nodes.section) else current).append(child)


def _outputs(node: nodes.Node) -> list[nodes.Node]:
    """What a cell has put out, one node each; another node as it is."""
    if isinstance(node, nodes.container) and node.get("nb_element") in CELLS:
        return [output for child in node.children for output in _outputs(child)]
    return [node]


def _rubric(node: nodes.Node) -> nodes.rubric | None:
    """The heading in what a cell has put out; what stands in a section of its own belongs to that one."""
    if isinstance(node, nodes.section):
        return None
    rubrics = (one for one in node.findall(nodes.rubric) if SECTION in one["classes"])
    return next(rubrics, None)


def _is_empty(section: nodes.section) -> bool:
    """Whether nothing stands below a heading: cells that put out nothing, targets and comments do not
    count."""
    for node in section.findall(lambda one: isinstance(one, nodes.Text) or not one.children):
        above = node
        while above is not section and not isinstance(above, nodes.title | nodes.comment):
            if above.get("nb_element") == "cell_code_source" if isinstance(above, nodes.container) else False:
                break
            above = above.parent
        if above is section and not isinstance(node, nodes.target | nodes.container | nodes.system_message):
            return False
    return True


def _remove(section: nodes.section, document: nodes.document) -> None:
    """Take a section out, with the targets in front of it and every name by which it could be reached."""
    at = section.parent.index(section)
    while (
        at
        and isinstance(before := section.parent[at - 1], nodes.target)
        and before.get("refid") in section["ids"]
    ):
        section.parent.remove(before)
        at -= 1
    for name in [name for name, id in document.nameids.items() if id in section["ids"]]:
        del document.nameids[name], document.nametypes[name]
    for id in section["ids"]:
        document.ids.pop(id, None)
    section.parent.remove(section)


class Headline(SphinxPostTransform):
    """The first line of the masthead becomes the title of its page, where pages are written."""

    default_priority = 11  # after the cells are unwrapped
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        line = next((one for one in self.document.findall(nodes.inline) if HEADLINE in one["classes"]), None)
        title = self.document.next_node(nodes.title)
        if line is None or title is None:
            return
        item = line.parent
        while not isinstance(item, nodes.list_item):
            item = item.parent
        title.children = []
        title.extend(line.children)
        item.parent.remove(item)
