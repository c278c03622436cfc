"""outlook: targets that the reader assumes, and how far each target has come."""

from datetime import date

import pytest
from editions import EDITION, GOOD, copy, path

from planbook.edition import load, outlook
from planbook.edition.outlook import BEHIND, DONE, NO_DATA, NO_NUMBER, NOT_COMPARABLE, ON_TRACK, OutlookError
from planbook.run import plan

HEAD = "indicator,item,project,measure,value,unit,preliminary,note\n"


@pytest.fixture
def ed():
    return load(EDITION, GOOD)


@pytest.fixture
def progress(tmp_path):
    def write(*rows: str):
        path = tmp_path / "progress.csv"
        path.write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")
        return str(path)

    return write


def state(ed, progress, as_of, figure):
    (found,) = [one for one in ed.outlook(progress, as_of) if one.target.figure == figure]
    return found


def test_an_assumed_rate_takes_the_place_of_the_target():
    """Only the named target changes; it says whose it is and what the report says."""
    ed = load(EDITION, GOOD, growth={"gdp": 7})
    assumed = ed["gdp-growth-2026"]
    assert (assumed.printed, str(assumed.value), assumed.told, assumed.assumed) == ("7%", "7", "5.5%", True)
    assert "读者假定" in assumed.note
    assert ed["revenue-growth-2026"] == load(EDITION, GOOD)["revenue-growth-2026"]
    assert next(p for p in ed.pairs() if p.target.figure == "gdp-growth-2026").target is assumed


@pytest.mark.parametrize("name", ["gpd", "urban_income", "crops"])
def test_only_a_numbered_growth_target_can_be_assumed(name):
    """A misspelt indicator, a target in words and one that is no growth are refused by name."""
    with pytest.raises(OutlookError, match=f"'{name}' has no growth target with a number; nearest"):
        load(EDITION, GOOD, growth={name: 3})


PARTS = (  # more growth targets of the same indicator: of a part, of a project, of another year
    "gdp-town-growth-2026,overview,gdp,县城,,growth,2026,target,6.5,%,eq,,,,6.5%,,",
    "gdp-river-growth-2026,overview,gdp,,river,growth,2026,target,7.5,%,eq,,,,7.5%,,",
    "gdp-growth-2030,overview,gdp,,,growth,2030,target,8.5,%,eq,,,,8.5%,,",
    "crops-town-growth-2026,industry,crops,谷子,,growth,2026,target,3.5,%,eq,,,,3.5%,,",
    "sheep-growth-2026,industry,sheep,,,growth,2026,planned,2.5,%,eq,,,,2.5%,,",
)


@pytest.fixture
def parts(tmp_path):
    """The data with growth targets of parts behind those of the wholes."""
    data = copy(tmp_path)
    with path(data, "figures.csv").open("a", encoding="utf-8") as stream:
        stream.writelines(f"{row}\n" for row in PARTS)
    return data


def test_the_target_of_a_part_stays(parts):
    """The reader sets the growth of the whole; those of parts and later years stay as they are."""
    now, report = load(EDITION, parts, growth={"gdp": 9.9}), load(EDITION, parts)
    assert now["gdp-growth-2026"].printed == "9.9%"
    others = [f.figure for f in report.select() if f.figure != "gdp-growth-2026"]
    assert [now[id] for id in others] == [report[id] for id in others]


@pytest.mark.parametrize("name", ["gdp", "revenue", "crops", "sheep", "urban_income", "toilets"])
def test_parameters_and_edition_know_the_same_growth_targets(parts, name):
    """What `-p growth.NAME` may set is what the edition lets be set, and nothing else."""
    offered = plan.numbered_growth_targets(parts / EDITION)
    try:
        load(EDITION, parts, growth={name: 1})
    except OutlookError:
        assert name not in offered
    else:
        assert name in offered


