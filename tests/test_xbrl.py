"""planbook.formats.xbrl: facts that are the figures, read by Arelle, which judges the sums again."""

import datetime
import re
import zipfile
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

import arelle_reads
import books
import editions
import pages
import pytest
import random_editions
import reports
from lxml import etree

from planbook import export, pipeline
from planbook.audit import audit
from planbook.edition import Edition, load
from planbook.formats import xbrl
from planbook.formats.cover import Cover
from planbook.formats.xbrl import names, sums, units
from planbook.formats.xbrl.facts import facts
from planbook.run.manifest import Request

COVER = Cover(title="某县<读本>", facts=(("报告", "一份&报告"),), built=datetime.date(2026, 1, 20))
REAL = (pages.GUANGLING, "qingshi-2026", "qingshi-2027")
RANDOM = 3
SUMS = "sums"  # an edition with sums of unlike indicators
TRUNCATED = "truncated"  # the same of a county that cuts digits off
INFINITY = Decimal("Infinity")
HOSTILE = "]]> <b>&amp;\"'</b> {x} `y` \\ 𠮷"

MONEY = {
    "revenue-level-2025": "3.2亿元",
    "loans-level-2025": "2.1亿元",
    "subsidy-level-2025": "1.14亿元",  # 3.24: 3.2 when rounded, 3.2 when cut off
    "gdp-level-2025": "9.6亿元",
    "industry-level-2025": "5.12亿元",
    "investment-level-2025": "4.56亿元",  # 9.68: 9.7 when rounded, 9.6 when cut off
    "visits-level-2025": {"printed": "7万人次", "item": HOSTILE, "note": HOSTILE},
    "crops-level-2025": "约３万亩",
    "football-rank-2025": "全市第一",
    "toilets-count-2025": "两座",
    "gdp-growth-2025": "下降0.5%",
    "revenue-growth-2025": {"printed": "3%", "value": "-3", "sign": "-1"},
    "investment-level-to_2025": {"printed": "超1,200万元", "period": "../2025"},
}
CHECKS = """
holds:
  {kind: sum, title: 收, figure: revenue-level-2025, of: [loans-level-2025, subsidy-level-2025], reason: 合计}
depends:
  kind: sum
  title: 总量
  figure: gdp-level-2025
  of: [industry-level-2025, investment-level-2025]
  reason: 合计
"""


@dataclass
class Case:
    """An edition, its package, and what Arelle read in it."""

    ed: Edition
    package: Path
    read: dict

    @property
    def facts(self) -> dict[str, dict]:
        return {id.removeprefix("f-"): fact for id, fact in self.read["facts"].items()}


@pytest.fixture(scope="module")
def packages(tmp_path_factory) -> dict[str, tuple[Edition, Path]]:
    """Each edition with its package."""
    root = tmp_path_factory.mktemp("xbrl")
    loaded = {name: load(name, pages.county(root / name, name)) for name in REAL}
    for name in (SUMS, TRUNCATED):
        data = reports.write(root / name, MONEY)
        reports.declare(data, CHECKS)
        if name == TRUNCATED:
            editions.edit(data, "source.yml", "reviewed: 2025", "reviewed: 2025\nrounding: truncated")
        loaded[name] = load(editions.EDITION, data)
    clean, seed = 0, 0
    while clean < RANDOM:
        seed += 1
        data = root / f"random{seed}" / "data"
        if not random_editions.write(data, seed, 60, random_editions.TWISTS[seed % 2 :: 2]):
            loaded[f"random-{clean}"], clean = load(random_editions.EDITION, data), clean + 1
    return {name: (ed, xbrl.export(ed, root / f"{name}.zip", cover=COVER)) for name, ed in loaded.items()}


@pytest.fixture(scope="module")
def cases(packages) -> dict[str, Case]:
    """Each edition with what Arelle says of it and reads in it."""
    made = {}
    for mode in (arelle_reads.ROUNDED, arelle_reads.TRUNCATED):
        chosen = {
            name: one for name, one in packages.items() if (name == TRUNCATED) == (mode == "truncation")
        }
        read = arelle_reads.read([package for _, package in chosen.values()], mode)
        made |= {name: Case(*one, said) for (name, one), said in zip(chosen.items(), read, strict=True)}
    return made


EVERY = [*REAL, SUMS, TRUNCATED, *(f"random-{number}" for number in range(RANDOM))]
every_edition = pytest.mark.parametrize("name", EVERY)


