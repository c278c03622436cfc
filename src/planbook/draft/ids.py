"""Ids that a draft proposes: the same for the same words, this year and next; a person may rename them."""

from __future__ import annotations

import hashlib

from planbook.check.rules import PERIOD_SLUG


def short(words: str) -> str:
    """Six hex digits that stand for some words."""
    return hashlib.sha256(words.encode()).hexdigest()[:6]


def own(label: str) -> str:
    """The id of an indicator that only this edition has."""
    return f"own_{short(label)}"


def project(name: str) -> str:
    """The id of a named project."""
    return f"project_{short(name)}"


def task(name: str) -> str:
    """The id of a task."""
    return f"task_{short(name)}"


def figure(indicator: str, item: str, project: str, measure: str, period: str) -> str:
    """indicator[-item][-project]-measure-period."""
    middle = [f"item_{short(item)}"] if item else []
    return "-".join((indicator, *middle, *([project] if project else []), measure, of_period(period)))


def of_period(period: str) -> str:
    """A period as the end of an id."""
    for sign, word in PERIOD_SLUG.items():
        period = period.replace(sign, word)
    return period


def unique(wanted: str, taken: set[str], tail: str = "") -> str:
    """An id that is not taken: the wanted one, or with a number before its tail (-measure-period)."""
    name, number = wanted, 1
    while name in taken:
        number += 1
        stem = wanted.removesuffix(tail)
        name = f"{stem}-n{number}{tail}" if tail else f"{stem}_{number}"
    taken.add(name)
    return name
