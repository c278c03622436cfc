"""Units as XBRL has them: 亿元 is iso4217:CNY with scale 8, % is xbrli:pure with scale −2, 亩 is our own."""

from decimal import Decimal
from typing import NamedTuple

from planbook.edition.units import Units, exponent
from planbook.formats.xbrl.names import OWN, ncname

CURRENCIES = {"元": "CNY", "美元": "USD", "港元": "HKD", "欧元": "EUR"}
PERCENT = "%"
SCALES = "十百千万亿"


class Unit(NamedTuple):
    """A unit: measures above and below the line, each a qualified name."""

    above: str
    below: str = ""

    @property
    def id(self) -> str:
        """Its id in the report, an XML name."""
        return "u-" + "-per-".join(ncname(one) for one in self if one)

    @property
    def is_money(self) -> bool:
        return self.above.startswith("iso4217:") and not self.below

    @property
    def is_pure(self) -> bool:
        return self.above == "xbrli:pure"


def scaled(units: Units, printed: str) -> tuple[Unit, int]:
    """The unit that a printed unit counts in, and the power of ten between the two.

    That is its base where the two differ by a power of ten (兆瓦: 千瓦, 3), else what stays without its
    万 and 亿 (万吨: 吨, 4, though the base is 斤), else the unit itself.
    """
    one, plain = units[printed], printed.lstrip(SCALES)
    named, power = one.base, _power(one.factor)
    if power is None:
        named = plain if plain in units and units[plain].base == one.base else printed
        power = _power(units.ratio(printed, named))
    if power is None:
        named, power = printed, 0
    return (Unit("xbrli:pure"), power - 2) if named == PERCENT else (_unit(named), power)


def _power(ratio: Decimal) -> int | None:
    """The power of ten that a ratio is; None where it is none."""
    return exponent(ratio.normalize()) if ratio.normalize().as_tuple().digits == (1,) else None


def _unit(name: str) -> Unit:
    above, _, below = name.partition("/")
    return Unit(_measure(above), _measure(below)) if above and below else Unit(_measure(name))


def _measure(name: str) -> str:
    return f"iso4217:{CURRENCIES[name]}" if name in CURRENCIES else f"{OWN}:{ncname(name)}"
