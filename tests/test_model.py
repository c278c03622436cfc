"""planbook.edition.model: the typed rows, the one authority for columns and vocabularies."""

import pytest
from editions import EDITION, GOOD
from pydantic import ValidationError

from planbook.edition import rows
from planbook.edition.model import CODELISTS, TABLES, Figure, Unit


def figure(**fields):
    row = next(row for row in rows.load("figures", GOOD, EDITION) if row["figure"] == "revenue-growth-2025")
    return Figure.model_validate({**row, **fields})


def test_headers_are_the_models_fields():
    """The raw layer's headers, the models and the codelists cannot drift apart."""
    assert {table: tuple(model.model_fields) for table, model in TABLES.items()} == rows.HEADERS
    told = {(row["codelist"], row["code"]) for row in rows.load("codelists", GOOD, EDITION)}
    assert {(name, word) for name, words in CODELISTS.items() for word in words} <= told


def test_numbers_keep_their_printed_digits():
    """A value is the decimal that was printed, an empty one is None, a flag is true or empty."""
    assert str(figure().value) == "7.20" and figure(value="").value is None
    assert figure(preliminary="true").preliminary is True and figure(preliminary="").preliminary is False


@pytest.mark.parametrize(
    "fields",
    [
        {"value": "7,2"},
        {"value": "７"},
        {"value": "1e3"},
        {"value": "NaN"},
        {"value": " 7"},
        {"value": "07"},
        {"value": "9" * 50},
        {"preliminary": "yes"},
        {"period": "25"},
        {"period": "2025/"},
        {"period": "2025\n"},
        {"measure": "levels"},
        {"bound": ""},
        {"chapter": "Overview"},
        {"figure": "A-1"},
        {"figure": "a--b"},
        {"figure": ""},
        {"printed": ""},
        {"printed": "字" * 61},
        {"extra": "x"},
    ],
)
def test_what_a_field_refuses(fields):
    """Other number forms, words outside a vocabulary, bad ids and unknown columns are refused."""
    with pytest.raises(ValidationError):
        figure(**fields)


def test_models_are_frozen():
    """A figure cannot be changed after it was read; a factor is positive."""
    with pytest.raises(ValidationError):
        figure().value = 1
    with pytest.raises(ValidationError):
        Unit(unit="a", base="a", factor="0", dimension="x")


def test_every_column_is_described():
    """Each column has a Chinese title and an English description."""
    for table, model in TABLES.items():
        for name, field in model.model_fields.items():
            assert field.title and field.description, f"{table}.{name}"
            assert field.description.isascii() and not field.title.isascii(), f"{table}.{name}"
