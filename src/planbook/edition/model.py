"""The typed rows: one model a table. They are the authority for columns, vocabularies and datapackage.json.

Each field carries its Chinese title and English description. Models are made from raw rows (strings) and are
frozen. What concerns several rows is in validate.py.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, NamedTuple, TypeVar, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

Measure = Literal["level", "count", "capacity", "growth", "change", "share", "rate", "completion", "rank"]
Scenario = Literal["actual", "target", "planned"]
Bound = Literal["eq", "approx", "gt", "ge", "lt", "le"]
Stage = Literal["built", "under_construction", "started", "planned", "proposed"]
Reason = Literal[
    "date", "number", "name", "voltage", "hotline", "duration", "threshold", "word", "class", "heading"
]
Commitment = Literal[
    "ensure", "complete", "push", "assist", "strive", "start", "propose", "continue", "expect"
]  # how firmly a planned thing is said: in an official report that word is the hedge
NotTaskReason = Literal["aim", "background", "rhetoric", "means", "address", "lead"]
Rounding = Literal["rounded", "truncated"]  # how a report comes to its last printed digit
Op = Literal[
    "sum", "difference", "share", "ratio", "quotient", "implied_base", "implied_level", "gap"
]  # what derived.py can compute

SLUG = r"^[a-z0-9_]+(-[a-z0-9_]+)*$"
DIGEST = r"^[0-9a-f]{12}$"
COUNTY = r"^[^<>&]+$"
PERIOD = r"^([0-9]{4}|([0-9]{4}|\.\.)/[0-9]{4})$"
URL = r"^(https?://[^\s<>]+)?$"
NUMBER = r"-?(0|[1-9][0-9]*)(\.[0-9]+)?"  # to be matched in full


def is_number(text: str) -> bool:
    """Whether a text is a number as all files have them: ASCII digits, one point, a minus; up to 40 signs."""
    return len(text) <= 40 and re.fullmatch(NUMBER, text) is not None


def is_true(text: Any) -> bool | None:
    """What a field says that is true or empty: as typed, or as a spreadsheet writes it; None: neither."""
    if isinstance(text, bool):
        return text
    return {"": False, "true": True, "TRUE": True, "True": True}.get(text) if isinstance(text, str) else None


def _number(text: Any) -> Any:
    """A decimal from text, its printed digits kept: "13.30" stays 13.30."""
    if isinstance(text, str):
        if not is_number(text):
            raise PydanticCustomError("bad-number", "digits, at most one point")
        return Decimal(text)
    return text


def _optional_number(text: Any) -> Any:
    return None if text == "" else _number(text)


def _whole(text: Any) -> Any:
    if isinstance(text, str):
        if not re.fullmatch(r"0|[1-9][0-9]{0,8}", text):
            raise PydanticCustomError("bad-number", "a whole number")
        return int(text)
    return text


def _own_base(data: Any) -> Any:
    """A unit of which only the name is given is its own base and counts single things."""
    if isinstance(data, dict) and not (data.get("base") or data.get("factor") or data.get("dimension")):
        return {**data, "base": data.get("unit", ""), "factor": "1", "dimension": "count"}
    return data


def _flag(text: Any) -> Any:
    if (flag := is_true(text)) is None:
        raise PydanticCustomError("unknown-word", "true or empty")
    return flag


def _day(value: Any) -> Any:
    """A date as YYYY-MM-DD, and no other way: no 20260127, no 2026-W05-2, no seconds since 1970."""
    if isinstance(value, date | None) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        with suppress(ValueError):  # no such day
            return date.fromisoformat(value)
    raise PydanticCustomError("date_type", "no date")


def _year(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Slug = Annotated[str, Field(pattern=SLUG, max_length=160)]
OptionalSlug = Annotated[str, Field(pattern=rf"^$|{SLUG}", max_length=160)]
Text = Annotated[str, Field(min_length=1, max_length=400)]
County = Annotated[
    str, Field(pattern=COUNTY, max_length=100)
]  # in the book's title, which themes take for HTML
Number = Annotated[Decimal, BeforeValidator(_number)]
Whole = Annotated[int, BeforeValidator(_whole)]
Year = Annotated[str, BeforeValidator(_year), Field(pattern=r"^[0-9]{4}$")]
Day = Annotated[date, BeforeValidator(_day)]
Count = Annotated[int, Field(strict=True, ge=1)]


def col(zh: str, en: str, **rules: Any) -> Any:
    """A column: its Chinese title, what it means in English, and pydantic's rules."""
    return Field(title=zh, description=en, **rules)


