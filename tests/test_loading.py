"""planbook.edition.loading: models from files, or an error that names file, line and field."""

import pytest
from editions import EDITION, GOOD, change, copy, path

from planbook.edition import EditionError, document, loading
from planbook.edition.model import Unit


def test_sound_files():
    """Rows, source and derivations of a sound edition."""
    raw = loading.tables(("figures", "units"), GOOD, EDITION)
    assert len(raw["figures"]) == 50 and loading.source(EDITION, GOOD).county == "青石县"
    assert (
        loading.derivations(
            loading.source(EDITION, GOOD), document.read(GOOD / EDITION / "derived.yml", GOOD)
        )["loan_mean"].op
        == "quotient"
    )


def test_many_findings_are_cut_short(tmp_path):
    """The message shows five findings and how many more there are."""
    data = copy(tmp_path)
    file = path(data, "figures.csv")
    file.write_text(file.read_text(encoding="utf-8").replace(",overview,", ",overview ,"), encoding="utf-8")
    with pytest.raises(EditionError, match=r"and \d+ more; see them with: planbook check qingshi-2026"):
        loading.tables(("figures",), data, EDITION)


def test_the_first_bad_field_is_named(tmp_path):
    """A row that its model refuses: table, line, field, value."""
    data = copy(tmp_path)
    change(data, "units", "万元", factor="ten")
    raw = loading.tables(("units",), data, EDITION)["units"]
    with pytest.raises(
        EditionError, match=r"units.csv:3 factor: expected digits, at most one point, got “ten”"
    ):
        loading.models(Unit, raw, "units", EDITION)