@cache
def page(package: Path) -> etree._Element:
    with zipfile.ZipFile(package) as packed:
        (name,) = [one for one in packed.namelist() if one.endswith(".xhtml")]
        return etree.fromstring(packed.read(name))


# ---------------------------------------------------------------- an outside judge


@every_edition
def test_arelle_finds_it_valid(cases, name):
    """XML, Inline XBRL, dimensions, the package: not a word, but for sums that do not hold."""
    assert [one for one in cases[name].read["log"] if not one.startswith("calc11e")] == []


@every_edition
def test_every_figure_is_a_fact_that_allows_the_same_values(cases, name):
    """Value, unit, decimals and hedge, as Arelle read them, mean what the edition's interval says."""
    case = cases[name]
    assert case.facts.keys() == {figure.figure for figure in case.ed.select()}
    for figure in case.ed.select():
        fact = case.facts[figure.figure]
        if figure.value is None:
            assert (fact["value"], fact["unit"]) == (figure.printed, None)
            continue
        unit, bounds = case.ed.unit(figure.unit), case.ed.interval(figure)
        base, low, high = allowed(case.ed, fact)
        assert (base, low, high) == (unit.base, *(end * unit.factor for end in bounds[:2])), figure.figure


@every_edition
def test_what_a_fact_is_about(cases, name):
    """Concept, entity, period, dimensions and footnotes are the fields of the row."""
    case = cases[name]
    for figure in case.ed.select():
        fact = case.facts[figure.figure]
        start, _, end = figure.period.rpartition("/")
        midnight = "{}-01-01 00:00:00".format
        first = "" if start == ".." else midnight(start or end)
        assert fact["period"] == [first, midnight(int(end) + 1)]
        assert fact["entity"] == ["https://planbook.invalid/county", case.ed.id.rpartition("-")[0]]
        assert fact["concept"].endswith(f"{figure.measure}-{figure.indicator}")
        about = {"scenario": figure.scenario, "bound": figure.bound, "item": "", "project": ""}
        told = about | {"bound": "eq"}
        told |= {
            one: text.removeprefix(f"{one}-") for one, text in fact["dimensions"].items() if one != "item"
        }
        told |= {"item": fact["dimensions"].get("item", "")}
        assert told == about | {"item": figure.item, "project": figure.project}
        notes = [figure.note, "；".join(map(str, case.ed.places(figure)))]
        assert {note for note in notes if note} <= set(fact["footnotes"])
        assert any(note.startswith("预计") for note in fact["footnotes"]) == figure.preliminary


# ---------------------------------------------------------------- the sums, judged a second time


@every_edition
def test_each_sum_is_judged_the_same_from_what_arelle_read(cases, name):
    """Every sum, declared or found: the verdict from Arelle's facts is the audit's."""
    case = cases[name]
    ours = {row.name: str(row.verdict) for row in audit.rows(case.ed) if row.claim.kind == "sum"}
    theirs = {row.name: second(case, row) for row in audit.rows(case.ed) if row.claim.kind == "sum"}
    assert theirs == ours
    assert ours or name.startswith("random")


@pytest.mark.parametrize(
    ("name", "verdicts"),
    [(SUMS, {"holds": "agree", "depends": "differ"}), (TRUNCATED, {"holds": "agree", "depends": "agree"})],
)
def test_arelle_calculates(cases, name, verdicts):
    """Sums of unlike concepts are calculations (1.1), and Arelle's own verdict on each is the audit's."""
    case = cases[name]
    rows = {row.name: row for row in audit.rows(case.ed) if row.claim.kind == "sum"}
    assert {name: str(row.verdict) for name, row in rows.items()} == verdicts
    roles = {row.fingerprint: names.role(case.ed.id, row.fingerprint) for row in rows.values()}
    with zipfile.ZipFile(case.package) as packed:
        made = packed.read(f"{case.ed.id}/taxonomy/{case.ed.id}-calculation.xml").decode()
    assert [role for role in roles.values() if f'xlink:role="{role}"' not in made] == []
    said = "\n".join(case.read["log"])
    failed = {name for name, row in rows.items() if roles[row.fingerprint] in said}
    assert failed == {name for name, verdict in verdicts.items() if verdict == "differ"}, said


def second(case: Case, row: audit.Row) -> str:
    """The verdict on a sum from what Arelle read: values, decimals and hedges, in the unit that all share."""
    if not row.claim.comparable:
        return "not comparable"
    if row.claim.given:
        (_, a, b), (_, c, d) = (allowed(case.ed, case.facts[id]) for id in row.claim.given)
        if a > d or c > b:
            return "not comparable"
    total, *parts = (allowed(case.ed, case.facts[figure.figure]) for figure in row.figures)
    assert {base for base, *_ in parts} == {total[0]}
    low, high = (sum(part[end] for part in parts) for end in (1, 2))
    if low <= total[2] and total[1] <= high:
        return "agree"
    return "cannot tell" if row.claim.unless else "differ"


