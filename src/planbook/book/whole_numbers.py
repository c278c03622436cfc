"""Numbers that no line may tear: a number stays with its unit, its hedge and its star.

A number that links to its row is one element already, and the style sheet keeps it on one line. Here the
same is done for those that stand in words: notes, formulas, names, captions, dates.
"""

import re
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from planbook.book.ledger import INDEX, PREFIXES
from planbook.book.page_text import WHOLE
from planbook.book.tables import index

FREE = "free"  # the class of a number that may be broken all the same
LONGEST = 14  # characters that may need one line for themselves on a phone
COUNTERS = ("年", "月", "日", "段", "项", "个", "处", "组", "条", "行", "页", "次", "倍", "年度")
_WRITTEN = (nodes.literal, nodes.raw, nodes.math)


class WholeNumbers(SphinxPostTransform):
    """On the page, before it is written; other formats have their own way."""

    default_priority = 25  # before cells take the classes of what they hold
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        number = pattern(tuple(index(Path(self.env.srcdir, INDEX)).get("units", ())))
        for node in self.document.findall(nodes.inline):
            if "counted" in node["classes"]:
                _take_counter(number, node)
        for text in list(self.document.findall(nodes.Text)):
            if number.search(text) and not _is_kept(text):
                at, parent = text.parent.index(text), text.parent
                parent[at : at + 1] = _pieces(number, str(text))
        for node in self.document.findall(_is_number):
            if len(node.astext()) > LONGEST:
                node["classes"].append(FREE)


_patterns: dict[tuple[str, ...], re.Pattern[str]] = {}


def pattern(units: tuple[str, ...]) -> re.Pattern[str]:
    """A number with what belongs to it: hedge, sign, unit, hedge, star; a date; 第1段."""
    if units not in _patterns:
        longest = sorted({*units, *COUNTERS, "个百分点"}, key=lambda unit: (-len(unit), unit))
        unit = "|".join(map(re.escape, longest))
        _patterns[units] = re.compile(
            r"\d{4}年\d{1,2}月(?:\d{1,2}日)?"
            r"|第\d+[段项条]"
            rf"|(?:约|超|近|不到|不足|不少于|≥|≤)?[+−-]?\d[\d,]*(?:\.\d+)?[余多]?(?:{unit})"
            r"(?:以上|以下|以内|左右)?(?:）?\*)?"
            r"|[+−-]?\d[\d,]*(?:\.\d+)?\*"
        )
    return _patterns[units]


def _take_counter(number: re.Pattern[str], node: nodes.inline) -> None:
    """Take the measure word that stands behind a count into its element."""
    after = node.next_node(descend=False, siblings=True)
    count = node.astext()
    if (
        isinstance(after, nodes.Text)
        and (found := number.match(count + after))
        and len(found[0]) > len(count)
    ):
        node += nodes.Text(found[0][len(count) :])
        after.parent.replace(after, nodes.Text((count + after)[found.end() :]))


def _pieces(number: re.Pattern[str], text: str) -> list[nodes.Node]:
    made: list[nodes.Node] = []
    at = 0
    for match in number.finditer(text):
        if match.start() > at:
            made.append(nodes.Text(text[at : match.start()]))
        made.append(nodes.inline("", match[0], classes=[WHOLE]))
        at = match.end()
    return [*made, nodes.Text(text[at:])] if at < len(text) else made


def _is_kept(text: nodes.Text) -> bool:
    """Whether it is in something that stays on one line, or is no running text."""
    node = text.parent
    while node is not None and not isinstance(node, nodes.document):
        if isinstance(node, _WRITTEN) or (_is_number(node) and len(node.astext()) <= LONGEST):
            return True
        if isinstance(node, nodes.entry):
            return "text-right" in node["classes"]  # a column of numbers
        node = node.parent
    return False


def _is_number(node: nodes.Node) -> bool:
    """Whether this is a number with an element of its own: a link to its row, a count, a result."""
    if isinstance(node, nodes.reference):
        row = node.get("refid") or node.get("refuri", "").partition("#")[2]
        return str(row).startswith(PREFIXES)
    return isinstance(node, nodes.inline) and bool({"computed", "counted", WHOLE} & set(node["classes"]))