class Model(BaseModel):
    """Frozen, and closed: a name that is not a field is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Entry = TypeVar("Entry", bound=Model)


class Indicator(Model):
    """What is measured; shared by all editions."""

    indicator: Slug = col("指标", "Stable id of what is measured")
    label_zh: Text = col("中文名称", "Chinese label")
    label_en: str = col("英文名称", "English label")
    chapter: OptionalSlug = col(
        "章", "Chapter of the book in which it is usually told; a row of codelists.csv"
    )
    topic: OptionalSlug = col("专题", "Group inside the chapter; a row of codelists.csv")
    unit: str = col("单位", "Usual unit of its level; fixes the dimension, where it is given")
    price_basis: Literal["constant", "current", ""] = col("价格", "Prices in which growth is measured")
    better: Literal["higher", "lower", ""] = col("向好方向", "Which direction is wanted, if any")
    aliases: str = col("别名", "Other names in the text, separated by semicolons")


class Unit(Model):
    """A unit as printed; shared by all editions, or an edition's own."""

    _fill = model_validator(mode="before")(_own_base)

    unit: Text = col("单位", "Unit as printed")
    base: Text = col("基本单位", "Unit to which it is converted")
    factor: Number = col("换算系数", "One of it is this many of the base", gt=0)
    dimension: Text = col("量纲", "What it measures; only units of one dimension can be compared")


class Code(Model):
    """A code of a vocabulary and its names; shared by all editions."""

    codelist: Slug = col("代码表", "Column or group of columns that uses the code")
    code: Slug = col("代码", "The code")
    label_zh: Text = col("中文名称", "Chinese name")
    label_en: str = col("英文名称", "English name")


class Figure(Model):
    """One number that the report states, or one target that it states in words."""

    figure: Slug = col("编号", "Stable id, from general to particular")
    chapter: Slug = col("章", "Chapter of the book; a row of codelists.csv")
    indicator: Slug = col("指标", "What is measured")
    item: str = col("细项", "Which part of the indicator, in Chinese; empty for the whole")
    project: OptionalSlug = col("项目", "The named project that the figure belongs to, if any")
    measure: Measure = col(
        "度量", "Level, count, capacity, growth, change (percentage points), share, rate, completion or rank"
    )
    period: Annotated[str, Field(pattern=PERIOD)] = col(
        "时期", "Year; from/to; ../to when the start is not given"
    )
    scenario: Scenario = col(
        "性质", "What was reached (actual), is aimed at (target) or is to be done (planned)"
    )
    value: Annotated[Decimal | None, BeforeValidator(_optional_number)] = col(
        "数值", "The number as printed, in the printed unit; empty for a target in words"
    )
    unit: str = col("单位", "Unit as printed; empty for a target in words")
    bound: Bound = col("界限", "Hedge: exact, about, more than, at least, less than, at most")
    preliminary: Annotated[bool, BeforeValidator(_flag)] = col(
        "预计", "Whether the report calls it preliminary"
    )
    rank_of: OptionalSlug = col("所排指标", "For a rank: the figure that is ranked")
    against: OptionalSlug = col("参照指标", "For a target in words: the indicator that it refers to")
    printed: Annotated[str, Field(min_length=1, max_length=60)] = col(
        "原文数字", "The number with its unit and hedge, exactly as printed"
    )
    note: str = col("说明", "Scope and caveats")
    sign: Literal["", "-1"] = col(
        "符号", "-1 where the falling word stands before another number of the list", default=""
    )
    commitment: Commitment | Literal[""] = col(
        "力度", "How firmly the report says a target or a planned thing", default=""
    )

    @property
    def wording(self) -> str:
        """The number as printed, with the falling word that a list says once: 下降17%."""
        return f"下降{self.printed}" if self.sign else self.printed

    @property
    def number(self) -> Decimal:
        """The value of a figure that has one; ValueError for a target in words."""
        if self.value is None:
            raise ValueError(f"{self.figure} is a target without a number")
        return self.value

    @property
    def factor(self) -> str:
        """What a growth rate multiplies by, as a formula: 1 + 5.4%, or 1 − 3.2% of 下降3.2%."""
        if self.value is None or self.value >= 0:
            return f"1 + {self.printed}"
        return f"1 − {-self.value:f}{self.unit}"

    @property
    def id(self) -> str:
        """The id, under the name that figures and derived quantities share."""
        return self.figure


class Mention(Model):
    """One place in the text where a figure stands."""

    figure: Slug = col("编号", "The figure that stands there")
    line: Whole = col("行", "Line of the text, 1-based", ge=1)
    char_start: Whole = col("起", "First code point of the span, 0-based", ge=0)
    char_end: Whole = col("止", "First code point behind the span", ge=1)
    sha256: Annotated[str, Field(pattern=DIGEST)] = col("摘要", "First 12 hex digits of the span's sha256")