def allowed(ed: Edition, fact: dict) -> tuple[str, Decimal, Decimal]:
    """The base unit, and all that a fact allows in it: what XBRL says of decimals, and the hedge."""
    base, factor = shared(ed, fact["unit"])
    value = Decimal(fact["value"])
    step = Decimal(0) if fact["decimals"] == "INF" else Decimal(1).scaleb(-int(fact["decimals"]))
    bound = fact["dimensions"].get("bound", "bound-eq").removeprefix("bound-")
    falls = value < 0 or re.search(r"\b(growth|change)-", fact["concept"])
    if bound in ("gt", "ge"):
        low, high = value, INFINITY
    elif bound in ("lt", "le"):
        low, high = -INFINITY if falls else Decimal(0), value
    elif bound == "approx":
        low, high = value - step, value + step
    elif ed.source.rounding == "truncated":
        low, high = value - step * (value <= 0), value + step * (value >= 0)
    else:
        low, high = value - step / 2, value + step / 2
    return base, low * factor, high * factor


def shared(ed: Edition, measures: list[list[str]]) -> tuple[str, Decimal]:
    """The base of a unit as Arelle read it, and how many of the base one of it is."""
    words = []
    for (measure,) in (part for part in measures if part):
        prefix, _, name = measure.partition(":")
        named = {"iso4217": {"CNY": "元", "USD": "美元", "HKD": "港元", "EUR": "欧元"}}.get(prefix, {})
        plain = re.sub("_x([0-9A-F]{4,})_", lambda code: chr(int(code[1], 16)), name)
        words.append("%" if measure == "xbrli:pure" else named.get(name, plain))
    unit = ed.unit("/".join(words))
    return unit.base, unit.factor * (100 if unit.unit == "%" else 1)


# ---------------------------------------------------------------- the page, without Arelle


@every_edition
def test_the_page_shows_each_number_as_printed(packages, name):
    """The cell of a figure says what the report says, its sign and hedge outside the tag, and what is tagged
    is digits."""
    ed, package = packages[name]
    rows = {row.get("id"): row for row in page(package).iter("{*}tr")}
    for figure in ed.select():
        cell = rows[f"row-{figure.figure}"][3]
        shown, tagged = "".join(cell.itertext()), "".join(cell[0].itertext())
        printed = f"下降{figure.printed}" if figure.sign else figure.printed
        assert shown == printed or (shown.startswith(f"{printed}（＝") and shown.endswith(f"{figure.unit}）"))
        assert figure.value is None or re.fullmatch(r"[0-9][0-9,]*(\.[0-9]+)?", tagged)


@pytest.mark.parametrize(
    ("figure", "shown", "tagged", "about"),
    [
        ("revenue-level-2025", "3.2亿元", "3.2", {"scale": "8", "decimals": "-7"}),
        ("crops-level-2025", "约３万亩（＝3万亩）", "3", {"scale": "4", "decimals": "-4"}),
        ("football-rank-2025", "全市第一（＝1位）", "1", {"decimals": "INF"}),
        ("toilets-count-2025", "两座（＝2座）", "2", {"decimals": "INF"}),
        ("gdp-growth-2025", "下降0.5%", "0.5", {"scale": "-2", "decimals": "3", "sign": "-"}),
        ("revenue-growth-2025", "下降3%", "3", {"scale": "-2", "decimals": "2", "sign": "-"}),
        ("investment-level-to_2025", "超1,200万元", "1,200", {"scale": "4", "decimals": "INF"}),
    ],
)
def test_how_digits_are_tagged(packages, figure, shown, tagged, about):
    """Scale of the unit, decimals of the printed digits, a sign where a positive number stands for a fall;
    a reading in brackets where the number is in words."""
    (row,) = page(packages[SUMS][1]).xpath("//*[@id=$id]", id=f"row-{figure}")
    tag = row[3][0]
    assert ("".join(row[3].itertext()), tag.text) == (shown, tagged)
    assert {name: text for name, text in tag.attrib.items() if name in ("scale", "decimals", "sign")} == about