@pytest.mark.parametrize(
    ("built", "as_of", "expected", "why"),
    [
        ("800", "2026-03-31", DONE, "达到目标的100%"),
        ("160", "2026-03-14", ON_TRACK, "达到目标的20%，全年时间过了20%"),  # to the day: 73 of 365
        ("400", "2026-06-30", ON_TRACK, "达到目标的50%，全年时间过了50%"),
        ("390", "2026-06-30", BEHIND, "达到目标的49%，全年时间过了50%"),
        ("799", "2026-12-31", BEHIND, "达到目标的100%，全年时间过了100%"),
    ],
)
def test_amounts_add_up_through_the_year(ed, progress, built, as_of, expected, why):
    """Done at the target; before it, on track is at least the elapsed share of the year."""
    found = state(ed, progress(f"toilets,,,count,{built},座,,"), as_of, "toilets-count-2026")
    assert (found.state, found.why, str(found.reached.value)) == (expected, why, built)


@pytest.mark.parametrize(
    ("rate", "as_of", "expected"),
    [("5.6", "2026-06-30", ON_TRACK), ("5.5", "2026-12-31", DONE), ("5.4", "2026-12-31", BEHIND)],
)
def test_rates_do_not_add_up(ed, progress, rate, as_of, expected):
    """A growth rate at the target is on track before the year's end and done at it."""
    assert state(ed, progress(f"gdp,,,growth,{rate},%,,"), as_of, "gdp-growth-2026").state == expected


@pytest.mark.parametrize(
    ("row", "figure", "expected"),
    [
        ("unemployment,,,rate,4.4,%,,", "unemployment-rate-2026", ON_TRACK),
        ("unemployment,,,rate,4.6,%,,", "unemployment-rate-2026", BEHIND),
        ("unemployment,,,rate,4.5,%,,", "unemployment-rate-2026", ON_TRACK),  # the limit itself keeps it
        ("sheep,,,level,9,万只,,", "sheep-level-2026", ON_TRACK),
        ("sheep,,,level,11,万只,,", "sheep-level-2026", BEHIND),
    ],
)
def test_a_limit_is_kept_by_not_exceeding_it(ed, progress, row, figure, expected):
    """4.5%以下 and 10万只以内 are limits: less is good, and nothing adds up towards them."""
    assert state(ed, progress(row), "2026-06-30", figure).state == expected


def test_what_cannot_be_judged_says_so(ed, progress):
    """No number in the target, no data yet, and units that do not convert are states of their own."""
    path = progress("school_places,,,count,300,万只,,", "urban_income,,,growth,5,%,,")
    found = {one.target.figure: one.state for one in ed.outlook(path, "2026-06-30")}
    assert found["school_places-count-2026"] == NOT_COMPARABLE
    assert found["urban_income-growth-2026"] == NO_NUMBER
    assert found["revenue-growth-2026"] == NO_DATA
    assert set(found) == {f.figure for f in ed.select(period="2026")}


def test_units_of_one_base_convert(ed, progress):
    """万元 to date against a target in 亿元."""
    row = "investment,,jingou_solar_2,level,40000,万元,,"
    assert state(ed, progress(row), "2026-06-30", "investment-jingou_solar_2-level-2026").state == DONE


def test_all_faults_of_a_file_at_once(ed, progress):
    """A wrong key, number, unit and a double row are told together, with line and nearest name."""
    path = progress("gpd,,,growth,5,%,,", "toilets,,,count,many,座,,", "gdp,,,growth,5,％％,,",
                    "revenue,,,growth,1,%,,", "revenue,,,growth,2,%,,")  # fmt: skip
    with pytest.raises(OutlookError) as refused:
        outlook.read(ed, outlook.Path(path), date(2026, 6, 30))
    said = str(refused.value)
    assert "progress.csv:2 indicator" in said
    assert "nearest gdp///growth" in said
    assert "progress.csv:3 value" in said
    assert "progress.csv:4 unit" in said
    assert "progress.csv:6 indicator" in said


@pytest.mark.parametrize("text", ["", "indicator,value\ngdp,5\n", HEAD + "gdp,5\n"])
def test_a_file_of_another_form_is_refused(ed, tmp_path, text):
    """Empty, another header, a ragged row: no traceback, the file is named."""
    path = tmp_path / "progress.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(OutlookError, match=r"progress\.csv"):
        ed.outlook(str(path), "2026-06-30")


def test_no_file_no_outlook(ed):
    """Without progress there is nothing to say."""
    assert ed.outlook("", "") == []
