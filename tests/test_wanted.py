"""planbook.edition.wanted: a refused value is told in our own words, whatever field and whatever value."""

import datetime

import pytest
from editions import EDITION, copy, path
from pydantic import ValidationError

from planbook.audit.claim import Claim
from planbook.audit.known import Note
from planbook.check import check
from planbook.edition import EditionError, document, load, loading
from planbook.edition.fields import faults
from planbook.edition.model import TABLES, Derivation, Heading, Source, SourceText
from planbook.edition.wanted import wanted

# words of the library's own messages, its patterns, and our way out where it says something unforeseen
FOREIGN = ("Input", "should", "valid", "String", "error", "required", "unable", "instance", "^", "README")
VALUES = {
    "nothing": None, "empty text": "", "text": "x", "two lines": "a\nb", "much text": "字" * 5000,
    "a number": 3, "below zero": -1, "a large number": 10**30, "a fraction": 1.5, "no number": float("nan"),
    "yes": True, "an empty list": [], "a list": [1], "lists": [["a"]], "many": ["a-level-2025"] * 99,
    "an empty mapping": {}, "a mapping": {"a": 1}, "a day": datetime.date(2026, 1, 27),
    "a moment": datetime.datetime(2026, 1, 27, 5, tzinfo=datetime.UTC), "bytes": b"\xff",
    "no day": "2026-13-40", "an id": "Not An Id", "digits": "12345678",
}  # fmt: skip
MODELS = (Source, SourceText, Heading, Derivation, Claim, Note, *TABLES.values())
FIELDS = [(kind, field) for kind in MODELS for field in kind.model_fields]


def errors(kind, values) -> ValidationError | None:
    try:
        kind.model_validate(values)
    except ValidationError as error:
        return error
    return None


def ours(text: str) -> bool:
    return bool(text) and not any(word in text for word in FOREIGN)


@pytest.mark.parametrize(("kind", "field"), FIELDS, ids=lambda one: getattr(one, "__name__", one))
def test_every_field(kind, field):
    """Each kind of wrong value in each field: what is expected is told in plain words."""
    for value in VALUES.values():
        if (error := errors(kind, {field: value})) is not None:
            assert all(ours(wanted(one)) for one in error.errors())
            for finding in faults(error, kind, "a.yml", 1, "x"):
                assert not any(word in finding.expected for word in FOREIGN), finding


@pytest.mark.parametrize("kind", MODELS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("value", VALUES)
def test_no_mapping_at_all(kind, value):
    """The same for something else in the place of a whole entry."""
    if (error := errors(kind, VALUES[value])) is not None:
        assert all(ours(wanted(one)) for one in error.errors())


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("title: 青石县2025年计划完成情况和2026年计划草案", 'title: ""', "expected text, not empty"),
        ("county: 青石县", "county: 7", "county: The value does not fit: got “7”; expected text"),
        ("date: 2026-02-03", "date: soon", "expected a date such as 2026-01-27"),
        ("planned: 2026", "planned: 26", "got “26”; expected a year such as 2026"),
        ("  length: 739", "  length: long", "text.length: The value does not fit: got “long”; expected a w"),
        ("  lines: 26", "  lines: 0", "got “0”; expected at least 1"),
        ('  - {line: 5, part: 一, section: ""}', "  - five", "got “five”; expected a mapping (name: value)"),
        ("  sha256: 1968", "  sha256: 68", "expected 64 hex digits"),
    ],
)  # fmt: skip
def test_source(tmp_path, old, new, said):
    """What `planbook check` says of a wrong field of source.yml, and loading in its one line."""
    data = copy(tmp_path)
    file = path(data, "source.yml")
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    assert any(said in str(finding) for finding in check(EDITION, data))
    with pytest.raises(EditionError, match="expected") as refused:
        load(EDITION, data)
    assert ours(str(refused.value))


def test_an_entry_that_is_no_mapping(tmp_path):
    """In derived.yml, checks.yml and known_issues.yml: got and expected are told."""
    data = copy(tmp_path)
    for name in ("derived.yml", "checks.yml", "known_issues.yml"):
        (data / EDITION / name).write_text("odd: 5\n", encoding="utf-8")
        said = [str(finding) for finding in check(EDITION, data) if finding.file.endswith(name)]
        assert len(said) == 1 and "got “5”; expected a mapping (name: value)" in said[0], said
    with pytest.raises(EditionError, match="expected a mapping"):
        loading.derivations(
            loading.source(EDITION, data), document.read(data / EDITION / "derived.yml", data)
        )
