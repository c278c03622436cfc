"""Which chapter: theme words in the subject, the clause and the paragraph, and the indicator's own."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from .match import SURE, Matched
from .vocabulary import Vocabulary
from .words import Words

UNPLACED = "unplaced"
_INDICATOR, _LIKELY = 12.0, 3.0
_CLEAR, _UNCLEAR = 0.3, 0.3  # how far the first chapter must lead to speak for its line, to stand by itself


class Placed(NamedTuple):
    """A chapter, and how clearly it came first (0 to 1)."""

    chapter: str
    clear: float


class Places:
    """The theme words, ready to be looked for."""

    def __init__(self, words: Words, vocabulary: Vocabulary):
        self.vocabulary = vocabulary
        self.themes = words.below("chapter.")
        self.chapters = tuple(self.themes)
        self.weights: dict[str, list[tuple[str, float]]] = {}
        for chapter, theme in self.themes.items():
            for word in theme:
                self.weights.setdefault(word, []).append((chapter, len(word) ** 0.5))
        self.words = lru_cache(maxsize=4096)(self._words)
        self.topics = words.below("topic.")

    def _words(self, text: str) -> frozenset[str]:
        """The theme words that occur in a text, overlapping ones and those inside longer ones too."""
        return frozenset(word for word in self.weights if word in text)

    def of(self, subject: str, clause: str, lead: str, head: str, matched: Matched) -> Placed:
        """The chapter of a figure or a task."""
        score = dict.fromkeys(self.chapters, 0.0)
        about = self.words(subject)
        for words, weight in (
            (about, 3.0), (self.words(clause) - about, 1.2), (self.words(lead), 1.0), (self.words(head), 0.5),
        ):  # fmt: skip
            for word in words:
                for chapter, size in self.weights[word]:
                    score[chapter] += weight * size
        if matched.indicator:
            own = self.vocabulary.indicators[matched.indicator]["chapter"]
            if own in score:
                score[own] += _INDICATOR if matched.score >= SURE else _LIKELY
        best = max(score, key=lambda chapter: score[chapter])
        ordered = sorted(score.values(), reverse=True)
        if not ordered[0]:
            return Placed(UNPLACED, 0.0)
        return Placed(best, (ordered[0] - ordered[1]) / ordered[0])

    def topic(self, *texts: str) -> str:
        """The topic whose words stand in the first of some texts that has any; "" for none."""
        for text in texts:
            score = {
                code: sum(len(word) ** 2 for word in some if word in text)
                for code, some in self.topics.items()
            }
            best = max(score, key=lambda code: score[code], default="")
            if best and score[best]:
                return best
        return ""


def settled(chapters: list[tuple[int, str, float]]) -> list[str]:
    """The chapters of (line, chapter, how clear) with the unplaced and the unclear in that of their line.

    A line's chapter is that of most of its clear figures; where it has none, the chapter before.
    """
    by_line: dict[int, Counter[str]] = {}
    for line, chapter, clear in chapters:
        if chapter != UNPLACED and clear >= _CLEAR:
            by_line.setdefault(line, Counter())[chapter] += 1
    found, last = [], "overview"
    for line, chapter, clear in chapters:
        most = by_line[line].most_common(1)[0] if line in by_line else ("", 0)
        if chapter == UNPLACED:
            chapter = most[0] or last
        elif clear < _UNCLEAR and most[1] > 1:
            chapter = most[0]
        last = chapter
        found.append(chapter)
    return found
