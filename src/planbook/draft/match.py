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


class Matched(NamedTuple):
    """An indicator ("" for none), how alike its name is (0 to 100), and what the subject says besides."""

    indicator: str
    score: float
    item: str


class Matcher:
    """The names of all indicators, ready to be compared. Answers are kept."""

    def __init__(self, vocabulary: Vocabulary, first: dict[str, str] | None = None):
        self.vocabulary = vocabulary
        self.names: list[tuple[str, str]] = [(plain(name), id) for name, id in (first or {}).items()]
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
        return Matched(best, score, item) if score >= ACCEPT else Matched("", score, "")

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
