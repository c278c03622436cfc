"""The cover of the book as one file: what it is, of when, and with which parameters it was made."""

import datetime
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planbook.errors import BindError
from planbook.show.data_page import value_in_words

EPOCH = "SOURCE_DATE_EPOCH"
# Of source.yml's `publication`, as a page of 政府信息公开 calls them.
PUBLICATION = {
    "index_number": "索引号",
    "document_number": "发文字号",
    "subject": "主题分类",
    "genre": "体裁分类",
    "publisher": "发布机构",
    "written": "成文日期",
    "published": "发布日期",
}
KEYWORDS = ("index_number", "document_number", "subject", "genre")


@dataclass(frozen=True)
class Cover:
    """What the cover and the document's metadata say.

    facts and parameters are (name, value) in the order of the page; parameters stand in the colophon.
    keywords: the publication's number and subject. `built` is the date of the metadata. It
    is never read from a clock: it comes from SOURCE_DATE_EPOCH or from the caller, and else it is that of
    the report.
    """

    title: str
    subtitle: str = ""
    author: str = ""
    edition: str = ""
    keywords: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    parameters: tuple[tuple[str, str], ...] = ()
    built: datetime.date | None = None

    @classmethod
    def of(
        cls, stage: Path, parameters: Iterable[tuple[str, object]] = (), built: datetime.date | None = None
    ) -> "Cover":
        """The cover of the edition on the stage.

        Args:
            stage: its `_config.yml` knows the book's title, its `data/*/source.yml` what the report is.
            parameters: those in force, (name, value); an empty value is shown as a dash.
            built: the day of the build; SOURCE_DATE_EPOCH goes before it.

        Raises:
            BindError: one of the two files cannot be read, or SOURCE_DATE_EPOCH is no number.
        """
        config, source = _yaml(stage / "_config.yml"), {}
        for source_file in sorted(stage.glob("data/*/source.yml"))[:1]:
            source = _yaml(source_file)
        day = epoch() or built
        draft = source.get("status", "draft") == "draft"
        publication = source.get("publication") or {}
        facts = {
            "报告": source.get("title"),
            "报告单位": source.get("producer"),
            "受托": source.get("on_behalf"),
            "提交": source.get("presented_to"),
            "报告日期": in_words(source.get("date")),
            "文稿": "提交大会的草案" if draft else "",
            "核对": "草稿，程序读出，尚未经人核对" if source.get("unreviewed") is True else "",
            **{name: in_words(publication.get(key)) for key, name in PUBLICATION.items()},
            "成书日期": in_words(day),
        }
        reviewed, planned, producer = (source.get(key) for key in ("reviewed", "planned", "producer"))
        return cls(
            title=str(config.get("title") or source.get("edition") or "planbook"),
            subtitle=f"{reviewed}年执行情况与{planned}年计划{'（草案）' if draft else ''}" if planned else "",
            author=str(config.get("author") or (f"planbook，据{producer}的报告" if producer else "planbook")),
            edition=str(source.get("edition") or ""),
            keywords=tuple(str(publication[key]) for key in KEYWORDS if publication.get(key)),
            facts=tuple((name, str(value)) for name, value in facts.items() if value),
            parameters=tuple((name, value_in_words(value)) for name, value in parameters),
            built=day or as_date(source.get("date")),
        )

    def texts(self) -> Iterable[str]:
        """Everything that the cover prints."""
        yield from (self.title, self.subtitle, self.author, *self.keywords)
        for pair in (*self.facts, *self.parameters):
            yield from pair


def _yaml(path: Path) -> dict[str, Any]:
    import yaml

    try:
        return yaml.safe_load(path.read_text("utf-8")) or {}
    except (OSError, yaml.YAMLError) as error:
        raise BindError(f"{path.name}: {error}") from error


def epoch() -> datetime.date | None:
    """The day that SOURCE_DATE_EPOCH names, in UTC.

    Raises:
        BindError: the variable is set to something else than seconds.
    """
    text = os.environ.get(EPOCH, "")
    if not text:
        return None
    try:
        return datetime.datetime.fromtimestamp(int(text), datetime.UTC).date()
    except (ValueError, OverflowError, OSError) as error:
        raise BindError(f"{EPOCH}: seconds since 1970 expected, got {text!r}") from error


def as_date(value: Any) -> datetime.date | None:
    """A date from what YAML makes of one; None when it is none."""
    if isinstance(value, datetime.date):
        return value
    try:
        return datetime.date.fromisoformat(str(value))
    except ValueError:
        return None


def in_words(value: Any) -> str:
    """A date in words: 2026年1月27日; what is no date is shown as it is."""
    day = as_date(value)
    return f"{day.year}年{day.month}月{day.day}日" if day else str(value or "")
