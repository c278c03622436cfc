"""The document as such: page, styles, cover, contents, header, footer; the XML that python-docx lacks."""

import datetime
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from planbook.bind.cover import Cover

INK, MUTED, BLUE = "222222", "595959", "12436D"
MARGIN = Mm(25)
MEASURE = Mm(210 - 2 * 25)
LANGUAGE = "zh-CN"
# What Word on Windows and macOS and WPS have; the names are asked for, the fonts are not in the file.
BODY, HEADING, LATIN = "宋体", "黑体", "Times New Roman"
CONTENTS = "目录"

# name → (based on, size, bold, colour, space before, space after, keep with next)
STYLES: dict[str, tuple[str, float, bool, str, float, float, bool]] = {
    "Lead": ("Normal", 12.5, False, BLUE, 4, 10, False),
    "Source": ("Normal", 9, False, MUTED, 6, 6, False),
    "Quiet": ("Normal", 10.5, False, MUTED, 0, 6, False),
    "Table Text": ("Normal", 9, False, INK, 1.5, 1.5, False),
    "Table Head": ("Table Text", 9, True, INK, 1.5, 1.5, True),
    "Table Note": ("Normal", 8.5, False, MUTED, 2, 2, False),
    "Table Unit": ("Normal", 8.5, False, MUTED, 4, 2, True),
    "Fold": ("Normal", 9.5, True, MUTED, 4, 2, True),
    "Picture": ("Normal", 10.5, False, INK, 6, 2, True),
    "Box": ("Normal", 10, False, INK, 3, 3, False),
    "Fact": ("Normal", 11, False, INK, 2, 2, False),
    "Parameter": ("Normal", 8.5, False, INK, 0, 0, False),
    "TOC 1": ("Normal", 11, False, INK, 4, 1, False),
    "TOC 2": ("Normal", 10, False, MUTED, 0, 0, False),
    "Contents Title": ("Normal", 18, True, INK, 0, 12, True),
}
HEADINGS = {1: (20, 0, 12), 2: (15, 18, 8), 3: (12.5, 12, 6), 4: (11, 10, 4)}  # size, before, after