@pytest.mark.parametrize(
    ("printed", "unit", "power"),
    [
        ("亿元", units.Unit("iso4217:CNY"), 8),
        ("%", units.Unit("xbrli:pure"), -2),
        ("‰", units.Unit("xbrli:pure"), -3),
        ("百分点", units.Unit("pb:百分点"), 0),
        ("万亩", units.Unit("pb:亩"), 4),
        ("MW", units.Unit("pb:千瓦"), 3),
        ("万吨", units.Unit("pb:吨"), 4),  # whose base is 斤, of which a 吨 is 2000
        ("里", units.Unit("pb:里"), 0),  # 500 米
        ("万元/人", units.Unit("iso4217:CNY", "pb:人"), 4),
        ("吨标准煤/万元", units.Unit("pb:吨标准煤", "pb:万元"), 0),
        ("A级", units.Unit("pb:A级"), 0),
        ("℃", units.Unit("pb:_x2103_"), 0),
    ],
)
def test_units(printed, unit, power):
    """Money and rates in the units of XBRL, everything else in ours, scaled by powers of ten only."""
    known = load(pages.GUANGLING, pages.ROOT / "data")
    assert units.scaled(known._units, printed) == (unit, power)


def test_a_calculation_reaches_no_year_of_which_nobody_claims_it(tmp_path):
    """Total and part stand in the planned year too: XBRL would add there as well, so it is no calculation."""
    planned = {"printed": "9亿元", "scenario": "planned"}
    more = {"revenue-level-2026": planned, "loans-level-2026": planned}
    for name, figures in (("one", MONEY), ("two", MONEY | more)):
        data = reports.write(tmp_path / name, figures)
        reports.declare(data, CHECKS)
        ed = load(editions.EDITION, data)
        made = [one.total for one in sums.sums(ed, facts(ed))]
        assert made == (["level-gdp", "level-revenue"] if name == "one" else ["level-gdp"])


def test_a_whole_and_its_items_are_no_calculation():
    """They are one concept; neither is what depends on what the report leaves open."""
    ed = load(pages.GUANGLING, pages.ROOT / "data")
    assert sums.sums(ed, facts(ed)) == []


def test_hostile_words_stay_words(cases):
    """Item, note, title: what looks like markup is text, in names of Chinese too."""
    case = cases[SUMS]
    fact = case.facts["visits-level-2025"]
    assert fact["dimensions"]["item"] == HOSTILE and HOSTILE in fact["footnotes"]
    assert page(case.package).findtext(".//{*}title") == COVER.title


def test_names():
    """Different texts have different XML names, and each is one."""
    texts = ["a/b", "a_b", "a_x002F_b", "1a", "_x0031_a", "元/人", "㎡", "-a", "𠮷"]
    made = [names.ncname(text) for text in texts]
    assert len(set(made)) == len(texts)
    for name in made:
        etree.fromstring(f"<{name}/>")


# ---------------------------------------------------------------- as a format


def test_same_bytes(packages, tmp_path):
    """Two packages of the same edition are equal, and dated as told."""
    ed, package = packages[pages.GUANGLING]
    again = load(ed.id, ed.data)
    assert xbrl.export(again, tmp_path / "again.zip", cover=COVER).read_bytes() == package.read_bytes()
    with zipfile.ZipFile(package) as packed:
        assert {info.date_time[:3] for info in packed.infolist()} == {(2026, 1, 20)}
        assert {name.partition("/")[0] for name in packed.namelist()} == {ed.id}


def test_an_edition_without_figures(tmp_path):
    """A package too, with an empty page."""
    data = reports.write(tmp_path, {})
    assert xbrl.export(load(editions.EDITION, data), tmp_path / "none.zip", cover=COVER).is_file()


def test_the_export(tmp_path):
    """It goes out like the other formats, the pages do not offer it, and a reader's own growth is no fact."""
    project = books.make(tmp_path / "book", overview="simple")
    books.edit(project, "overview", 2, 'edition: str = ""\nscenario: str = "plan"\ngrowth: dict = {}')
    for cell in (3, 4, 5):
        books.edit(project, "overview", cell, "print(growth)")
    pipeline.build(project, Request(options=(("scenario", "own"), ("growth.gdp", "9.9"))))
    made = export.export(project, "xbrl")
    assert made == project.output / "export" / "qingshi-2026-xbrl.zip"
    (row,) = page(made).xpath("//*[@id='row-gdp-growth-2026']")
    assert "9.9" not in "".join(row.itertext())
    assert load(editions.EDITION, project.data)["gdp-growth-2026"].printed in "".join(row.itertext())
    assert not (project.output / "exports.json").exists()
