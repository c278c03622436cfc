"""planbook.edition.fields: every fault of every row, and the rows that are sound."""

from editions import EDITION, change, copy

from planbook.edition import rows
from planbook.edition.fields import typed
from planbook.edition.model import TABLES


def test_faulty_rows_do_not_hide_the_others(tmp_path):
    """All faults of two rows are told, and the 48 others are typed with their lines."""
    data = copy(tmp_path)
    change(data, "figures", "gdp-level-2025", measure="levle", bound="about", value="1e3")
    change(data, "figures", "gdp-growth-2025", figure="gdp-level-2025", period="25")
    found = []
    tables = typed({table: rows.read(table, data, EDITION) for table in TABLES}, found)
    assert [(f.slug, f.row, f.field, f.nearest) for f in found] == [
        ("duplicate-row", 3, "figure", ""),
        ("unknown-word", 2, "measure", "level"),
        ("bad-number", 2, "value", ""),
        ("unknown-word", 2, "bound", ""),
        ("bad-period", 3, "period", ""),
    ]
    assert len(tables.typed["figures"]) == 48 and tables.typed["figures"][0].line == 4
    assert tables.keys["figures"]["gdp-level-2025"] == 2 and len(tables.typed["units"]) == len(
        tables.keys["units"]
    )
