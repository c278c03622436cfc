"""Derived quantities as formulas of the workbook: change a figure, and what follows from it changes.

A formula looks its figures up by id, so that it stays right when somebody sorts or filters a table. What is
itself derived is written out inside it: a cell of a column cannot look up its own column.
"""

from collections.abc import Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal, localcontext
from typing import NamedTuple

from planbook.edition import Derived, Edition, Figure
from planbook.edition.model import Derivation

FIGURES, VALUE, ID = "figures", "数值", "编号"
FEWEST = -9  # decimals: 2200 has been rounded to −2


class Term(NamedTuple):
    """An expression of the workbook and what it gives here."""

    text: str
    value: Decimal


def lookup(id: str) -> str:
    """The number of a figure, wherever its row stands."""
    return f'INDEX({FIGURES}[{VALUE}],MATCH("{id}",{FIGURES}[{ID}],0))'


def own(table: str) -> str:
    """The number of the figure whose id stands in the same row of `table`."""
    return f"INDEX({FIGURES}[{VALUE}],MATCH({table}[[#This Row],[{ID}]],{FIGURES}[{ID}],0))"


def derived(ed: Edition, entries: Mapping[str, Derivation], quantity: Derived) -> str:
    """The formula of a derived quantity, without =; "" when none gives exactly the number of the book."""
    term = _rounded(ed, entries, quantity)
    return term.text if term else ""


def _rounded(ed: Edition, entries: Mapping[str, Derivation], quantity: Derived) -> Term | None:
    """The quantity as the book rounds it: half up, but a bound so that it stays true."""
    inputs = []
    for id in quantity.inputs:
        one = ed[id]
        term = _rounded(ed, entries, one) if isinstance(one, Derived) else _figure(one)
        if term is None:
            return None
        inputs.append((one, term))
    with localcontext() as context:
        context.prec = 50
        exact = _apply(ed, entries[quantity.derived], inputs)
        downwards = quantity.bound in ("gt", "ge")
        upwards = quantity.bound in ("lt", "le")
        rounding = ROUND_FLOOR if downwards else ROUND_CEILING if upwards else ROUND_HALF_UP
        for decimals in range(quantity.decimals, FEWEST - 1, -1):
            if exact.value.quantize(Decimal(1).scaleb(-decimals), rounding) == quantity.value:
                break
        else:
            return None
    if rounding == ROUND_HALF_UP:
        return Term(f"ROUND({exact.text},{decimals})", quantity.value)
    name = "ROUNDDOWN" if downwards == (exact.value >= 0) else "ROUNDUP"
    # the inner ROUND takes back what binary fractions add or lose
    return Term(f"{name}(ROUND({exact.text},{decimals + 9}),{decimals})", quantity.value)


def _figure(figure: Figure) -> Term | None:
    return None if figure.value is None else Term(lookup(figure.figure), figure.value)


def _apply(ed: Edition, entry: Derivation, inputs: list[tuple[Figure | Derived, Term]]) -> Term:
    """What an entry of derived.yml says, as an expression; the counterpart of planbook.edition.derived."""
    units = [one.unit for one, _ in inputs]
    terms = [term for _, term in inputs]
    a, b = terms[0], terms[1]
    if entry.op in ("sum", "difference", "gap"):
        target = "%" if entry.op == "gap" else entry.unit
        scaled = [_scaled(ed, term, unit, target) for term, unit in zip(terms, units, strict=True)]
        sign = "+" if entry.op == "sum" else "-"
        rest = sum((term.value for term in scaled[1:]), Decimal(0))
        value = scaled[0].value + rest if sign == "+" else scaled[0].value - rest
        return Term(sign.join(term.text for term in scaled), value)
    if entry.op in ("implied_base", "implied_level"):
        a, factor = _scaled(ed, a, units[0], entry.unit), 1 + b.value / 100
        sign, value = ("/", a.value / factor) if entry.op == "implied_base" else ("*", a.value * factor)
        return Term(f"{a.text}{sign}(1+{b.text}/100)", value)
    if entry.op == "quotient":
        above, _, below = entry.unit.partition("/")
        a = _scaled(ed, a, units[0], above)
        b = _scaled(ed, b, units[1], below) if below else b
        return Term(f"{a.text}/({b.text})", a.value / b.value)
    a = _scaled(ed, a, units[0], units[1])  # share, ratio: one unit against the other
    if entry.op == "share":
        return Term(f"{a.text}/{b.text}*100", a.value / b.value * 100)
    return Term(f"{a.text}/{b.text}", a.value / b.value)


def _scaled(ed: Edition, term: Term, source: str, target: str) -> Term:
    """A term in another unit."""
    if source == target:
        return term
    up, down = ed.unit(source).factor, ed.unit(target).factor
    if up == down:
        return term
    ratio = up / down if up > down else down / up
    if ratio != ratio.to_integral_value():  # 亩 → 公顷: both factors, or digits would be lost
        return Term(f"{term.text}*{up:f}/{down:f}", term.value * up / down)
    sign = "*" if up > down else "/"
    return Term(f"{term.text}{sign}{ratio.to_integral_value():f}", term.value * up / down)
