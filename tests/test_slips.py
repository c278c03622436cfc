"""planbook.audit.slips: headings, magnitudes, names."""

import editions
import pytest
from reports import edition, write

from planbook.audit import audit
from planbook.edition import load


def kinds(rows):
    return [(row.claim.kind, str(row.verdict), row.figures[0].printed if row.figures else "") for row in rows]


@pytest.mark.parametrize(
    ("section", "told"),
    [
        ("无编号", "（三）之前缺（二），其间有一个标题没有编号"),
        ("（四）", "（四）之前缺（二）、（三）"),
        ("（一）", "缺（二）"),
    ],
)
def test_headings_are_numbered_without_a_gap(tmp_path, section, told):
    """A gap or a repetition is told with the number that is missing and the place."""
    data = editions.copy(tmp_path)
    editions.edit(
        data,
        "source.yml",
        "{line: 12, part: 一, section: （二）}",
        f"{{line: 12, part: 一, section: {section}}}\n  - {{line: 14, part: 一, section: （三）}}",
    )
    rows = [row for row in audit.rows(load(editions.EDITION, data)) if row.claim.kind == "heading"]
    assert rows[0].verdict == "numbering" and told in rows[0].claim.reason and rows[0].places


def test_sound_headings():
    """Each part counts from one again."""
    rows = audit.rows(load(editions.EDITION, editions.GOOD))
    assert not [row for row in rows if row.claim.kind == "heading"]


@pytest.mark.parametrize(
    ("printed", "expected"), [("500万元", []), ("40亿元", []), ("300亿元", ["300亿元"]), ("3亿亩", [])]
)
def test_a_number_far_from_its_kind(tmp_path, printed, expected):
    """Thousands of times the others: perhaps 万 for 亿. Hundreds of times: projects differ."""
    amounts = ("300万元", "500万元", "800万元", printed)
    figures = {f"loans-x{n}-level-2025": {"printed": one, "item": f"项{n}"} for n, one in enumerate(amounts)}
    rows = [row for row in audit.rows(edition(tmp_path, figures)) if row.claim.kind == "magnitude"]
    assert [row.figures[0].printed for row in rows if row.verdict == "cannot tell"] == expected


def test_a_year_far_from_the_other(tmp_path):
    """The same thing in two years does not differ a hundred times."""
    figures = {
        "toilets-count-2025": "1260座",
        "toilets-count-2026": {"printed": "8座", "scenario": "planned"},
    }
    assert kinds(audit.rows(edition(tmp_path, figures))) == [("magnitude", "cannot tell", "1260座")]


@pytest.mark.parametrize(("printed", "expected"), [("300万元", ["300万元"]), ("3亿元", [])])
def test_what_a_kilowatt_costs(tmp_path, printed, expected):
    """In projects of one sector it does not differ a hundred times."""
    sizes = {
        "cement_heat": ("50MW", "2亿元"),
        "jingou_solar": ("10万千瓦", "4亿元"),
        "jingou_solar_2": ("100MW", printed),
    }
    figures = {}
    for name, (size, money) in sizes.items():
        figures[f"power-{name}-capacity-2025"] = {"printed": size, "project": name}
        figures[f"investment-{name}-level-2025"] = {"printed": money, "project": name}
    rows = [row for row in audit.rows(edition(tmp_path, figures)) if row.claim.kind == "magnitude"]
    assert [row.figures[0].printed for row in rows] == expected


@pytest.mark.parametrize(
    ("printed", "verdict"), [("50MW", "agree"), ("5万千瓦", "agree"), ("60MW", "differ")]
)
def test_the_capacity_in_a_name(tmp_path, printed, verdict):
    """青石水泥厂三期50MW余热发电: the name and the figure say the same, in any unit; 三期 is no capacity."""
    figures = {"power-cement_heat-capacity-2025": {"printed": printed, "project": "cement_heat"}}
    data = write(tmp_path, figures)
    editions.change(data, "projects", "cement_heat", name="青石水泥厂三期50MW余热发电10公里外")
    assert kinds(audit.rows(load(editions.EDITION, data))) == [("name", verdict, printed)]


@pytest.mark.parametrize("name", ["5万千瓦级机组配套", "500千伏输变电", "第17届采茶节会场", "5万亩茶园机组"])
def test_a_class_in_a_name_is_no_capacity(tmp_path, name):
    """A class (5万吨级), a voltage, a session or an area says nothing of the project's capacity."""
    figures = {"power-cement_heat-capacity-2025": {"printed": "32万千瓦", "project": "cement_heat"}}
    data = write(tmp_path, figures)
    editions.change(data, "projects", "cement_heat", name=name)
    assert kinds(audit.rows(load(editions.EDITION, data))) == []
