"""planbook.audit.facts: an edition as a whole."""

import editions
from reports import write

from planbook.audit.facts import Facts
from planbook.edition import load
from planbook.edition.reads import changes


def test_names_and_places():
    """A figure is called by its indicator with item or project, and what is measured of it."""
    facts = Facts(load(editions.EDITION, editions.GOOD))
    called = {id: facts.called(figure) for id, figure in facts.figures.items()}
    assert called["gdp-growth-2025"] == "生产总值增速"
    assert called["crops-millet-level-2025"] == "种植面积（谷子）"
    assert called["power-cement_heat-capacity-2025"] == "发电装机（青石水泥厂三期余热发电）"
    assert facts.lines["gdp-level-2025"] == {7} and str(facts.places({7})[0]) == "第一部分第1段"
    assert "urban_income-growth-2026" not in [figure.figure for figure in facts.numbered()]


def test_what_is_read_is_recorded(tmp_path):
    """A figure that is added, changed or told elsewhere makes the asker stale."""
    data = write(tmp_path, {"gdp-level-2025": "86.4亿元"})
    edition = load(editions.EDITION, data)
    Facts(edition)
    record = edition.reads.record()
    assert changes(record, data) == []
    editions.change(data, "figures", "gdp-level-2025", value="86.5", printed="86.5亿元")
    assert changes(record, data) == ["figures.csv row gdp-level-2025 changed"]
