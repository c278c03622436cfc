"""What stands in blocks: sections, paragraphs, lists, quotations, boxes."""

from docutils import nodes
from sphinx.locale import admonitionlabels

from planbook.bind.typst.exhibits import Exhibits, is_unit, told_by_table
from planbook.bind.typst.literal import clean, quote

# Classes of paragraphs that the template sets in their own way, under the same name.
PARAGRAPHS = ("table-note", "table-unit", "lead", "quiet", "source")
STRONG = ("attention", "caution", "danger", "error", "important", "warning")


class Blocks(Exhibits):
    """The part of the translator that writes blocks."""

    def on_section(self, node: nodes.section) -> str:
        self.level += 1
        inner = self.inside(node)
        self.level -= 1
        return inner

    def on_title(self, node: nodes.title) -> str:
        self.picture = None  # what folds below another heading hold is not about it
        section = node.parent
        if not isinstance(section, nodes.section):
            return f"\n#rubric[{self.marks(node)}{self.inside(node)}]\n"
        number = self._section_number(section)
        opening = "\n#chapter-page()" if self.level == 1 else ""
        heading = f"\n#title-{min(self.level, 4)}({quote(number)})[{self.inside(node)}]"
        top = "" if isinstance(section.parent, nodes.section) else self.anchor(self.docname, "")
        return f"{opening}{heading}\n{top}{self.marks(section)}{self.marks(node)}\n\n"

    def _section_number(self, section: nodes.section) -> str:
        """The section's number on screen, or nothing."""
        known = self.env.toc_secnumbers.get(self.docname, {})
        own = [f"#{target}" for target in section["ids"]] + ([""] if self.level == 1 else [])
        number = next((".".join(map(str, known[key])) for key in own if known.get(key)), "")
        return number or (self.prefix if self.level == 1 else "")

    def on_rubric(self, node: nodes.rubric) -> str:
        return f"\n#rubric[{self.marks(node)}{self.inside(node)}]\n"

    def on_transition(self, node: nodes.transition) -> str:
        # myst-parser puts one before the footnotes, which on paper stand at the foot of the page
        return "" if "footnotes" in node.get("classes", ()) else "\n#transition()\n"

    # Blocks

    def on_paragraph(self, node: nodes.paragraph) -> str:
        if told_by_table(node):
            return ""
        inner = self.marks(node) + self.inside(node)
        kind = next(
            (name for name in PARAGRAPHS if name in node.get("classes", ())),
            "table-unit" if is_unit(node) else "",
        )
        return f"\n#{kind}[{inner}]\n" if kind else f"\n\n{inner}#end-mark();\n\n"

    def on_compact_paragraph(self, node: nodes.Element) -> str:
        return self.on_paragraph(node)

    def on_block_quote(self, node: nodes.block_quote) -> str:
        return f"\n#quote(block: true)[{self.marks(node)}{self.inside(node)}]\n"

    def on_attribution(self, node: nodes.attribution) -> str:
        return f"\n#align(right)[{self.inside(node)}]\n"

    def on_literal_block(self, node: nodes.literal_block) -> str:
        if isinstance(node.parent, nodes.container) and node.parent.get("nb_element") == "cell_code_source":
            return ""  # code is for whoever reads the notebooks
        text = node.astext()
        self.coverage.note(clean(text), self.place(node))
        return f"\n#listing({quote(text)})\n"

    def on_line_block(self, node: nodes.line_block) -> str:
        return "\n\n" + " #linebreak();".join(self.inside(line) for line in node.children) + "\n\n"

    def on_bullet_list(self, node: nodes.bullet_list) -> str:
        known = {
            "key-numbers": self.key_numbers,
            "chapter-cards": self.chapter_cards,
            "masthead": self.masthead,
        }
        for name in node.get("classes", ()):
            if name in known:
                return known[name](node)
        return f"\n#list(\n{self._items(node)})\n"

    def on_enumerated_list(self, node: nodes.enumerated_list) -> str:
        return f"\n#enum(start: {int(node.get('start', 1))},\n{self._items(node)})\n"

    def _items(self, node: nodes.Element) -> str:
        return "".join(f"[{self.body(item)}#end-mark();],\n" for item in node.children)

    def on_definition_list(self, node: nodes.definition_list) -> str:
        items = []
        for item in node.children:
            terms = [child for child in item.children if isinstance(child, nodes.term)]
            rest = [child for child in item.children if isinstance(child, nodes.definition)]
            term = "、".join(self.marks(child) + self.inside(child) for child in terms)
            items.append(f"terms.item[{term}][{''.join(map(self.body, rest))}],\n")
        return f"\n#terms(\n{''.join(items)})\n"

    def on_field_list(self, node: nodes.field_list) -> str:
        items = (f"terms.item[{self.inside(f[0])}][{self.body(f[1])}],\n" for f in node.children)
        return f"\n#terms(\n{''.join(items)})\n"

    def on_admonition(self, node: nodes.Element) -> str:
        name = type(node).__name__
        if isinstance(node[0], nodes.title) if node.children else False:
            title, rest = self.inside(node[0]), node.children[1:]
        else:
            title, rest = self.say(str(admonitionlabels.get(name, "")), node), node.children
        kind = "warning" if name in STRONG or "warning" in node.get("classes", ()) else "note"
        return f'\n#admonition("{kind}", [{title}])[{self.marks(node)}{"".join(map(self.write, rest))}]\n'

    on_topic = on_sidebar = on_attention = on_caution = on_danger = on_error = on_hint = on_admonition
    on_important = on_note = on_seealso = on_tip = on_warning = on_admonition
