"""How firmly a clause says a thing: the verbs of strength with their adverbs, and other signs."""

from __future__ import annotations

import re
from functools import lru_cache

from .words import Words

_AIM_MODIFIER = (
    r"(?:切实|有效|全面|不断|进一步|持续|着力|更好|从而|真正|全力|努力|加快|以|逐步|最终|充分|牢牢|着重)*"
)


HIDDEN = "口"  # stands for what is in quotation marks
_MATTER = 15  # characters of a clause that only names a field
_HOPE = 18  # characters of a clause that only says what comes of a task


class Verbs:
    """The patterns of strength, once for each set of lists."""

    def __init__(self, words: Words):
        self.code: dict[str, str] = {}
        for code, told in words.below("strength.").items():
            for verb in told:
                self.code.setdefault(verb, code)
        verbs = "|".join(map(re.escape, sorted(self.code, key=len, reverse=True)))
        self.goes_on = re.compile(words.any("goes_on"))
        adverb = words.any("adverbs", "goes_on")
        self.at_front = re.compile(
            rf"(?P<adverbs>{adverb}*)(?P<verb>{verbs})(?:和|、)?(?P<more>(?:{verbs})?)"
        )
        self.only_adverb = re.compile(rf"{adverb}+")
        self.inside = re.compile(rf"(?P<adverbs>{adverb}+)(?P<verb>{verbs})")
        firm = frozenset(words["firm"])
        strong = [
            verb for verb, code in self.code.items()
            if code in ("ensure", "strive", "assist", "start", "propose") or verb in firm
        ]  # fmt: skip
        alternatives = "|".join(map(re.escape, sorted(strong, key=len, reverse=True)))
        self.firm = re.compile(rf"(?P<adverbs>{adverb}*)(?P<verb>{alternatives})")
        self.means = re.compile(words.any("means"))
        self.counted = frozenset(words["counted"])
        self.own_task, self.hopes = frozenset(words["own_task"]), frozenset(words["hopes"])
        self.broad, self.plain = frozenset(words["broad"]), frozenset(words["plain"])
        self.pressing = re.compile(words.any("pressing"))
        self.hoping = re.compile(words.any("hoping"))
        self.fields = re.compile(rf"{words.any('fields')}$")
        self.hope = re.compile(rf"{_AIM_MODIFIER}{words.any('hopes')}.*{words.any('outcomes')}$")
        self.by_aim = re.compile(rf"以[^，]{{2,10}}{words.any('hopes')}")
        self.raises = re.compile(rf"{_AIM_MODIFIER}(?:提高|提升|增强).*{words.any('outcomes')}$")
        self.aims = re.compile(_AIM_MODIFIER + words.any("aims"))
        self.background = re.compile(words.any("background"))
        self.rhetoric = re.compile(words.any("rhetoric"))

    def bare(self, word: str) -> str:
        """What of a word of strength says nothing of the thing: 加快推进; of 大力整治 only 大力."""
        verb = self.at_front.match(word)
        if verb and verb["verb"] not in self.plain and self.code[verb["verb"]] in ("complete", "push"):
            return verb["adverbs"]
        return word

    def is_firm(self, verb: re.Match[str] | None) -> bool:
        """Whether a sentence's last clause begins with words firm enough for a task of its own."""
        if not verb:
            return False
        if self.code[verb["verb"]] in ("ensure", "strive", "start", "propose", "assist"):
            return verb["verb"] in self.own_task
        adverbs = verb["adverbs"]
        if verb["verb"] in self.hopes:  # 进一步带动, 全力打造: aims all the same
            adverbs = self.hoping.sub("", adverbs)
        return bool(self.pressing.search(adverbs)) or verb["verb"] in self.own_task

    def names_matter(self, text: str, verb: re.Match[str] | None) -> bool:
        """Whether a clause at the front of a sentence only names its field: 持续深化改革."""
        if not verb or verb["verb"] not in self.broad or "、" in text or len(text) > _MATTER:
            return False
        if (
            HIDDEN in text
            or re.search(r"[二三四五六七八九十\d]+(?:大|项|个)", text)
            or self.pressing.search(verb["adverbs"].replace("扎实", "").replace("持续", ""))
        ):
            return False
        return bool(self.fields.search(text, verb.end()))

    def hopes_for(self, text: str) -> bool:
        """Whether a clause behind a task only says what comes of it: 推动消费潜力释放, 支持企业发展."""
        return len(text) <= _HOPE and "、" not in text and bool(self.hope.match(text))


@lru_cache(maxsize=8)
def of(words: Words) -> Verbs:
    """The patterns of some lists, made once."""
    return Verbs(words)