class NotFigure(Model):
    """One numeral of the text that is no statistic."""

    line: Whole = col("行", "Line of the text, 1-based", ge=1)
    char_start: Whole = col("起", "First code point of the span, 0-based", ge=0)
    char_end: Whole = col("止", "First code point behind the span", ge=1)
    sha256: Annotated[str, Field(pattern=DIGEST)] = col("摘要", "First 12 hex digits of the span's sha256")
    reason: Reason = col("原因", "Why it is no figure")


class Project(Model):
    """A named project; its money and capacity are figures."""

    project: Slug = col("项目", "Stable id")
    name: Text = col("名称", "Name as in the report")
    sector: Slug = col("行业", "Sector")
    stage: Stage = col("阶段", "How far it is")
    year: Annotated[str, Field(pattern=r"^([0-9]{4})?$")] = col("年份", "Year of that stage, if told")
    chapter: Slug = col("章", "Chapter of the book; a row of codelists.csv")
    note: str = col("说明", "Caveats")
    commitment: Commitment | Literal[""] = col("力度", "How firmly the plan part says it", default="")
    role: Literal["", "own", "assist"] = col("角色", "The county's own, or one that it assists", default="")
    continues: OptionalSlug = col("延续", "The project in the edition of the year before", default="")


class Task(Model):
    """One commitment of the plan part, with a number or without."""

    task: Slug = col("任务", "Stable id, without a year")
    chapter: Slug = col("章", "Chapter of the book; a row of codelists.csv")
    topic: OptionalSlug = col("专题", "Group inside the chapter; a row of codelists.csv")
    name: Annotated[str, Field(min_length=2, max_length=40)] = col("名称", "What is to be done, in our words")
    commitment: Commitment = col("力度", "How firmly the report says it")
    word: Annotated[str, Field(min_length=1, max_length=8)] = col("原文用词", "The report's word of strength")
    word_start: Whole = col("词起", "Where that word begins, in code points, 0-based", ge=0)
    figures: str = col("数字", "The figures that belong to it, separated by semicolons")
    project: OptionalSlug = col("项目", "The named project that it is, if any")
    line: Whole = col("行", "Line of the text, 1-based", ge=1)
    char_start: Whole = col("起", "First code point of the span, 0-based", ge=0)
    char_end: Whole = col("止", "First code point behind the span", ge=1)
    sha256: Annotated[str, Field(pattern=DIGEST)] = col("摘要", "First 12 hex digits of the span's sha256")
    note: str = col("说明", "Scope and caveats")
    continues: OptionalSlug = col("延续", "The task in the edition of the year before", default="")

    @property
    def id(self) -> str:
        """Its id, under the name that figures have theirs."""
        return self.task

    @property
    def figure_ids(self) -> tuple[str, ...]:
        """The ids of its figures."""
        return tuple(id.strip() for id in self.figures.split(";") if id.strip())


class NotTask(Model):
    """A clause of the plan part that commits to nothing."""

    line: Whole = col("行", "Line of the text, 1-based", ge=1)
    char_start: Whole = col("起", "First code point of the span, 0-based", ge=0)
    char_end: Whole = col("止", "First code point behind the span", ge=1)
    sha256: Annotated[str, Field(pattern=DIGEST)] = col("摘要", "First 12 hex digits of the span's sha256")
    reason: NotTaskReason = col("原因", "Why it is no commitment")


class Statement(Model):
    """What the review part claims without a number, or a problem that the report names itself."""

    statement: Slug = col("编号", "Stable id, without a year")
    chapter: Slug = col("章", "Chapter of the book; a row of codelists.csv")
    topic: OptionalSlug = col("专题", "Group inside the chapter; a row of codelists.csv")
    kind: Literal["claim", "problem"] = col("类别", "A result without a number, or the report's own problem")
    name: Annotated[str, Field(min_length=2, max_length=40)] = col("名称", "What is said, in our words")
    word: Annotated[str, Field(max_length=12)] = col("原文用词", "The report's decisive words")
    line: Whole = col("行", "Line of the text, 1-based", ge=1)
    char_start: Whole = col("起", "First code point of the span, 0-based", ge=0)
    char_end: Whole = col("止", "First code point behind the span", ge=1)
    sha256: Annotated[str, Field(pattern=DIGEST)] = col("摘要", "First 12 hex digits of the span's sha256")
    note: str = col("说明", "Caveats")


class Term(Model):
    """A term of the report, explained in our own words."""

    term: Annotated[str, Field(min_length=1, max_length=30)] = col("名词", "The term as printed")
    meaning: Annotated[str, Field(min_length=4, max_length=200)] = col("解释", "What it means, in our words")
    origin: Annotated[str, Field(min_length=2, max_length=80)] = col("出处", "Where the term comes from")
    line: Whole = col("行", "First line of the text in which it stands, 1-based", ge=1)


