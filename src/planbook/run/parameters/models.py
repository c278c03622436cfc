"""What can be set: one typed model for the book and one for each chapter, the single authority.

The `parameters` cell of a notebook repeats these lines for plain papermill; `cell()` prints them and a test
keeps them equal. A new parameter is one line in a model. Values stay what papermill can write into a cell:
text, whole number, number, yes or no, list, mapping.
"""

import datetime
import re
import types
import typing
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo

Value = str | int | float | bool | list[Any] | dict[str, Any]


def about(default: Value, zh: str, en: str, **bounds: Any) -> Any:
    """A parameter: its default, its meaning in Chinese and English, and pydantic's bounds (`ge`, `le`, …)."""
    how = {"default_factory": default.copy} if isinstance(default, list | dict) else {"default": default}
    return Field(**how, description=en, json_schema_extra={"zh": zh}, **bounds)


def _date(text: str) -> str:
    if text:
        try:
            if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
                raise ValueError
            datetime.date.fromisoformat(text)
        except ValueError:
            raise ValueError("a date such as 2026-06-30") from None
    return text


def _once(values: list[str]) -> list[str]:
    if twice := [value for value in values if values.count(value) > 1]:
        raise ValueError(f"each once ({twice[0]} stands twice)")
    return values


Date = Annotated[str, AfterValidator(_date), Field(json_schema_extra={"format": "date"})]
Rate = Annotated[float, Field(ge=-50, le=100)]
T = TypeVar("T")
Several = Annotated[list[T], Field(max_length=60), AfterValidator(_once)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


class Book(_Model):
    """The book's parameters: they hold for every chapter that declares them."""

    edition: str = about(
        "",
        "哪一份报告，data/ 下的文件夹名；空为唯一或最新的一份",
        "which report: the name of a folder in data/; empty for the only or the newest one",
    )
    scenario: Literal["plan", "own"] = about(
        "plan",
        "目标情景：plan 为报告自己的目标，own 为读者自己假定的增速",
        "targets: plan is the report's own, own takes the reader's growth rates",
    )
    growth: dict[str, Rate] = about(
        {},
        "情景为 own 时读者假定的增速，指标编号: 百分数",
        "with scenario own: the reader's growth rates, indicator id: per cent",
    )
    progress: str = about(
        "", "年中进展数据（CSV 文件路径），空为没有", "actuals to date, path of a CSV file; empty for none"
    )
    as_of: Date = about("", "进展数据截至哪一天", "the day up to which the actuals go")


PATHS = ("progress",)  # parameters that name a file, relative to where they are written


class Chapter(_Model):
    """What one chapter can vary; a chapter that varies nothing has an empty model."""


class Overview(Chapter):
    order: Literal["gap", "given"] = about(
        "gap",
        "目标图的次序：gap 按差距从大到小，given 按报告的次序",
        "order of the targets: gap is largest difference first, given is the report's",
    )


class Industry(Chapter):
    top_projects: int = about(12, "列出多少个项目", "how many projects to list", ge=1, le=60)
    sectors: Several[str] = about(
        [],
        "只列哪些行业的项目（codelists.csv 的 sector 编号），空为全部",
        "list projects of these sectors only (codes of codelists.csv); empty for all",
    )


class Projects(Chapter):
    stages: Several[Literal["built", "under_construction", "started", "planned", "proposed"]] = about(
        [], "只列哪些阶段的项目，空为全部", "list projects at these stages only; empty for all"
    )


def _line() -> Any:
    zh, en = "比率图上画出的界线，%；0 为不画", "the line drawn on pictures of rates, per cent; 0 for none"
    return about(0, zh, en, ge=0, le=100)


class UrbanRural(Chapter):
    threshold: int = _line()


class Livelihood(Chapter):
    threshold: int = _line()


# A chapter is named by its notebook, chapters/<name>.ipynb. One without a model of its own varies nothing.
CHAPTERS: dict[str, type[Chapter]] = {
    "overview": Overview,
    "industry": Industry,
    "projects": Projects,
    "urban_rural": UrbanRural,
    "livelihood": Livelihood,
}


def model(chapter: str | None) -> type[_Model]:
    """The model of a chapter, or of the book when `chapter` is None."""
    return Book if chapter is None else CHAPTERS.get(chapter, Chapter)


def described(owner: type[_Model]) -> Iterator[dict[str, Any]]:
    """Each parameter of a model: name, type, default, expected (bounds and choices in words), zh, en."""
    for name, field in owner.model_fields.items():
        yield {
            "name": name,
            "type": kind(field).__name__,
            "default": field.get_default(call_default_factory=True),
            "expected": expected(field),
            "zh": _zh(field),
            "en": field.description,
        }


def _zh(field: FieldInfo) -> str:
    extra = field.json_schema_extra
    return str(extra["zh"]) if isinstance(extra, dict) else ""


def in_force(given: Mapping[str, Any]) -> Iterator[tuple[str, Any, str]]:
    """Each parameter in force: label (industry.top_projects), value, meaning in Chinese; the book's first.

    given: {"book": {name: value}, "chapters": {chapter: {name: value}}}, as in the manifest.
    """
    for owner, values in (("", given["book"]), *given["chapters"].items()):
        meanings = {one["name"]: one["zh"] for one in described(model(owner or None))}
        for name in sorted(values, key=[*meanings, *values].index):  # a manifest has them by the alphabet
            yield f"{owner}.{name}" if owner else name, values[name], meanings.get(name, "")


def changed(given: Mapping[str, Any]) -> Iterator[tuple[str, Any, str]]:
    """Those in force that are not at their defaults, as `in_force` has them; the edition is no change."""
    usual = {label: value for label, value, _ in in_force(defaults(given))}
    for label, value, zh in in_force(given):
        if label != "edition" and value != usual.get(label):
            yield label, value, zh


def defaults(given: Mapping[str, Any]) -> dict[str, Any]:
    """The defaults of the parameters in force, in the form of `given` (see `in_force`)."""
    return {
        "book": Book().model_dump(),
        "chapters": {chapter: model(chapter)().model_dump() for chapter in given["chapters"]},
    }


def kind(field: FieldInfo) -> type:
    """The plain type that papermill sees: str, int, float, bool, list or dict."""
    return _plain(field.annotation)


def _plain(annotation: Any) -> type:
    origin = typing.get_origin(annotation)
    if origin is Literal:
        return type(typing.get_args(annotation)[0])
    if origin is Annotated or isinstance(annotation, types.UnionType):
        return _plain(typing.get_args(annotation)[0])
    plain: type = origin or annotation
    return plain


_WORDS = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}


