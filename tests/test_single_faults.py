"""One field wrong, all else sound: what can be decided is found, with and without the report's text."""

import shutil

import pytest
from editions import DATA, EDITION, GOOD, TEXT, append, change, copy, edit, path

from planbook.check import check

COUNTIES = DATA / "counties"
SHARED = DATA.parents[1] / "data"


@pytest.fixture
def county(tmp_path):
    """A copy of the larger invented edition, beside the shared tables."""
    data = tmp_path / "data"
    shutil.copytree(COUNTIES / EDITION, data / EDITION)
    for name in ("indicators", "units", "codelists"):
        shutil.copyfile(SHARED / f"{name}.csv", data / f"{name}.csv")
    return data


def short(findings):
    return {(finding.slug, finding.field) for finding in findings}


ROWS = [
    # (table, row, what to set, the finding)
    ("units", "万千瓦", {"factor": "100000"}, ("wrong-scale", "factor")),
    ("units", "亿元", {"factor": "10000000"}, ("wrong-scale", "factor")),
    ("units", "万亩", {"base": "万亩", "factor": "1"}, ("wrong-scale", "factor")),
    ("indicators", "crops", {"price_basis": "constant"}, ("wrong-dimension", "price_basis")),
    ("indicators", "revenue", {"label_zh": "生产总值"}, ("same-name", "label_zh")),
    ("indicators", "revenue", {"aliases": "GDP"}, ("same-name", "aliases")),
    ("indicators", "revenue", {"aliases": "收入;20"}, ("no-word", "aliases")),
    ("indicators", "revenue", {"aliases": "0"}, ("no-word", "aliases")),
    ("indicators", "revenue", {"label_zh": "３１５"}, ("no-word", "label_zh")),
    ("indicators", "revenue", {"label_zh": "=1+1"}, ("formula", "label_zh")),
    ("figures", "gdp-level-2025", {"note": "=cmd|' /C calc'!A0"}, ("formula", "note")),
    ("figures", "gdp-level-2025", {"note": "@SUM(A1)"}, ("formula", "note")),
    ("projects", "river", {"name": "+青石河治理"}, ("formula", "name")),
    ("projects", "river", {"name": "-甲"}, ("formula", "name")),
    ("projects", "river", {"name": "-3+cmd|' /C calc'!A0"}, ("formula", "name")),
    ("projects", "river", {"name": "＝cmd()"}, ("formula", "name")),
    ("projects", "river", {"note": "－甲"}, ("formula", "note")),
    ("projects", "river", {"note": "甲\ufffe乙"}, ("control-character", "note")),
    ("projects", "river", {"note": "甲\ufdd0乙"}, ("control-character", "note")),
    ("projects", "river", {"name": "农村改厕"}, ("same-name", "name")),
    ("projects", "river", {"year": "2086"}, ("bad-scenario", "year")),
    ("figures", "power-cement_heat-capacity-2025", {"project": ""}, ("bad-slug", "project")),
    ("figures", "power-cement_heat-capacity-2025", {"project": "river"}, ("bad-slug", "project")),
    ("figures", "gdp-level-2025", {"project": "river"}, ("bad-slug", "project")),
    ("figures", "crops-millet-level-2025", {"item": ""}, ("bad-slug", "item")),
    ("figures", "gdp-level-2025", {"item": "谷子"}, ("bad-slug", "figure")),
    ("figures", "revenue-rank-2025", {"rank_of": "gdp-growth-2025"}, ("bad-rank", "rank_of")),
    ("figures", "revenue-rank-2025", {"rank_of": "revenue-rank-2025"}, ("bad-rank", "rank_of")),
    ("figures", "gdp-level-2025", {"period": "２０２５"}, ("bad-period", "period")),
]


@pytest.mark.parametrize(("table", "row", "fields", "slug"), ROWS)
def test_rows(tmp_path, table, row, fields, slug):
    """Found without the text."""
    data = copy(tmp_path)
    change(data, table, row, **fields)
    assert slug in short(check(EDITION, data))