class Heading(Model):
    """A heading of the text."""

    line: Count
    part: str = ""
    section: str = ""
    level: Count | None = None
    note: str = ""


class SourceText(Model):
    """The text that was read: its identity, not its words."""

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    length: Count = Field(description="code points")
    lines: Count
    blank: tuple[Count, ...] = Field(
        default=(), description="blank lines, 1-based; paragraphs are counted without them"
    )


class Publication(Model):
    """How the report was published (政府信息公开): every field as on the page, each optional."""

    index_number: str = ""
    document_number: str = ""
    subject: str = ""
    genre: str = ""
    publisher: str = ""
    written: Annotated[date | None, BeforeValidator(_day)] = None
    published: Annotated[date | None, BeforeValidator(_day)] = None


class Source(Model):
    """source.yml: where the figures of an edition come from."""

    edition: Slug
    title: Text
    county: County
    producer: Text
    presented_to: str = ""
    on_behalf: str = ""
    speaker: str = ""
    speaker_office: str = ""
    session: str = ""
    status: Literal["", "draft", "adopted"] = ""
    rounding: Rounding = "rounded"
    publication: Publication = Publication()
    url: str = Field(default="", pattern=URL, description="where the report is published")
    date: Day
    reviewed: Year
    planned: Year
    text: SourceText
    licence: Text
    outline: tuple[Heading, ...] = ()
    plan_line: Count | None = Field(default=None, description="first line of the plan part")
    unreviewed: bool = Field(
        default=False, strict=True, description="drafted by the program; nobody has accepted it"
    )

    @property
    def year(self) -> int:
        """The year that the report plans."""
        return int(self.planned)

    @property
    def sha256(self) -> str:
        """The sha256 of the text that was read."""
        return self.text.sha256

    def dated(self, entry: Entry, *fields: str) -> Entry:
        """An entry of a YAML file with the edition's years for {reviewed} and {planned} in some fields."""
        years = {"{reviewed}": self.reviewed, "{planned}": self.planned}
        filled = {name: getattr(entry, name) for name in fields}
        for mark, year in years.items():
            filled = {name: text.replace(mark, year) for name, text in filled.items()}
        return entry.model_copy(update=filled)


class Derivation(Model):
    """An entry of derived.yml: how a quantity is computed."""

    label: Text
    op: Op
    inputs: tuple[Slug, ...] = Field(min_length=2)
    unit: Text
    decimals: int = Field(ge=0, le=8, strict=True)
    caveat: str = ""


class Derived(Model):
    """A quantity computed from figures: `value` as rounded for readers, [low, high] as computed."""

    derived: Slug
    label: str
    value: Decimal
    low: Annotated[Decimal, Field(allow_inf_nan=True)]
    high: Annotated[Decimal, Field(allow_inf_nan=True)]
    unit: str
    decimals: int
    bound: Bound
    preliminary: bool
    formula: str
    inputs: tuple[str, ...]
    caveat: str
    printed: str

    @property
    def wording(self) -> str:
        """The value with its hedge and unit, as a figure's `wording`."""
        return self.printed

    @property
    def id(self) -> str:
        """The id, under the name that figures and derived quantities share."""
        return self.derived


class Pair(NamedTuple):
    """A figure of the planned year beside the reviewed year's. `why` says, in Chinese, why not comparable."""

    target: Figure
    actual: Figure | None
    comparable: bool
    why: str


SUFFIX = {"growth": "增速", "change": "变化", "completion": "完成进度", "rank": "位次"}
"""What a measure adds to an indicator's name; the others are said by the unit."""

KEY = ("indicator", "item", "project", "measure", "period", "scenario")
"""The columns that say what a figure is about: no two rows share all of them."""

CODELISTS: dict[str, tuple[str, ...]] = {
    "measure": get_args(Measure), "scenario": get_args(Scenario),
    "bound": get_args(Bound), "stage": get_args(Stage), "reason": get_args(Reason),
    "commitment": get_args(Commitment), "not_task_reason": get_args(NotTaskReason),
}  # fmt: skip
"""Vocabularies that the program knows; those of chapter, sector and topic are open: codelists.csv."""

TABLES: dict[str, type[Model]] = {
    "indicators": Indicator,
    "units": Unit,
    "codelists": Code,
    "figures": Figure,
    "mentions": Mention,
    "not_figures": NotFigure,
    "projects": Project,
    "tasks": Task,
    "not_tasks": NotTask,
    "statements": Statement,
    "glossary": Term,
}
