"""Make the templates of the Word document: `python tools/word_template.py`.

Run when the look changes; the results are committed: the book's own look, and that of an official document
(GB/T 9704-2012). Their styles can then be changed in Word too, but what is changed there is lost when this
runs again. The same script gives the same bytes.
"""

import io
import re
from typing import Any

import docx
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from planbook.formats import archive
from planbook.formats.word.document import MEASURE, TEMPLATE, element, field, run

INK, MUTED, BLUE, BLACK = "222222", "595959", "12436D", "000000"
LANGUAGE = "zh-CN"
# What Word on Windows and macOS and WPS have; the names are asked for, the fonts are not in the file.
BODY, HEADING = ("Times New Roman", "宋体"), ("Arial", "黑体")  # Latin, Chinese
# What offices have for official documents.
FANGSONG, KAITI = ("Times New Roman", "仿宋_GB2312"), ("Times New Roman", "楷体_GB2312")
HEITI, TITLE = ("Times New Roman", "黑体"), ("Times New Roman", "方正小标宋简体")
SONGTI = ("宋体", "宋体")  # of page numbers, digits too
LINES, CHARACTERS = 22, 28  # of a page, of a line
PITCH = 28.95  # pt from line to line: 22 of them in 225 mm

# name → (based on, size, bold, colour, space before, space after, keep with next)
STYLES: dict[str, tuple[str, float, bool, str, float, float, bool]] = {
    "Title": ("Normal", 30, True, INK, 141.75, 15, False),
    "Subtitle": ("Normal", 16, False, INK, 0, 70.85, False),
    "Heading 1": ("Normal", 20, True, BLUE, 0, 12, True),
    "Heading 2": ("Normal", 15, True, INK, 18, 8, True),
    "Heading 3": ("Normal", 12.5, True, INK, 12, 6, True),
    "Heading 4": ("Normal", 11, True, INK, 10, 4, True),
    "Caption": ("Normal", 9.5, True, INK, 6, 6, False),
    "Header": ("Normal", 9, False, MUTED, 0, 0, False),
    "Footer": ("Normal", 9, False, MUTED, 0, 0, False),
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
    "Parameter": ("Normal", 8.5, False, INK, 24, 0, False),
    "TOC 1": ("Normal", 11, False, INK, 4, 1, False),
    "TOC 2": ("Normal", 10, False, MUTED, 0, 0, False),
    "Contents Title": ("Normal", 18, True, INK, 0, 12, True),
}
# The same for an official document; what is not here is as above. The last is a font of its own.
OFFICIAL: dict[str, tuple[str, float, bool, str, float, float, bool, tuple[str, str]]] = {
    "Title": ("Normal", 22, False, BLACK, 0, 0, False, TITLE),
    "Subtitle": ("Normal", 16, False, BLACK, 0, 28.95, False, KAITI),
    "Heading 1": ("Normal", 16, False, BLACK, 0, 0, True, HEITI),
    "Heading 2": ("Normal", 16, False, BLACK, 0, 0, True, KAITI),
    "Heading 3": ("Normal", 16, False, BLACK, 0, 0, True, FANGSONG),
    "Heading 4": ("Normal", 16, False, BLACK, 0, 0, True, FANGSONG),
    "Caption": ("Normal", 12, False, BLACK, 6, 4, False, HEITI),
    "Footer": ("Normal", 14, False, BLACK, 0, 0, False, SONGTI),
    "Header": ("Normal", 9, False, BLACK, 0, 0, False, SONGTI),
    "Table Text": ("Normal", 10.5, False, BLACK, 1.5, 1.5, False, FANGSONG),
    "Table Head": ("Table Text", 10.5, False, BLACK, 1.5, 1.5, True, HEITI),
    "Table Note": ("Normal", 10.5, False, BLACK, 2, 2, False, FANGSONG),
    "Table Unit": ("Normal", 10.5, False, BLACK, 4, 2, True, FANGSONG),
    "Fold": ("Normal", 12, False, BLACK, 4, 2, True, HEITI),
    **dict.fromkeys(
        ("Lead", "Source", "Quiet", "Picture", "Box", "Fact", "Parameter", "TOC 1", "TOC 2"),
        ("Normal", 16, False, BLACK, 0, 0, False, FANGSONG),
    ),
    "Contents Title": ("Normal", 16, False, BLACK, 0, 0, True, HEITI),
}
FLUSH = ("Title", "Subtitle", "Caption", "Footer", "Header", "Picture", "Fold", "TOC 1", "TOC 2")
FLUSH += ("Table Text", "Table Head", "Table Note", "Table Unit")  # without two blanks before the first line
KEPT = {"Normal", "Default Paragraph Font", "Normal Table", "No List", "List", "List Bullet", "List Bullet 2"}
KEPT |= {"List Continue", "List Continue 2", *STYLES}
PARTS = ("styles", "numbering", "settings", "theme", "header", "footer")
CHINESE = "chineseCounting"
HEADINGS = {  # the ids of these numberings are 20 and up (planbook.formats.word.document)
    "chapter": [("decimal", "%1")],
    "appendix": [(CHINESE, "附录%1")],
    "official": [(CHINESE, "%1、"), (CHINESE, "（%2）"), ("decimal", "%3.")],
}
THREE_RULES = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="ThreeRules">
  <w:name w:val="Three Rules"/><w:basedOn w:val="TableNormal"/>
  <w:tblPr>
    <w:tblBorders>
      <w:top w:val="single" w:sz="12" w:space="0" w:color="{INK}"/>
      <w:bottom w:val="single" w:sz="12" w:space="0" w:color="{INK}"/>
    </w:tblBorders>
    <w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar>
  </w:tblPr>
  <w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders>
    <w:bottom w:val="single" w:sz="6" w:space="0" w:color="{INK}"/>
  </w:tcBorders></w:tcPr></w:tblStylePr>