SOURCE = [
    # (what stands in source.yml, what then, the finding's field)
    ("date: 2026-02-03", "date: 2046-02-03", "date"),
    ("date: 2026-02-03", "date: 2024-12-31", "date"),
    ("date: 2026-02-03", "date: 20260203", "date"),
    ("date: 2026-02-03", "date: 2026-02-30", "date"),
    ("date: 2026-02-03", "date: 0", "date"),
    ("planned: 2026", "planned: 2027", "planned"),
    ("planned: 2026", "planned: ２０２６", "planned"),
    ("title: 青石县2025年", "title: 青石县2015年", "title"),
    ("计划完成情况和2026年", "计划完成情况和2046年", "title"),
    ("  - {line: 12, part: 一, section: （二）}\n", "", "outline"),  # with the text; （一） of part two stays
    ("{line: 12, part: 一, section: （二）}", "{line: 12, part: 一, section: （三）}", "outline"),
    ("{line: 8, part: 一, section: （一）}", "{line: 8, part: 二, section: （一）}", "outline"),
    ("lines: 26", "lines: '26'", "text.lines"),
    ("lines: 26", "lines: 2_6", "text.lines"),
    ("lines: 26", "lines: 1e999", "text.lines"),
    ("county: 青石县", 'county: "青\\e[31m石县"', "county"),
    ("county: 青石县", 'county: "青\\u202e石县"', "county"),
    ("county: 青石县", 'county: "青\\ud800石县"', ""),
    ("county: 青石县", "county: 青石市", "county"),
    ("county: 青石县", "county: 青石县</title><script>x()</script>", "county"),
    ("county: 青石县", "county: 青石县&lt;b&gt;", "county"),
    (
        "producer: 青石县发展和改革局",
        "producer: 青石县发展和改革局\nsession: 青石县第九届人民代表会第五次会议",
        "session",
    ),
]


@pytest.mark.parametrize(("old", "new", "field"), SOURCE)
def test_source(tmp_path, old, new, field):
    """What source.yml says of the report is possible, and what the text says."""
    data = copy(tmp_path)
    edit(data, "source.yml", old, new)
    found = check(EDITION, data, TEXT)
    assert [one for one in found if one.file.endswith("source.yml") and field in one.field], found


def test_a_heading_that_is_printed_out_of_turn(tmp_path):
    """Numbers of sections are skipped only where a note on the heading says so."""
    data = copy(tmp_path)
    file = path(data, "source.yml")
    text = file.read_text(encoding="utf-8").replace("section: （二）}", "section: （三）}")
    file.write_text(text, encoding="utf-8")
    assert short(check(EDITION, data)) == {("wrong-source", "outline")}
    file.write_text(text.replace("section: （三）}", "section: （三）, note: 原文如此}"), encoding="utf-8")
    assert check(EDITION, data) == []


WITH_TEXT = [
    ("projects", "xikou_reservoir", {"name": "溪水库"}, None),  # too short to judge
    ("projects", "wuling_tea_park", {"name": "雾岭茶叶精加工园"}, ("not-in-text", "name")),
    ("projects", "wuling_tea_park", {"name": "雾岭茶叶精深工加园"}, ("not-in-text", "name")),
    ("projects", "wuling_tea_park", {"name": "雾岭茶叶精浅加工园"}, ("not-in-text", "name")),
    ("glossary", "毛入学率", {"line": "26"}, ("wrong-line", "line")),
    ("glossary", "毛入学率", {"term": "毛入校率"}, ("not-in-text", "term")),
    ("tasks", "gdp_growth", {"figures": ""}, ("apart", "figures")),
    ("tasks", "gdp_growth", {"figures": "unemployment-rate-2026"}, ("apart", "figures")),
    ("projects", "xikou_reservoir", {"commitment": "ensure"}, ("other-commitment", "commitment")),
    ("figures", "gdp-growth-2025", {"commitment": "ensure"}, ("other-commitment", "commitment")),
    ("projects", "xikou_reservoir", {"role": "assist"}, ("other-commitment", "role")),
]


@pytest.mark.parametrize(("table", "row", "fields", "slug"), WITH_TEXT)
def test_words_of_the_text(county, table, row, fields, slug):
    """Names, terms and 预计 as the text has them; tasks beside their figures."""
    change(county, table, row, **fields)
    found = short(check(EDITION, county, COUNTIES / f"{EDITION}.txt"))
    assert slug in found if slug else found == set()


def test_a_word_without_preliminary(tmp_path):
    """What 预计 is said of, right before the number, is preliminary."""
    data = copy(tmp_path)
    change(data, "figures", "gdp-level-2025", preliminary="")
    assert short(check(EDITION, data, TEXT)) == {("not-in-text", "preliminary")}


