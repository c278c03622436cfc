"""The document as such: cover, contents, properties in the template's styles; XML that python-docx lacks.

`template.docx` holds styles, pages, and what stands over and under them; tools/word_template.py makes it.
"""

import datetime
from pathlib import Path
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from planbook.formats.cover import Cover

TEMPLATE = Path(__file__).with_name("template.docx")
MEASURE = Mm(210 - 2 * 25)  # between the template's margins
CONTENTS = "目录"


class Document:
    """A .docx in the making: `body` is where paragraphs and tables go."""

    def __init__(self, cover: Cover) -> None:
        self.body: Any = docx.Document(str(TEMPLATE))
        self.style_ids = {style.name: style.style_id for style in self.body.styles}
        self._bookmarks = 0
        self._headings: list[tuple[int, str, str]] = []
        self._set_properties(cover)
        self._write_cover(cover)
        self._contents = self.body.add_paragraph(CONTENTS, "Contents Title")

    def heading(self, level: int, text: str) -> Paragraph:
        """A heading; level 1 begins a page and goes, like level 2, into the contents."""
        made: Paragraph = self.body.add_paragraph(style=f"Heading {min(level, 4)}")
        if level <= 2:
            name = f"_Toc{len(self._headings) + 1:05d}"
            self.bookmark(made, name)
            self._headings.append((level, text, name))
        return made

    def bookmark(self, paragraph: Paragraph, name: str) -> None:
        """A place that links can lead to, at the end of what the paragraph holds so far."""
        self._bookmarks += 1
        number = str(self._bookmarks)
        paragraph._p.append(element("w:bookmarkStart", id=number, name=name))
        paragraph._p.append(element("w:bookmarkEnd", id=number))

    def save(self, out: Path) -> None:
        """Write the finished document."""
        self._write_contents()
        self.body.save(str(out))

    def _set_properties(self, cover: Cover) -> None:
        core, day = self.body.core_properties, cover.built or datetime.date(1980, 1, 1)
        core.title, core.subject = cover.title, cover.subtitle
        core.author = core.last_modified_by = cover.author
        core.created = core.modified = datetime.datetime(day.year, day.month, day.day)  # noqa: DTZ001

    def _write_cover(self, cover: Cover) -> None:
        """On the template's first page, before the paragraph that ends it, and over all others."""
        end = self.body.paragraphs[0]
        end.insert_paragraph_before(cover.title, "Title")
        if cover.subtitle:
            end.insert_paragraph_before(cover.subtitle, "Subtitle")
        for style, pairs in (("Fact", cover.facts), ("Parameter", cover.parameters)):
            for name, value in pairs:
                made = end.insert_paragraph_before(style=style)
                made.add_run(name, "Muted")
                made.add_run(f"\t{value}")
        self.body.sections[-1].header.paragraphs[0].add_run(cover.title)

    def _write_contents(self) -> None:
        """The contents as a field: entries now, page numbers when Word opens the document."""
        here = self._contents._p
        for at, (level, text, name) in enumerate(self._headings):
            entry = self.body.add_paragraph(style=f"TOC {level}")._p
            link = hyperlink(anchor=name)
            link.extend((run(text), element("w:r", element("w:tab")), *field(rf"PAGEREF {name} \h")))
            entry.extend(_opened(r'TOC \o "1-2" \h \z \u') if at == 0 else [])
            entry.append(link)
            here.addnext(entry)
            here = entry
        if self._headings:
            here.append(_mark("end"))


# ---- elements


def element(tag: str, /, *children: Any, **attributes: str) -> Any:
    made = OxmlElement(tag)
    made.extend(children)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def hyperlink(anchor: str = "", tooltip: str = "", relation: str = "") -> Any:
    """A link to a bookmark, or to the address of a relation; runs are put into it."""
    link = OxmlElement("w:hyperlink")
    if relation:
        link.set(qn("r:id"), relation)
    if anchor:
        link.set(qn("w:anchor"), anchor)
    if tooltip:
        link.set(qn("w:tooltip"), tooltip[:250])  # Word refuses longer ones
    link.set(qn("w:history"), "1")
    return link


def field(instruction: str, shown: str = "") -> list[Any]:
    """A field that Word computes, with what is shown until then."""
    return [*_opened(instruction), *([run(shown)] if shown else []), _mark("end")]


def run(text: str) -> Any:
    return element("w:r", _text("w:t", text))


def _opened(instruction: str) -> list[Any]:
    return [_mark("begin"), element("w:r", _text("w:instrText", f" {instruction} ")), _mark("separate")]


def _mark(kind: str) -> Any:
    return element("w:r", element("w:fldChar", fldCharType=kind))


def _text(name: str, text: str) -> Any:
    made = OxmlElement(name)
    made.set(qn("xml:space"), "preserve")
    made.text = text
    return made
