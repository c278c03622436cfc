"""The next year's edition of a county takes over derived.yml, checks.yml, exhibits.yml as they are."""

import re

import pytest
from editions import EDITION, GOOD, copy, path

from planbook.audit import audit
from planbook.check import check
from planbook.edition import exhibits, load

NEXT = "qingshi-2027"
FILES = {
    "derived.yml": """
gap_all:
  label: "{reviewed}年差距与{planned}年增速目标之差"
  op: sum
  inputs: [income_gap-level-to_reviewed, gap_gdp]
  unit: 百分点
  decimals: 1
  caveat: "{reviewed}年以前没有数"
gap_gdp:
  label: 增速之差
  op: gap
  inputs: [gdp-growth-planned, gdp-growth-reviewed]
  unit: 百分点
  decimals: 1
""",
    "checks.yml": """
gap_kept:
  kind: repeat
  title: "{reviewed}年末的差距与{planned}年"
  figure: income_gap-level-to_reviewed
  of: [income_gap-level-to_reviewed]
  reason: "{reviewed}年末是{income_gap-level-to_reviewed}"
  unless: "{planned}年另算"
""",
    "exhibits.yml": """
overview:
  lead: "{reviewed}年差{income_gap-level-to_reviewed}。"
  key_numbers: [income_gap-level-to_reviewed, gap_all]
  exhibits:
    - form: bars
      figures: [gdp-growth-reviewed, revenue-growth-reviewed]
      caption: "{reviewed}年增速"
      note: "{planned}年见后"
""",
}


@pytest.fixture
def data(tmp_path):
    """The sound edition and its copy of a year later; the YAML files are the same in both."""
    data = copy(tmp_path)
    for name, text in FILES.items():
        (data / EDITION / name).write_text(text, encoding="utf-8")
    (data / NEXT).mkdir()
    for name in ("figures.csv", "mentions.csv", "not_figures.csv", "projects.csv", "source.yml"):
        text = path(data, name).read_text(encoding="utf-8")
        later = re.sub(r"202[56]", lambda year: str(int(year[0]) + 1), text)
        (data / NEXT / name).write_text(later, encoding="utf-8")
    for name in FILES:
        (data / NEXT / name).write_bytes(path(data, name).read_bytes())
    return data


@pytest.mark.parametrize(("edition", "reviewed", "planned"), [(EDITION, 2025, 2026), (NEXT, 2026, 2027)])
def test_ids_and_years_are_the_editions(data, edition, reviewed, planned):
    """Every id and every year of the three files is found in either edition, and nothing is wrong with it."""
    assert check(edition, data) == []
    ed = load(edition, data)
    gap = f"income_gap-level-to_{reviewed}"
    assert ed["income_gap-level-to_reviewed"].figure == gap
    assert ed["gap_all"].inputs == (gap, "gap_gdp")
    assert ed["gap_gdp"].inputs == (f"gdp-growth-{planned}", f"gdp-growth-{reviewed}")
    assert ed["gap_all"].label == f"{reviewed}年差距与{planned}年增速目标之差"
    assert ed["gap_all"].caveat == f"{reviewed}年以前没有数"
    (row,) = [row for row in audit.rows(ed) if row.name == "gap_kept"]
    assert row.claim.ids == (gap,) and row.claim.title == f"{reviewed}年末的差距与{planned}年"
    assert audit.filled(ed, row.claim.reason) == f"{reviewed}年末是1.5个百分点"
    assert row.claim.unless == f"{planned}年另算"
    wish = exhibits.wishes(ed)["overview"]
    assert wish.lead == f"{reviewed}年差{{income_gap-level-to_reviewed}}。"
    assert ed[wish.key_numbers[0]].figure == gap
    assert (wish.exhibits[0].caption, wish.exhibits[0].note) == (f"{reviewed}年增速", f"{planned}年见后")


@pytest.mark.parametrize(
    ("id", "dated"),
    [
        ("gdp-level-reviewed", "gdp-level-2025"),
        ("gdp-level-to_planned", "gdp-level-to_2026"),
        ("gdp-level-2022_reviewed", "gdp-level-2022_2025"),
        ("reviewed-level-2025", "reviewed-level-2025"),
        ("towns_reviewed", "towns_reviewed"),
        ("gdp-level-before_reviewed", "gdp-level-before_reviewed"),
    ],
)
def test_which_words_are_years(id, dated):
    """The period at the end of an id, alone or as the end of a span, and no other part of it."""
    assert load(EDITION, GOOD).dated(id) == dated