def test_preliminary_without_a_word(county):
    """What no 预计 and no 初步核算 is said of is not preliminary."""
    file = path(county, "figures.csv")
    lines = file.read_text(encoding="utf-8").split("\n")
    at = next(n for n, line in enumerate(lines) if ",actual," in line and "sports_results" in line)
    lines[at] = lines[at].replace(",eq,,", ",eq,true,")
    file.write_text("\n".join(lines), encoding="utf-8")
    found = check(EDITION, county, COUNTIES / f"{EDITION}.txt")
    assert [(one.slug, one.field, one.row) for one in found] == [("not-in-text", "preliminary", at + 1)]


def test_a_note_names_its_finding(tmp_path):
    """`check` of known_issues.yml is the name of the finding whose fingerprint is the key."""
    from planbook.audit import audit
    from planbook.edition import load

    data = copy(tmp_path)
    row = audit.rows(load(EDITION, data))[0]
    note = f"{row.fingerprint}:\n  check: {{}}\n  status: open\n  note: 可问\n  seen: {row.seen}\n"
    file = data / EDITION / "known_issues.yml"
    file.write_text(note.format(row.name), encoding="utf-8")
    assert check(EDITION, data) == []
    file.write_text(note.format("another"), encoding="utf-8")
    assert [(one.slug, one.expected) for one in check(EDITION, data)] == [("stale-note", row.name)]


def test_two_tasks_that_say_the_same(county):
    """The same words of the same place are one task."""
    row = next(
        line for line in path(county, "tasks.csv").read_text("utf-8").split("\n") if "gdp_growth" in line
    )
    append(county, "tasks.csv", row.replace("gdp_growth", "growth_of_gdp"))
    assert ("same-name", "name") in short(check(EDITION, county))


def test_the_text_with_other_line_ends(tmp_path):
    """CRLF, CR and a byte order mark: it is the same text. Another text is not."""
    raw = TEXT.read_bytes()
    copy_ = tmp_path / "report.txt"
    for same in (raw.replace(b"\n", b"\r\n"), raw.replace(b"\n", b"\r"), b"\xef\xbb\xbf" + raw):
        copy_.write_bytes(same)
        assert check(EDITION, GOOD, copy_) == []
    copy_.write_bytes(raw + b"x")
    assert [one.slug for one in check(EDITION, GOOD, copy_)] == ["other-text"]


def test_scales_of_any_unit(tmp_path):
    """Also of a unit that only the edition has: 万亩次 beside 亩次, GB beside TB."""
    data = copy(tmp_path)
    own = data / EDITION / "units.csv"
    head = "unit,base,factor,dimension\n"
    own.write_text(head + "亩次,亩次,1,work\n万亩次,亩次,1000,work\n", encoding="utf-8")
    assert [(one.slug, one.row) for one in check(EDITION, data)] == [("wrong-scale", 3)]
    own.write_text(head + "GB,GB,1,data\nTB,GB,100,data\nPB,GB,1000000,data\n", encoding="utf-8")
    assert [(one.slug, one.row) for one in check(EDITION, data)] == [("wrong-scale", 3)]
    own.write_text(head + "亩次,亩次,1,work\n万亩次,亩次,10000,work\n", encoding="utf-8")
    assert check(EDITION, data) == []


def test_an_unfinished_edition_troubles_nobody(tmp_path):
    """A source.yml alone is a finding of its own check; this year's edition is as sound as before."""
    data = copy(tmp_path)
    last = data / "qingshi-2025"
    last.mkdir()
    for text in (
        "edition: qingshi-2025\n",
        path(data, "source.yml").read_text("utf-8").replace("2026", "2025"),
    ):
        (last / "source.yml").write_text(text, encoding="utf-8")
        assert check(EDITION, data) == []
        assert ("missing-file", "") in short(check("qingshi-2025", data))


def test_the_key_of_a_derived_quantity_is_an_id(tmp_path):
    """A key that no page can have as its address is a finding."""
    data = copy(tmp_path)
    with path(data, "derived.yml").open("a", encoding="utf-8") as file:
        file.write(
            "A b: {label: 甲, op: sum, inputs: [gdp-level-2025, gdp-level-2026], unit: 亿元, decimals: 1}\n"
        )
    assert short(check(EDITION, data)) == {("bad-slug", "“A b”")}


@pytest.mark.parametrize("table", ["codelists", "units", "figures", "projects"])
def test_the_header_twice(tmp_path, table):
    """A file that was put together of two: the second header is no row."""
    data = copy(tmp_path)
    file = path(data, f"{table}.csv")
    append(data, file.name, file.read_text(encoding="utf-8").partition("\n")[0])
    assert ("header", "") in short(check(EDITION, data))
