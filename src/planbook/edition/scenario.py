"""A scenario: growth targets that the reader sets in the place of the report's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import ClassVar

from planbook.errors import InputError

from .finding import nearest
from .model import Figure
from .settable import growth_target


class Assumed(Figure):
    """A target that the reader put in the place of the report's; `in_report` is the report's, as printed."""

    assumed: ClassVar[bool] = True
    in_report: str


def assumed(target: Figure, rate: float) -> Assumed:
    """The growth target with the reader's rate, in per cent, in the place of its own."""
    value = Decimal(str(rate)).normalize()
    value = value.quantize(Decimal(1)) if value == value.to_integral_value() else value
    return Assumed.model_construct(
        **target.model_dump()
        | {
            "value": value, "unit": "%", "bound": "eq", "against": "", "printed": f"{value:f}%",
            "in_report": target.printed, "note": "读者假定的增速，不是报告的目标",
        }
    )  # fmt: skip


def numbered_growth(
    figures: Iterable[Figure], growth: Mapping[str, float], planned: str
) -> dict[str, Assumed]:
    """The targets that change, by figure id. InputError for an indicator that has none to be set."""
    named = ((growth_target(f.model_dump(mode="json"), planned), f) for f in figures)
    known = {name: figure for name, figure in named if name}
    unknown = [name for name in growth if name not in known]
    if unknown:
        raise InputError(
            "; ".join(
                f"growth: {name!r} has no growth target with a number; nearest: {nearest(name, known)!r}"
                for name in unknown
            )
        )
    return {known[name].figure: assumed(known[name], rate) for name, rate in growth.items()}
