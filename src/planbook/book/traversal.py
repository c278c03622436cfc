"""docutils' walk over a document tree, without a generator for each node.

A page of a thousand rows has thirty thousand nodes, ten deep, and Sphinx's transforms ask for some of them a
hundred times a page: a third of what binding takes is that walk. The order is docutils' own, and what is
changed on the way is seen, or not, as there.
"""

from collections.abc import Callable, Iterator
from typing import Any

from docutils import nodes

_docutils: Callable[..., Iterator[Any]] = nodes.Node.findall


def install() -> None:
    """Have every tree of this process walked so; once more does no harm."""
    nodes.Node.findall = findall


def findall(
    self: nodes.Node,
    condition: type | Callable[[nodes.Node], Any] | None = None,
    include_self: bool = True,
    descend: bool = True,
    siblings: bool = False,
    ascend: bool = False,
) -> Iterator[Any]:
    """As `nodes.Node.findall`."""
    if siblings or ascend or not descend:
        return _docutils(self, condition, include_self, descend, siblings, ascend)
    if isinstance(condition, type):
        return _of_class(self, condition, include_self)
    return _that(self, condition or _any, include_self)


def _any(node: nodes.Node) -> bool:
    return True


def _of_class(top: nodes.Node, wanted: type, include_top: bool) -> Iterator[nodes.Node]:
    if include_top and isinstance(top, wanted):
        yield top
    walks = [iter(top.children)]
    while walks:
        for node in walks[-1]:
            if isinstance(node, wanted):
                yield node
            if node.children:
                walks.append(iter(node.children))
                break
        else:
            walks.pop()


def _that(top: nodes.Node, is_wanted: Callable[[nodes.Node], Any], include_top: bool) -> Iterator[nodes.Node]:
    if include_top and is_wanted(top):
        yield top
    walks = [iter(top.children)]
    while walks:
        for node in walks[-1]:
            if is_wanted(node):
                yield node
            if node.children:
                walks.append(iter(node.children))
                break
        else:
            walks.pop()
