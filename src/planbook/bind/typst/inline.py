"""What stands in a line: text, stress, targets, references, footnotes."""

from docutils import nodes

from planbook.bind.typst.literal import joined, quote
from planbook.bind.typst.walk import Walk

HTTP = ("http://", "https://", "mailto:")


# Classes of words that the template sets in their own way.
WORDS = {"figure-id": "figure-id", "preliminary": "muted-words", "none": "muted-words"}


class Inline(Walk):
    """The part of the translator that writes lines."""

    footnotes: dict[str, nodes.footnote]
    told: set[str]

    def on_Text(self, node: nodes.Text) -> str:
        text = node.astext()
        if "\n" in text:
            text = joined(text, _last(_beside(node, -1)), _first(_beside(node, +1)))
        return self.say(text, node)

    def on_inline(self, node: nodes.inline) -> str:
        inner = self.marks(node) + self.inside(node)
        kind = next((WORDS[name] for name in node.get("classes", ()) if name in WORDS), "")
        return f"#{kind}[{inner}]" if kind and inner else inner

    def on_strong(self, node: nodes.strong) -> str:
        return f"#strong[{self.marks(node)}{self.inside(node)}]"

    def on_emphasis(self, node: nodes.emphasis) -> str:
        return f"#emph[{self.marks(node)}{self.inside(node)}]"

    def on_literal(self, node: nodes.literal) -> str:
        return f"#code[{self.marks(node)}{self.inside(node)}]"

    def on_superscript(self, node: nodes.superscript) -> str:
        return f"#super[{self.inside(node)}]"

    def on_subscript(self, node: nodes.subscript) -> str:
        return f"#sub[{self.inside(node)}]"

    def on_footnote_reference(self, node: nodes.footnote_reference) -> str:
        note = self.footnotes.get(node.get("refid", ""))
        if note is None:
            self.fault(node, f"the footnote {node.astext()} is not there")
            return ""
        label = quote(f"{self.docname}#note-{node['refid']}")
        if node["refid"] in self.told:
            return f"#footnote(label({label}));"
        self.told.add(node["refid"])
        said = [child for child in note.children if not isinstance(child, nodes.label)]
        inner = "".join(self.inside(c) if isinstance(c, nodes.paragraph) else self.write(c) for c in said)
        return f"#footnote[{inner}]#label({label});"

    def on_target(self, node: nodes.target) -> str:
        if refid := node.get("refid"):
            return self.anchor(self.docname, refid)
        return self.marks(node) + self.inside(node)

    def on_reference(self, node: nodes.reference) -> str:
        inner = self.marks(node) + self.inside(node)
        uri = node.get("refuri", "")
        if uri.startswith(HTTP):
            return f"#out({quote(uri)})[{inner}]"
        if label := self.target(node):
            number = label.partition("#")[2].startswith(("fig-", "der-"))
            return f"#{'figure-link' if number else 'xref'}({quote(label)})[{inner}]"
        return inner  # a file beside the pages on screen: on paper it is its name

    on_number_reference = on_reference

    def target(self, node: nodes.reference) -> str:
        """The label that a reference leads to inside the book; nothing when it leads out of it."""
        uri = node.get("refuri", "")
        if not uri.startswith("%") and "refid" not in node:
            return ""
        docname, _, target = uri.removeprefix("%").partition("#")
        label = f"{docname or self.docname}#{node.get('refid', target)}"
        self.wanted.setdefault(label, self.place(node))
        return label


def _beside(node: nodes.Node, step: int) -> str:
    """The text of the neighbour of a node in its paragraph."""
    siblings = node.parent.children
    at = next(i for i, sibling in enumerate(siblings) if sibling is node) + step
    return siblings[at].astext() if 0 <= at < len(siblings) else ""


def _first(text: str) -> str:
    return text[:1]


def _last(text: str) -> str:
    return text[-1:]