</w:style>"""


def main() -> None:
    for official, template in ((False, TEMPLATE), (True, TEMPLATE.with_stem("gb9704"))):
        document = docx.Document()
        set_language(document)
        set_styles(document.styles, official)
        set_numbering(document)
        set_official_pages(document) if official else set_pages(document)
        drop_what_is_unused(document)
        made = io.BytesIO()
        document.save(made)
        archive.put(archive.repack(made.getvalue()), template)


def set_language(document: Any) -> None:
    core = document.core_properties
    core.title = core.comments = core.keywords = core.last_modified_by = ""
    core.author, core.language, core.revision = "planbook", LANGUAGE, 1
    settings = document.settings.element
    # the contents get their page numbers when the document is opened
    settings.find(qn("w:compat")).addprevious(element("w:updateFields", val="true"))
    settings.find(qn("w:themeFontLang")).set(qn("w:eastAsia"), LANGUAGE)
    document.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}").set(qn("w:eastAsia"), LANGUAGE)
    for part in document.part.package.iter_parts():
        if "/theme/" in part.partname:
            for kind, (latin, east) in (("major", HEADING), ("minor", BODY)):
                fonts = rf'<a:latin typeface="{latin}"/>\g<1><a:ea typeface="{east}"/>'
                pattern = rf"(?<=<a:{kind}Font>)\s*<a:latin [^>]*/>(\s*)<a:ea [^>]*/>"
                theme = re.sub(pattern, fonts, part.blob.decode())
                # fonts of other scripts, of which an office reports that they are missing
                part._blob = re.sub(r"\s*<a:font script=[^>]*/>", "", theme).encode()


def set_styles(styles: Any, official: bool) -> None:
    for style in list(styles):
        if style.name not in KEPT:
            style.delete()
    for link in list(styles.element.iter(qn("w:link"))):
        link.getparent().remove(link)
    set_fonts(styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:rPr')}").rFonts, BODY)
    set_font(styles["Normal"], 10.5, False, INK, BODY)
    normal = styles["Normal"].paragraph_format
    normal.space_after, normal.line_spacing, normal.widow_control = Pt(6), 1.35, True
    for name, (base, size, bold, colour, before, after, keep) in STYLES.items():
        known = {style.name for style in styles}
        style = styles[name] if name in known else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles[base]
        set_font(style, size, bold, colour, HEADING if bold or name == "Subtitle" else BODY)
        form = style.paragraph_format
        form.space_before, form.space_after, form.keep_with_next = Pt(before), Pt(after), keep
    form = {name: styles[name].paragraph_format for name in STYLES}
    for name in ("Table Note", "Table Unit", "TOC 2"):
        form[name].line_spacing = 1.1
    for name in ("Table Text", "Table Head"):  # exact: digits and characters stand on one line
        form[name].line_spacing = Pt(13.5)
    form["Table Unit"].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for name, indent in (("TOC 1", 0), ("TOC 2", 18)):
        form[name].left_indent = Pt(indent)
        form[name].tab_stops.add_tab_stop(MEASURE, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    form["Box"].left_indent = Pt(10)
    form["Caption"].tab_stops.add_tab_stop(MEASURE, WD_TAB_ALIGNMENT.RIGHT)
    for name, indent in (("Fact", Mm(45)), ("Parameter", Mm(115))):
        form[name].left_indent, form[name].first_line_indent = indent, -indent
        form[name].tab_stops.add_tab_stop(indent)
    # the space before parameters stands before the first of them only
    form["Parameter"].element.get_or_add_pPr().append(element("w:contextualSpacing"))
    for border in list(styles["Title"].element.iter(qn("w:pBdr"))):
        border.getparent().remove(border)
    muted = styles.add_style("Muted", WD_STYLE_TYPE.CHARACTER)
    muted.font.color.rgb = RGBColor.from_string(MUTED)
    styles.element.append(parse_xml(THREE_RULES))
    if official:
        set_official_styles(styles, muted)


def set_official_styles(styles: Any, muted: Any) -> None:
    """Type of 16 points, 22 lines a page; two blanks before the first line of a paragraph."""
    muted.font.color.rgb = RGBColor.from_string(BLACK)
    set_font(styles["Normal"], 16, False, BLACK, FANGSONG)
    normal = styles["Normal"].paragraph_format
    normal.space_after, normal.line_spacing, normal.widow_control = Pt(0), Pt(PITCH), False
    indent(styles["Normal"], 200)
    closer = round(
        (156 / 25.4 * 72 / CHARACTERS - 16) * 20
    )  # 28 characters in 156 mm, in twentieths of a point
    styles["Normal"].element.get_or_add_rPr().find(qn("w:sz")).addprevious(
        element("w:spacing", val=str(closer))
    )
    for name, (base, size, bold, colour, before, after, keep, fonts) in OFFICIAL.items():
        style = styles[name]
        style.base_style = styles[base]
        set_font(style, size, bold, colour, fonts)
        form = style.paragraph_format
        form.space_before, form.space_after, form.keep_with_next = Pt(before), Pt(after), keep
        form.left_indent = Pt(0)
        indent(style, 0 if name in FLUSH else 200)
        table = name.startswith("Table")
        form.line_spacing = 1.0 if name == "Picture" else Pt(14 if table else PITCH)
        if table or name == "Picture":  # the grid is for lines of text
            style.element.pPr.find(qn("w:spacing")).addprevious(element("w:snapToGrid", val="0"))
    for name in ("Title", "Subtitle", "Picture"):
        styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for name in ("List", "List Bullet", "List Bullet 2", "List Continue", "List Continue 2"):
        styles[name].paragraph_format.left_indent = Pt(0)
        indent(styles[name], 200)
        for number in list(styles[name].element.iter(qn("w:numPr"))):  # no bullets: a paragraph each
            number.getparent().remove(number)


def indent(style: Any, hundredths: int) -> None:
    """The blank before a first line, in hundredths of a character."""
    properties = style.element.get_or_add_pPr()
    style.paragraph_format.first_line_indent = Pt(hundredths / 100 * 16)
    properties.find(qn("w:ind")).set(qn("w:firstLineChars"), str(hundredths))


def set_numbering(document: Any) -> None:
    """Native numbers of headings: 1 and 附录一; 一、（一）1. in an official document."""
    numbering = document.part.numbering_part.element
    first = numbering.find(qn("w:num"))
    for number, (key, levels) in enumerate(HEADINGS.items(), 20):
        made = element("w:abstractNum", abstractNumId=str(number))
        made.append(element("w:multiLevelType", val="multilevel"))
        for level, (form, text) in enumerate(levels):
            parts = [
                element("w:start", val="1"),
                element("w:numFmt", val=form),
                element("w:suff", val="nothing" if key == "official" else "space"),
                element("w:lvlText", val=text),
                element("w:lvlJc", val="left"),
            ]
            if key == "official":
                blanks = element("w:ind", left="0", firstLineChars="200", firstLine="640")
                parts.append(element("w:pPr", blanks))
            made.append(element("w:lvl", *parts, ilvl=str(level)))
        first.addprevious(made)
    for number in range(20, 20 + len(HEADINGS)):
        numbering.append(element("w:num", element("w:abstractNumId", val=str(number)), numId=str(number)))


def set_font(style: Any, size: float, bold: bool, colour: str, fonts: tuple[str, str]) -> None:
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = RGBColor.from_string(colour)
    set_fonts(style.element.get_or_add_rPr().get_or_add_rFonts(), fonts)


def set_fonts(names: Any, fonts: tuple[str, str]) -> None:
    """Fonts by their names, none by its place in the theme."""
    names.attrib.clear()
    latin, east = fonts
    for slot, font in (("ascii", latin), ("hAnsi", latin), ("cs", latin), ("eastAsia", east)):
        names.set(qn(f"w:{slot}"), font)


def set_pages(document: Any) -> None:
    """The cover's page, bare; then the contents' and all others, with a page number below."""
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(25)
    page.top_margin, page.bottom_margin = Mm(25), Mm(22)
    rest = document.add_section(WD_SECTION.NEW_PAGE)
    rest.header.is_linked_to_previous = rest.footer.is_linked_to_previous = False
    below = rest.footer.paragraphs[0]
    below.alignment = WD_ALIGN_PARAGRAPH.CENTER
    below._p.extend([*field("PAGE", "1"), run(" / "), *field("NUMPAGES", "1")])


def set_official_pages(document: Any) -> None:
    """A4, 156 × 225 mm of type, 22 lines of 28 characters; — 1 — at the right, on even pages at the left."""
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    page.footer_distance = Mm(35 - 7 - 5)
    grid = page._sectPr.find(qn("w:docGrid"))
    if grid is not None:
        page._sectPr.remove(grid)
    page._sectPr.append(element("w:docGrid", type="lines", linePitch=str(round(PITCH * 20))))
    document.settings.odd_and_even_pages_header_footer = True
    sides = ((page.footer, WD_ALIGN_PARAGRAPH.RIGHT), (page.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT))
    for footer, side in sides:
        footer.is_linked_to_previous = False
        line = footer.paragraphs[0]
        line.style = document.styles["Footer"]
        line.alignment = side
        form = line.paragraph_format
        form.left_indent = form.right_indent = Pt(14)  # a character from the edge
        line._p.extend([run("— "), *field("PAGE", "1"), run(" —")])


def drop_what_is_unused(document: Any) -> None:
    """Parts of python-docx's own template: a thumbnail, bibliography settings, a second set of styles."""
    for relations in (document.part.rels, document.part.package.rels):
        for key, relation in list(relations.items()):
            kind = relation.reltype.rpartition("/")[2]
            if kind not in (*PARTS, "officeDocument", "core-properties", "extended-properties"):
                del relations[key]


if __name__ == "__main__":
    main()
