"""Which indicator a subject means: its names equal, at the end, inside, or alike; the dimension must fit."""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from .vocabulary import Vocabulary

ACCEPT, SURE = 62, 80
_SAME = (
    ("规模以上", "规上"), ("社会消费品零售总额", "社零"), ("城镇常住居民", "城镇居民"),
    ("农村常住居民", "农村居民"), ("常住居民", "居民"),
)  # fmt: skip
_SECTOR = re.compile("(?<!第)([一二三])产(?!业)")
_MARKS = re.compile("[“”（）()、的 《》]")
_GROWTH = re.compile("(?:增速|增幅|涨幅|增长率)$")
_LEAST = 2  # characters of a name that may be part of a longer one


class Matched(NamedTuple):
    """An indicator ("" for none), how alike its name is (0 to 100), and what the subject says besides."""

    indicator: str
    score: float
    item: str


class Known:
    """The names that an accepted edition uses: label, item, both; each with its indicator and item."""

    def __init__(self) -> None:
        self.names: dict[str, tuple[str, str]] = {}
        self.used: dict[tuple[str, str], set[tuple[str, str]]] = {}
        self._twice: set[str] = set()

    def add(self, indicator: str, label: str, item: str, measured: tuple[str, str]) -> None:
        """One of its figures. told: measure and unit."""
        if item and label:
            self._name(item + label, indicator, item)
            self._name(item, indicator, item)
        elif label:
            self._name(label, indicator, "")
        self.used.setdefault(measured, set()).add((indicator, item))

    def _name(self, name: str, indicator: str, item: str) -> None:
        name = plain(name)
        if self.names.setdefault(name, (indicator, item)) != (indicator, item):
            self._twice.add(name)

    def find(self, name: str) -> tuple[str, str] | None:
        """The indicator and item that a name stands for, None where it is none or stands for two."""
        return None if name in self._twice else self.names.get(name)


class Matcher:
    """The names of all indicators, ready to be compared. Answers are kept."""

    def __init__(self, vocabulary: Vocabulary, first: Known | None = None):
        self.vocabulary = vocabulary
        self.first = first or Known()
        self.names: list[tuple[str, str]] = []
        for id, row in vocabulary.indicators.items():
            for name in (row["label_zh"], *row["aliases"].split(";")):
                if name:
                    self.names.append((plain(name), id))
        self.exact: dict[str, list[str]] = {}
        for name, id in self.names:
            self.exact.setdefault(name, []).append(id)
        self.sizes = [len(set(name)) for name, _ in self.names]
        self.with_letter: dict[str, list[int]] = {}
        for at, (name, _) in enumerate(self.names):
            for letter in set(name):
                self.with_letter.setdefault(letter, []).append(at)
        self.find = lru_cache(maxsize=None)(self._find)

    def _find(self, subject: str, measure: str, unit: str) -> Matched:
        """The indicator that a subject means, given how it is measured."""
        name = plain(subject)
        if not name:
            return Matched("", 0, "")
        for form in dict.fromkeys((name, _GROWTH.sub("", name))):
            if (known := self.first.find(form)) and self.fits(known[0], measure, unit):
                return Matched(known[0], 100, known[1])
        name = _GROWTH.sub("", name) or name
        for id in self.exact.get(name, ()):
            if self.fits(id, measure, unit):
                return Matched(id, 100, "")
        best, score, item = "", 0.0, ""
        letters = set(name)
        shared = Counter(at for letter in letters for at in self.with_letter.get(letter, ()))
        for at in sorted(at for at, common in shared.items() if common * 2 >= self.sizes[at]):
            (alias, id), common = self.names[at], shared[at]
            if len(alias) >= 3 and name.endswith(alias):
                got, rest = 90 + len(alias) / len(name) * 8, name[: -len(alias)]
            elif len(alias) >= 4 and alias in name:
                got, rest = 80 + len(alias) / len(name) * 10, name.replace(alias, "", 1)
            elif 170 * common / (self.sizes[at] + len(letters)) > max(score, ACCEPT - 8):
                got, rest = SequenceMatcher(None, alias, name, autojunk=False).ratio() * 85, ""
            else:
                continue
            if got > score and self.fits(id, measure, unit):
                best, score, item = id, got, rest
        if score < SURE and (used := self._used(name, measure, unit)):
            return used
        return Matched(best, score, item) if score >= ACCEPT else Matched("", score, "")

    def _used(self, name: str, measure: str, unit: str) -> Matched | None:
        """The one figure of the accepted edition, of this measure and unit, whose name holds this one."""
        if len(name) < _LEAST:
            return None
        held = {
            pair for pair in self.first.used.get((measure, unit), ())
            if name in plain(pair[1] + self.vocabulary.indicators[pair[0]]["label_zh"])
        }  # fmt: skip
        if len(held) != 1:
            return None
        indicator, item = held.pop()
        return Matched(indicator, SURE, item)

    def fits(self, indicator: str, measure: str, unit: str) -> bool:
        """Whether a number of this measure and unit can be one of the indicator's."""
        usual = self.vocabulary.indicators[indicator]["unit"]
        if measure in ("growth", "rank", "change", "completion") or not usual:
            return True
        mine, its = self.vocabulary.dimension(unit), self.vocabulary.dimension(usual)
        if measure in ("rate", "share"):
            return mine == its
        return mine == its or mine.startswith(f"{its}_per_")


def plain(name: str) -> str:
    """A name as it is compared."""
    for long, short in _SAME:
        name = name.replace(long, short)
    return _MARKS.sub("", _SECTOR.sub(r"第\1产业", name))