def expected(field: FieldInfo, inside: bool = False) -> str:
    """What a parameter, or one item `inside` it, accepts, in words: `a whole number from 1 to 60`."""
    if inside and (args := typing.get_args(field.annotation)):
        return _expected(args[-1], [])
    return _expected(field.annotation, field.metadata)


def _expected(annotation: Any, metadata: list[Any]) -> str:
    origin, args = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is Annotated:
        inner = [m for a in args[1:] for m in (a.metadata if isinstance(a, FieldInfo) else [a])]
        return _expected(args[0], [*inner, *metadata])
    if origin is Literal:
        return f"one of {', '.join(map(str, args))}"
    if origin is dict:
        return f"a mapping from {_expected(args[0], [])} to {_expected(args[1], [])}"
    if origin is list:
        return f"a list, each item {_expected(args[0], [])}" + _bounds(metadata, "items")
    if any(isinstance(m, AfterValidator) and m.func is _date for m in metadata):
        return "a date such as 2026-06-30, or empty"
    return _WORDS.get(annotation, str(annotation)) + _bounds(metadata, "characters")


def _bounds(metadata: list[Any], counted: str) -> str:
    limits = ((name, getattr(m, name, None)) for m in metadata for name in _BOUNDS)
    bounds = {name: value for name, value in limits if value is not None}
    low, high = bounds.get("ge"), bounds.get("le")
    if low is not None and high is not None:
        return f" from {low} to {high}"
    words = [f"{word} {bounds[name]}" for name, word in _BOUNDS.items() if name in bounds]
    if bounds.get("min_length") == 1 and counted == "characters":
        return ", not empty"
    if "min_length" in bounds or "max_length" in bounds:
        words = [f"{word} {bounds[n]} {counted}" for n, word in _BOUNDS.items() if n in bounds]
    return f", {', '.join(words)}" if words else ""


_BOUNDS = {
    "ge": "at least",
    "gt": "more than",
    "le": "at most",
    "lt": "less than",
    "min_length": "at least",
    "max_length": "at most",
    "multiple_of": "a multiple of",
}


def cell(chapter: str, declared: Iterable[str]) -> str:
    """The `parameters` cell of a chapter: what its notebook declares, in its order, then what else it has."""
    own = model(chapter).model_fields
    fields = Book.model_fields | own
    names = dict.fromkeys((*(name for name in declared if name in fields), *own))
    return "\n".join(line(name, fields[name]) for name in names)


def line(name: str, field: FieldInfo) -> str:
    """One line of a `parameters` cell: name, type, default, meaning."""
    default = field.get_default(call_default_factory=True)
    shown = f'"{default}"' if isinstance(default, str) else repr(default)
    return f"{name}: {kind(field).__name__} = {shown}  # {_zh(field)}"


def schema(chapter: str | None = None) -> dict[str, Any]:
    """JSON Schema of one chapter's parameters, or of a whole params.yml."""
    if chapter is not None:
        return {"$schema": _DRAFT, **model(chapter).model_json_schema()}
    whole = Book.model_json_schema()
    chapters = {name: owner.model_json_schema() for name, owner in CHAPTERS.items()}
    whole["properties"]["chapters"] = {
        "type": "object",
        "description": "overrides for one chapter",
        "properties": chapters,
        "additionalProperties": False,
    }
    return {"$schema": _DRAFT, **whole}


_DRAFT = "https://json-schema.org/draft/2020-12/schema"