class Document:
    """A .docx in the making: `body` is where paragraphs and tables go."""

    def __init__(self, cover: Cover) -> None:
        self.body: Any = docx.Document()
        self._bookmarks = 0
        self._set_properties(cover)
        self._set_page()
        self._set_styles()
        self.style_ids = {style.name: style.style_id for style in self.body.styles}
        self._write_cover(cover)
        self._contents_at = self.body.add_paragraph(CONTENTS, "Contents Title")
        self._headings: list[tuple[int, str, str]] = []
        self._set_furniture(cover.title)

    def heading(self, level: int, text: str) -> Paragraph:
        """A heading; level 1 begins a page and goes, like level 2, into the contents."""
        made = self.body.add_paragraph(style=f"Heading {min(level, 4)}")
        if level <= 2:
            name = f"_Toc{len(self._headings) + 1:05d}"
            self.bookmark(made, name)
            self._headings.append((level, text, name))
        return made

    def bookmark(self, paragraph: Paragraph, name: str) -> None:
        """A place that links can lead to, at the end of what the paragraph holds so far."""
        self._bookmarks += 1
        for kind in ("w:bookmarkStart", "w:bookmarkEnd"):
            mark = OxmlElement(kind)
            mark.set(qn("w:id"), str(self._bookmarks))
            if kind == "w:bookmarkStart":
                mark.set(qn("w:name"), name)
            paragraph._p.append(mark)

    def save(self, out: Path) -> None:
        """Write the finished document."""
        self._write_contents()
        self.body.save(str(out))

    # ---- what holds for the whole document

    def _set_properties(self, cover: Cover) -> None:
        told, day = self.body.core_properties, cover.built or datetime.date(1980, 1, 1)
        moment = datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC)
        told.title, told.subject, told.author = cover.title, cover.subtitle, cover.author
        told.language, told.comments, told.keywords = LANGUAGE, "", ""
        told.created = told.modified = moment.replace(tzinfo=None)
        told.last_modified_by, told.revision = cover.author, 1
        settings = self.body.settings.element
        # the contents get their page numbers when the document is opened
        settings.find(qn("w:compat")).addprevious(element("w:updateFields", val="true"))
        for fonts in settings.findall(qn("w:themeFontLang")):
            fonts.set(qn("w:eastAsia"), LANGUAGE)

    def _set_page(self) -> None:
        page = self.body.sections[0]
        page.page_width, page.page_height = Mm(210), Mm(297)
        page.left_margin = page.right_margin = MARGIN
        page.top_margin, page.bottom_margin = Mm(25), Mm(22)

    def _set_styles(self) -> None:
        styles = self.body.styles
        language = styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
        language.set(qn("w:eastAsia"), LANGUAGE)
        _set_font(styles["Normal"], 10.5, False, INK, BODY)
        normal = styles["Normal"].paragraph_format
        normal.space_after, normal.line_spacing, normal.widow_control = Pt(6), 1.35, True
        for level, (size, before, after) in HEADINGS.items():
            style = styles[f"Heading {level}"]
            _set_font(style, size, True, BLUE if level == 1 else INK, HEADING)
            form = style.paragraph_format
            form.space_before, form.space_after = Pt(before), Pt(after)
            form.keep_with_next, form.page_break_before = True, level == 1
        for name, (base, size, bold, colour, before, after, keep) in STYLES.items():
            style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = styles[base]
            _set_font(style, size, bold, colour, HEADING if bold else BODY)
            form = style.paragraph_format
            form.space_before, form.space_after, form.keep_with_next = Pt(before), Pt(after), keep
        for name in ("Table Text", "Table Head", "Table Note", "Table Unit", "TOC 2"):
            styles[name].paragraph_format.line_spacing = 1.1
        for name in ("Table Text", "Table Head"):  # exact: digits and characters stand on one line
            styles[name].paragraph_format.line_spacing = Pt(13.5)
        styles["Table Unit"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        for name, indent in (("TOC 1", 0), ("TOC 2", 18)):
            form = styles[name].paragraph_format
            form.left_indent = Pt(indent)
            form.tab_stops.add_tab_stop(MEASURE, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        styles["Box"].paragraph_format.left_indent = Pt(10)
        for name, size in (("Title", 30), ("Subtitle", 16), ("Caption", 9.5)):
            _set_font(styles[name], size, name != "Subtitle", INK, HEADING)
        for border in styles["Title"].element.findall(f".//{qn('w:pBdr')}"):
            border.getparent().remove(border)
        styles["Caption"].paragraph_format.tab_stops.add_tab_stop(MEASURE, WD_TAB_ALIGNMENT.RIGHT)
        styles["Caption"].paragraph_format.space_before = Pt(6)
        styles["Caption"].paragraph_format.space_after = Pt(6)
        styles.element.append(_three_rules())

    def _write_cover(self, cover: Cover) -> None:
        opening = self.body.add_paragraph(cover.title, "Title")
        opening.paragraph_format.space_before = Mm(50)
        if cover.subtitle:
            self.body.add_paragraph(cover.subtitle, "Subtitle").paragraph_format.space_after = Mm(25)
        for name, value in cover.facts:
            self._fact("Fact", Mm(45), name, value)
        for at, (name, value) in enumerate(cover.parameters):
            made = self._fact("Parameter", Mm(115), name, value)
            made.paragraph_format.space_before = Pt(0 if at else 24)
        self.body.add_section(WD_SECTION.NEW_PAGE)

    def _fact(self, style: str, at: Length, name: str, value: str) -> Paragraph:
        made = self.body.add_paragraph(style=style)
        form = made.paragraph_format
        form.left_indent, form.first_line_indent = at, -at
        form.tab_stops.add_tab_stop(at)
        made.add_run(name).font.color.rgb = RGBColor.from_string(MUTED)
        made.add_run(f"\t{value}")
        return made

    def _set_furniture(self, title: str) -> None:
        """Title over and page number under every page but the cover's."""
        first, rest = self.body.sections[0], self.body.sections[-1]
        rest.header.is_linked_to_previous = rest.footer.is_linked_to_previous = False
        over = rest.header.paragraphs[0]
        over.add_run(title)
        under = rest.footer.paragraphs[0]
        under.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for part in (*field("PAGE", "1"), *_run(" / "), *field("NUMPAGES", "1")):
            under._p.append(part)
        for style in ("Header", "Footer"):
            _set_font(self.body.styles[style], 9, False, MUTED, BODY)
        assert not first.header.paragraphs[0].text

    def _write_contents(self) -> None:
        """The contents as a field: entries now, page numbers when Word opens the document."""
        here = self._contents_at._p
        last = len(self._headings) - 1
        for at, (level, text, name) in enumerate(self._headings):
            entry = self.body.add_paragraph(style=f"TOC {level}")
            if at == 0:
                for part in _opened(r'TOC \o "1-2" \h \z \u'):
                    entry._p.append(part)
            link = hyperlink(anchor=name)
            link.extend((*_run(text), _tab(), *field(rf"PAGEREF {name} \h", "")))
            entry._p.append(link)
            if at == last:
                entry._p.append(_mark("end"))
            here.addnext(entry._p)
            here = entry._p


# ---- elements


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


def field(instruction: str, shown: str) -> list[Any]:
    """A field that Word computes, with what is shown until then."""
    return [*_opened(instruction), *_run(shown), _mark("end")]


def _opened(instruction: str) -> list[Any]:
    told = OxmlElement("w:instrText")
    told.set(qn("xml:space"), "preserve")
    told.text = f" {instruction} "
    around = OxmlElement("w:r")
    around.append(told)
    return [_mark("begin"), around, _mark("separate")]


def _mark(kind: str) -> Any:
    run = OxmlElement("w:r")
    run.append(element("w:fldChar", fldCharType=kind))
    return run


def _run(text: str) -> Iterator[Any]:
    if text:
        run = OxmlElement("w:r")
        inner = OxmlElement("w:t")
        inner.set(qn("xml:space"), "preserve")
        inner.text = text
        run.append(inner)
        yield run


def _tab() -> Any:
    run = OxmlElement("w:r")
    run.append(OxmlElement("w:tab"))
    return run


def element(name: str, **attributes: str) -> Any:
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def _set_font(style: Any, size: float, bold: bool, colour: str, east: str) -> None:
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = RGBColor.from_string(colour)
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for name in list(fonts.attrib):  # the template's fonts follow its theme
        del fonts.attrib[name]
    latin = "Arial" if east == HEADING else LATIN
    for slot, font in (("ascii", latin), ("hAnsi", latin), ("cs", latin), ("eastAsia", east)):
        fonts.set(qn(f"w:{slot}"), font)


def _three_rules() -> Any:
    """A table style with three rules: above, under the head, below."""
    style = element("w:style", type="table", customStyle="1", styleId="ThreeRules")
    style.append(element("w:name", val="Three Rules"))
    style.append(element("w:basedOn", val="TableNormal"))
    table = OxmlElement("w:tblPr")
    table.append(_borders("w:tblBorders", (("top", "12"), ("bottom", "12"))))
    margins = OxmlElement("w:tblCellMar")
    margins.extend(element(f"w:{side}", w="70", type="dxa") for side in ("left", "right"))
    table.append(margins)
    style.append(table)
    head = element("w:tblStylePr", type="firstRow")
    cell = OxmlElement("w:tcPr")
    cell.append(_borders("w:tcBorders", (("bottom", "6"),)))
    head.append(cell)
    style.append(head)
    return style


def _borders(name: str, sides: Iterable[tuple[str, str]]) -> Any:
    made = OxmlElement(name)
    made.extend(element(f"w:{side}", val="single", sz=size, space="0", color=INK) for side, size in sides)
    return made
