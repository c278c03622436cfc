"""A trial edition in memory: invented figures for the pictures, with names and values as awkward as a test
needs."""

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

from planbook.edition import Derived, Figure, Pair, load, parse
from planbook.edition.derived import interval
from planbook.edition.pairs import compare
from planbook.show import output

DATA = Path(__file__).parent / "data" / "good"
UNITS = load("qingshi-2026", DATA)


def figure(id: str, label: str, printed: str, **more) -> Figure:
    """A figure called `label` with value, unit and bound as `printed` says; words only when it is no
    number."""
    try:
        read = parse(printed, tuple(UNITS._units))
        number = {"value": read.value, "unit": read.unit, "bound": read.bound}
    except ValueError:
        number = {"value": None, "unit": "", "bound": "approx"}
    row = {
        "figure": id,
        "chapter": "overview",
        "indicator": "gdp",
        "item": label,
        "project": "",
        "measure": "level",
        "period": "2025",
        "scenario": "actual",
        "preliminary": "",
        "rank_of": "",
        "against": "",
        "note": "",
        "printed": printed,
    }
    return Figure(**{**row, **number, **more})


def derived(id: str, label: str, printed: str, inputs: Iterable[str] = (), **more) -> Derived:
    """A derived quantity with an interval of one per cent either way."""
    read = parse(printed)
    entry = {
        "derived": id,
        "label": label,
        "value": read.value,
        "low": read.value * Decimal("0.99"),
        "high": read.value * Decimal("1.01"),
        "unit": read.unit,
        "decimals": 1,
        "bound": "eq",
        "preliminary": False,
        "formula": "甲 ÷ 乙",
        "inputs": tuple(inputs),
        "caveat": "",
        "printed": printed,
    }
    return Derived(**{**entry, **more})


def pair(label: str, actual: str | None, target: str, why: str = "", **more) -> Pair:
    """A target beside the reviewed year's figure."""
    id = f"p{sum(map(ord, label))}"
    before = None if actual is None else figure(f"{id}-2025", label, actual, measure="growth", **more)
    after = figure(f"{id}-2026", label, target, measure="growth", period="2026", scenario="target")
    return Pair(after, before, not why and before is not None and after.value is not None, why)


class Trial:
    """What the pictures ask of an edition; units and conversion are those of the test edition."""

    id, reviewed, planned = "trial-2026", "2025", "2026"
    source = SimpleNamespace(county="青石县")

    def __init__(self, *figures: Figure | Derived):
        self._known = {one.id: one for one in figures}

    def __getitem__(self, id):
        return self._known[id]

    def get(self, id):
        return self._known.get(id)

    def label(self, one):
        return one.label if isinstance(one, Derived) else one.item

    def indicator(self, one):
        return SimpleNamespace(label_zh=one.item, price_basis="", topic="")

    def places(self, one):
        return ["第一部分（一）第2段"]

    def unit(self, name):
        return UNITS.unit(name)

    def convert(self, one, unit):
        return UNITS.convert(one, unit)

    def interval(self, one, unit=""):
        if one.value is None:
            return None
        found = interval(one, UNITS._units)
        return found.scaled(UNITS._units.ratio(one.unit, unit)) if unit else found

    def compare(self, pair):
        return None if pair.actual is None else compare(pair.target, pair.actual, UNITS._units)


class Screen(list):
    """Everything that was put on the page, in order: pairs of bundle and metadata."""

    @property
    def myst(self) -> list[str]:
        """The MyST of each text."""
        return [data[output.MYST] for data, _ in self if output.MYST in data]

    @property
    def plain(self) -> list[str]:
        """The GFM of each text."""
        return [data[output.GFM] for data, _ in self if output.GFM in data]
