"""planbook.book.traversal: trees are walked as docutils walks them."""

import random

import pytest
from docutils import nodes

from planbook.book import traversal

CONDITIONS = [None, nodes.Text, nodes.inline, lambda node: len(node.children) > 1]


def tree(seed: int, depth: int = 6) -> nodes.Element:
    """A tree of chance, with leaves at every depth."""
    chance = random.Random(seed)

    def grow(left: int) -> nodes.Node:
        if not left or chance.random() < 0.2:
            return nodes.Text(f"{chance.random()}")
        made = chance.choice((nodes.paragraph, nodes.inline, nodes.section))()
        made.extend(grow(left - 1) for _ in range(chance.randrange(4)))
        return made

    return nodes.container("", *(grow(depth) for _ in range(5)))


@pytest.mark.parametrize("condition", CONDITIONS)
@pytest.mark.parametrize("more", [{}, {"include_self": False}, {"descend": False}, {"siblings": True}])
def test_the_same_nodes_in_the_same_order(condition, more):
    """From the top and from the middle."""
    for seed in range(5):
        for top in (grown := tree(seed), grown[0]):
            theirs, ours = (
                list(walk(top, condition, **more)) for walk in (traversal._docutils, traversal.findall)
            )
            assert [*map(id, ours)] == [*map(id, theirs)]


@pytest.mark.parametrize("condition", CONDITIONS)
@pytest.mark.parametrize("change", ["adds", "removes", "replaces"])
def test_what_is_changed_on_the_way(condition, change):
    """docutils calls the result undefined; transforms rely on it all the same."""

    def walked(walk) -> list[str]:
        seen, top = [], tree(7)
        for number, node in enumerate(walk(top, condition)):
            seen.append(type(node).__name__ + str(node))
            if number % 5 == 2 and isinstance(node, nodes.Element):
                if change == "adds":
                    node.append(nodes.inline("", "new"))
                elif change == "removes" and node.parent:
                    node.parent.remove(node)
                elif node.children:
                    node.children = [nodes.inline("", "new")]
        return seen

    assert walked(traversal.findall) == walked(traversal._docutils)
