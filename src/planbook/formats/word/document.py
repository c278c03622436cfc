"""The document as such: cover, contents, properties in the template's styles; XML that python-docx lacks.

`template.docx` holds styles, pages, and what stands over and under them, `gb9704.docx` those of an official
document; tools/word_template.py makes both.
"""

import datetime
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from planbook.formats.cover import Cover
from planbook.formats.tree.builder import ORDER as CHINESE
from planbook.formats.tree.walk import KeyNumber

TEMPLATE = Path(__file__).with_name("template.docx")
MEASURE = Mm(210 - 2 * 25)  # between the template's margins
CONTENTS, COLOPHON = "目录", "关于本书"
CHAPTER, APPENDIX, OFFICIAL = "20", "21", "22"  # numberings of the templates


class Document:
    """A .docx in the making: `body` is where paragraphs and tables go."""

    def __init__(self, cover: Cover, numbers: Iterable[KeyNumber] = (), style: str = "") -> None:
        """numbers: the key numbers of the cover; style: "" or gb9704, which has no cover and no contents."""
        self.official = bool(style)
        self.body: Any = docx.Document(str(TEMPLATE.with_stem(style) if style else TEMPLATE))
        self.measure = Mm(210 - 28 - 26) if style else MEASURE
        self.cell_size = 10.5 if style else 9.0  # pt, as in the style Table Text
        self.style_ids = {style.name: style.style_id for style in self.body.styles}
        self._cover = cover
        self._bookmarks = 0
        self._counted = {CHAPTER: 0, APPENDIX: 0}
        self._sections = OFFICIAL  # the numbering of the sections of this chapter
        self._headings: list[tuple[int, str, str]] = []
        self._set_properties(cover)
        if style:
            self.body.add_paragraph(cover.title, "Title")
            self.body.add_paragraph(cover.subtitle, "Subtitle")
        else:
            self._write_cover(cover, numbers)
            self._contents = self.body.add_paragraph(CONTENTS, "Contents Title")

    def heading(self, level: int, text: str, number: str = "") -> Paragraph:
        """A heading without its words; levels 1 and 2 go into the contents. Its number is Word's own where it
        can be, else it is written down."""
        made: Paragraph = self.body.add_paragraph(style=f"Heading {min(level, 4)}")
        if not (self._headings or self.official):
            made.paragraph_format.page_break_before = True  # behind the contents
        if level <= 2 and not self.official:
            name = f"_Toc{len(self._headings) + 1:05d}"
            self.bookmark(made, name)
            self._headings.append((level, f"{number}\u2002{text}" if number else text, name))
        if not self._count(made, level, number) and number:
            made.add_run(f"{number}\u2002")
        return made

    def _count(self, heading: Paragraph, level: int, number: str) -> bool:
        """Have Word count a heading; False where its number is not the next one."""
        if level == 1:
            for numbering, names in ((CHAPTER, str), (APPENDIX, lambda n: f"附录{CHINESE[n - 1 : n]}")):
                if number and number == names(self._counted[numbering] + 1):
                    self._counted[numbering] += 1
                    official = self.official and numbering == CHAPTER
                    self._sections = OFFICIAL if official else self._fresh()
                    _number(heading, OFFICIAL if official else numbering, 0)
                    return True
            self._sections = self._fresh()
        elif self.official and level <= 3:
            _number(heading, self._sections, level - 1)
            return True
        return False

    def _fresh(self) -> str:
        """A numbering of sections that begins anew: Word restarts it only behind a chapter that it counts."""
        if not self.official:
            return OFFICIAL
        numbering = self.body.part.numbering_part.element
        number = str(100 + len(numbering.findall(qn("w:num"))))
        starts = [
            element("w:lvlOverride", element("w:startOverride", val="1"), ilvl=str(level)) for level in (1, 2)
        ]
        made = element("w:num", element("w:abstractNumId", val=OFFICIAL), *starts, numId=number)
        numbering.append(made)
        return number

    def bookmark(self, paragraph: Paragraph, name: str) -> None:
        """A place that links can lead to, at the end of what the paragraph holds so far."""
        self._bookmarks += 1
        number = str(self._bookmarks)
        paragraph._p.append(element("w:bookmarkStart", id=number, name=name))
        paragraph._p.append(element("w:bookmarkEnd", id=number))

    def save(self, out: Path) -> None:
        """Write the finished document."""
        if not self.official:
            self._write_contents()
        self._write_colophon()
        self.body.save(str(out))

    def _set_properties(self, cover: Cover) -> None:
        core, day = self.body.core_properties, cover.built or datetime.date(1980, 1, 1)
        core.title, core.subject = cover.title, cover.subtitle
        core.author = core.last_modified_by = cover.author
        core.keywords = "；".join(cover.keywords)[:255]
        core.created = core.modified = datetime.datetime(day.year, day.month, day.day)  # noqa: DTZ001

    def _write_cover(self, cover: Cover, numbers: Iterable[KeyNumber]) -> None:
        """On the template's first page, before the paragraph that ends it, and over all others."""
        end = self.body.paragraphs[0]
        end.insert_paragraph_before(cover.title, "Title")
        if cover.subtitle:
            end.insert_paragraph_before(cover.subtitle, "Subtitle")
        for one in numbers:
            made = end.insert_paragraph_before(style="Fact")
            made.add_run(one.label, "Muted")
            made.add_run(f"\t{one.value}").bold = True
            made.add_run(f"（{one.note}）" if one.note else "")
        if any(numbers):
            end.insert_paragraph_before(style="Fact")
        self._pairs(cover.facts, lambda: end.insert_paragraph_before(style="Fact"))
        self.body.sections[-1].header.paragraphs[0].add_run(cover.title)

    def _write_colophon(self) -> None:
        """At the end: with what the book was made; an official document says there, too, what it is of."""
        pairs = (*(self._cover.facts if self.official else ()), *self._cover.parameters)
        if pairs:
            self.body.add_paragraph(COLOPHON, "Fold")
            self._pairs(
                pairs, lambda: self.body.add_paragraph(style="Fact" if self.official else "Parameter")
            )

    def _pairs(self, pairs: Iterable[tuple[str, str]], start: Callable[[], Paragraph]) -> None:
        for name, value in pairs:
            made = start()
            made.add_run(f"{name}：" if self.official else name, "Muted")
            made.add_run(value if self.official else f"\t{value}")

    def _write_contents(self) -> None:
        """The contents as a field that Word makes anew, with page numbers, when it opens the document; what
        does not knows the headings, each a link."""
        here = self._contents._p
        for at, (level, text, name) in enumerate(self._headings):
            entry = self.body.add_paragraph(style=f"TOC {level}")._p
            link = hyperlink(anchor=name)
            link.append(run(text))
            entry.extend(_opened(r'TOC \o "1-2" \h \z \u', dirty=True) if at == 0 else [])
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


def _opened(instruction: str, dirty: bool = False) -> list[Any]:
    begin = element("w:r", element("w:fldChar", fldCharType="begin", **({"dirty": "true"} if dirty else {})))
    return [begin, element("w:r", _text("w:instrText", f" {instruction} ")), _mark("separate")]


def _number(heading: Paragraph, numbering: str, level: int) -> None:
    properties = heading._p.get_or_add_pPr()
    number = element("w:numPr", element("w:ilvl", val=str(level)), element("w:numId", val=numbering))
    properties.append(number)


def _mark(kind: str) -> Any:
    return element("w:r", element("w:fldChar", fldCharType=kind))


def _text(name: str, text: str) -> Any:
    made = OxmlElement(name)
    made.set(qn("xml:space"), "preserve")
    made.text = text
    return made
