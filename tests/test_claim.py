"""planbook.audit.claim: what checks.yml declares."""

from editions import EDITION
from reports import declare, write

from planbook.audit.claim import declared, filled
from planbook.edition import load

CHECK = """
share:
  kind: part
  title: 甲与乙
  figure: gdp-level-reviewed
  of: [revenue-level-reviewed]
  reason: "{revenue-level-reviewed}是{gdp-level-2025}的一部分"
broken:
  kind: party
  title: 甲
  reason: 乙
"""


def test_claims_in_file_order_with_the_editions_years(tmp_path):
    """-reviewed and -planned become years; an entry that is wrong is left to `planbook check`."""
    data = write(tmp_path, {"gdp-level-2025": "86.4亿元", "revenue-level-2025": "3.15亿元"})
    declare(data, CHECK)
    edition = load(EDITION, data)
    (claim,) = declared(edition).values()
    assert claim.ids == ("gdp-level-2025", "revenue-level-2025")
    assert filled(edition, claim.reason) == "3.15亿元是86.4亿元的一部分"


def test_no_file_is_no_claims(tmp_path):
    """An edition without checks.yml has none, and depends on there being none."""
    edition = load(EDITION, write(tmp_path, {"gdp-level-2025": "86.4亿元"}))
    assert declared(edition) == {}
    assert f"{EDITION}/checks.yml" in edition.reads.record()["files"]
