"""The workbook as such: how a sheet is laid out, how numbers are formatted, what a file is called.

Text is always written as text: a cell that begins with = + - @ is never a formula, whatever the data say.
Only `Number.formula`, which this package makes, is one.
"""

import datetime
import io
import itertools
import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

import xlsxwriter

from planbook.edition.units import exponent

if TYPE_CHECKING:
    from planbook.formats.cover import Cover

FONT = "Microsoft YaHei"
INK, MUTED, RULE, HEAD = "#222222", "#595959", "#BFBFBF", "#E8EDF3"
WIDEST, NARROWEST = 36, 8  # characters of a column; longer text is wrapped
ROOM = 1020.0  # pt that columns may take: on A4 across, letters of 10.5 pt are then printed at 8 pt at least
LINE = 16.5  # points
MARGIN = 0.4  # inches at the sides of a printed page
IDS = (
    "编号",
    "用到的数字",
)  # how the heads of columns for programs end; as last columns they are folded away
LONGEST = 31  # characters of a sheet's name
COVER, CONTENTS, NOTES = "封面", "目录", "说明"
RISKY = ("=", "+", "-", "@")


class Number(NamedTuple):
    """A number with as many decimals as are shown; `formula` (without =) computes it in the workbook."""

    value: Decimal
    decimals: int
    formula: str = ""


Cell = str | Number | None


@dataclass(frozen=True)
class Sheet:
    """One sheet with one table: rows of cells under heads.

    tab: the sheet's name. name: the table's, for formulas. links: whether the first column leads to the sheet
    that it names. last_width: the least width of the last column, in characters.
    """

    tab: str
    title: str
    name: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    notes: Sequence[str] = field(default_factory=tuple)
    links: bool = False
    last_width: float = 0

    @property
    def folded(self) -> int:
        """How many of the last columns hold ids: formulas need them, readers do not."""
        return sum(1 for _ in itertools.takewhile(lambda head: head.endswith(IDS), reversed(self.heads)))

    @property
    def last(self) -> int:
        """The number of the last row, from 0."""
        return self.first + max(len(self.rows), 1)

    @property
    def first(self) -> int:
        """The number of the row, from 0, in which the table's heads stand: title, notes, way back."""
        return len(self.notes) + 2


def chapter_table(code: str) -> str:
    """The name of the table on a chapter's sheet."""
    return f"chapter_{code.replace('-', '_')}"


def named(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The sheets with names that Excel takes: at most 31 characters, no []:*?, no two alike. A chapter gives
    way to the sheets that every workbook has."""
    taken = {COVER, CONTENTS, NOTES, "history"}  # the last one is Excel's own
    tabs: dict[int, str] = {}
    for at in sorted(range(len(sheets)), key=lambda at: sheets[at].name.startswith("chapter_")):
        plain = re.sub(r"[\]\[:*?/\\\x00-\x1f]", " ", sheets[at].tab)[:LONGEST].strip(" '") or "表"
        tails = (f" {number}" if number > 1 else "" for number in itertools.count(1))
        names = (f"{plain[: LONGEST - len(tail)]}{tail}" for tail in tails)
        tabs[at] = next(name for name in names if name.lower() not in taken)
        taken.add(tabs[at].lower())
    return [replace(sheet, tab=tabs[at]) for at, sheet in enumerate(sheets)]


def shape(value: Decimal | None) -> int:
    """How many decimals a number was printed with."""
    return 0 if value is None else max(0, -exponent(value))


class Workbook:
    """An .xlsx in the making. Sheets appear in the order in which they are written."""

    def __init__(self, cover: "Cover") -> None:
        self._cover, self._file = cover, io.BytesIO()
        self._book = xlsxwriter.Workbook(self._file, {"in_memory": True})
        day = cover.built or datetime.date(1980, 1, 1)
        self._book.set_properties(
            {
                "title": cover.title,
                "subject": cover.subtitle,
                "author": cover.author,
                "keywords": "；".join(cover.keywords),
                "created": datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC),
            }
        )
        self._book.set_calc_mode("auto")
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def front(
        self, sheets: Sequence[Sheet], notes: Sequence[Sequence[str]], numbers: Sequence[tuple[str, str]] = ()
    ) -> None:
        """The cover with the key numbers, the contents and the notes, before all other sheets."""
        page = self._sheet(COVER)
        page.hide_gridlines(2)
        page.set_column(0, 0, 30)
        page.set_column(1, 1, 76)
        lines = [(self._cover.title, ""), (self._cover.subtitle, ""), *numbers, *self._cover.facts]
        notes = [*notes, *((f"参数：{name}", value) for name, value in self._cover.parameters)]
        for at, (name, value) in enumerate(lines):
            look = {"bold": True, "font_size": 18} if at == 0 else {"font_size": 12} if at == 1 else {}
            head = {"font_color": MUTED, "text_wrap": True} if at > 1 else {"font_color": INK}
            self._text(page, at, 0, name, **head, **look)
            self._text(page, at, 1, value, text_wrap=True)
            page.set_row(at, max(LINE * max(_lines(name, 30), _lines(value, 76)), 26 if at == 0 else 0))
        self._link(page, len(lines), 0, CONTENTS, f"到{CONTENTS}")

        about = Sheet(NOTES, "怎样读这些表", "notes", ("项", "说明"), notes, last_width=90)
        rows = [(sheet.tab, sheet.title, Number(Decimal(len(sheet.rows)), 0)) for sheet in (about, *sheets)]
        self.write(Sheet(CONTENTS, CONTENTS, "contents", ("工作表", "内容", "行数"), rows, links=True))
        self.write(about)

    def write(self, sheet: Sheet) -> None:
        """One sheet: title, notes, the table with frozen heads and filters, ready to be printed."""
        page = self._sheet(sheet.tab)
        self._text(page, 0, 0, sheet.title, bold=True, font_size=14)
        for at, note in enumerate(sheet.notes, 1):
            self._text(page, at, 0, note, font_color=MUTED)
        if sheet.tab != CONTENTS:
            self._link(page, sheet.first - 1, 0, CONTENTS, f"回到{CONTENTS}")
        else:
            self._link(page, sheet.first - 1, 0, COVER, f"回到{COVER}")

        # 1. Cells, each with the look of its column.
        widths = [_column(head, [row[at] for row in sheet.rows]) for at, head in enumerate(sheet.heads)]
        widths[-1] = max(widths[-1], sheet.last_width)
        shown = len(widths) - sheet.folded
        widths[:shown] = _fitted(widths[:shown])
        numeric = {at for row in sheet.rows for at, cell in enumerate(row) if isinstance(cell, Number)}
        for down, row in enumerate(sheet.rows, sheet.first + 1):
            if (lines := max(map(_lines, row[:shown], widths))) > 1:
                page.set_row(down, lines * LINE)
            for at, cell in enumerate(row):
                if isinstance(cell, Number):
                    self._number(page, down, at, cell)
                elif sheet.links and at == 0:
                    self._link(page, down, at, str(cell), str(cell))
                elif cell:
                    beside = {"align": "right"} if at in numeric else {}  # words in a column of numbers
                    self._text(
                        page, down, at, cell, text_wrap=at < shown and _lines(cell, widths[at]) > 1, **beside
                    )
        if any(_wide(head) > 8 for head in sheet.heads[:shown]):
            page.set_row(sheet.first, 2 * LINE)
        for at, width in enumerate(widths):
            page.set_column(at, at, width, None, {} if at < shown else {"level": 1, "hidden": True})
        if sheet.folded:
            page.set_column(len(widths), len(widths), None, None, {"collapsed": True})

        # 2. The table around them.
        head = self._format(
            bold=True, bg_color=HEAD, bottom=1, bottom_color=INK, text_wrap=True, valign="vcenter"
        )
        columns = [{"header": name, "header_format": head} for name in sheet.heads]
        page.add_table(
            sheet.first,
            0,
            sheet.last,
            len(sheet.heads) - 1,
            {
                "name": sheet.name,
                "columns": columns,
                "style": None,
                "autofilter": True,
                "description": sheet.title,
            },
        )
        page.freeze_panes(sheet.first + 1, 1)

        page.repeat_rows(sheet.first)

    def chart(
        self,
        tab: str,
        cell: tuple[int, int],
        down: int,
        options: dict[str, Any],
        series: Iterable[dict[str, Any]],
    ) -> None:
        """A horizontal bar chart on a sheet that is written already, `down` pixels below a cell's corner."""
        made = self._book.add_chart({"type": "bar"})
        for one in series:
            made.add_series(one)
        font = {"name": FONT, "size": 9, "color": INK}
        made.set_title(
            {"name": options["title"], "name_font": {**font, "size": 11, "bold": True}, "overlay": False}
        )
        made.set_y_axis(
            {"reverse": True, "num_font": font, "line": {"color": RULE}, "major_tick_mark": "none"}
        )
        least = {"min": 0} if options["from_zero"] else {}
        made.set_x_axis({**least, "visible": False, "major_gridlines": {"visible": False}})
        made.set_legend({"position": "bottom", "font": font} if options["legend"] else {"none": True})
        made.set_size({"width": 560, "height": options["height"]})
        made.set_chartarea({"border": {"none": True}})
        page = self._book.get_worksheet_by_name(tab)
        look = {
            "description": options["alt"],
            "object_position": 3,
            "x_offset": options["right"],
            "y_offset": down,
        }
        page.insert_chart(*cell, made, look)

    def close(self) -> bytes:
        """The finished file."""
        self._book.close()
        return self._file.getvalue()

    # ---- cells

    def _sheet(self, tab: str) -> Any:
        page = self._book.add_worksheet(tab)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.set_margins(left=MARGIN, right=MARGIN, top=0.6, bottom=0.6)
        page.set_footer("&L&A&R&P / &N")
        return page

    def _text(self, page: Any, row: int, column: int, text: str, **look: Any) -> None:
        if text:
            # with the prefix, text stays text even when somebody edits the cell
            more = {"quote_prefix": True} if text.startswith(RISKY) else {}
            page.write_string(row, column, text, self._format(**more, **look))

    def _link(self, page: Any, row: int, column: int, tab: str, text: str) -> None:
        look = self._format(font_color="#1D4ED8", underline=1)
        quoted = tab.replace("'", "''")
        page.write_url(row, column, f"internal:'{quoted}'!A1", look, text)

    def _number(self, page: Any, row: int, column: int, number: Number) -> None:
        digits = "0" + ("." + "0" * number.decimals if number.decimals else "")
        look = self._format(num_format=f'{digits};"−"{digits}')
        if number.formula:
            page.write_formula(row, column, f"={number.formula}", look, float(number.value))
        else:
            page.write_number(row, column, float(number.value), look)

    def _format(self, **look: Any) -> Any:
        key = tuple(sorted(look.items()))
        if key not in self._formats:
            plain = {"font_name": FONT, "font_size": 10.5, "font_color": INK, "valign": "top"}
            self._formats[key] = self._book.add_format({**plain, **look})
        return self._formats[key]


def _column(head: str, cells: Iterable[Cell]) -> float:
    """How wide a column has to be: its head with the filter's button, or its longest cell."""
    texts = [format(c.value, "f") if isinstance(c, Number) else c or "" for c in cells]
    widest = max((_wide(line) for text in texts for line in text.splitlines()), default=0)
    return min(max(widest + 2, _head(head)), WIDEST)


def _head(head: str) -> int:
    """How wide a head has to be, with the filter's button; a long one takes two lines."""
    return (_wide(head) if _wide(head) <= 8 else math.ceil(_wide(head) / 2)) + 5


def _fitted(widths: Sequence[float]) -> list[float]:
    """Widths that can be printed: the widest columns give way."""
    fitted = list(widths)
    while sum(5.25 * width + 3.75 for width in fitted) > ROOM and max(fitted) > NARROWEST:
        fitted[fitted.index(max(fitted))] -= 1
    return fitted


def _lines(cell: Cell, width: float) -> int:
    """How many lines a cell takes in a column of this width."""
    return max(1, math.ceil(_wide(cell) / width)) if isinstance(cell, str) else 1


def _wide(text: str) -> int:
    """The width of a text in columns of a terminal: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
