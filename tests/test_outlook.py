"""outlook: targets that the reader assumes, and how far each target has come."""

from datetime import date

import pytest
from editions import EDITION, GOOD, append, copy, with_tasks

from planbook.edition import load
from planbook.edition.actuals import OutlookError
from planbook.edition.outlook import (
    AHEAD,
    BEHIND,
    DONE,
    NO_DATA,
    NO_NUMBER,
    NOT_COMPARABLE,
    ON_TRACK,
    completed_months,
    outlook,
)
from planbook.errors import InputError
from planbook.run.parameters import consistency

HEAD = "indicator,item,project,measure,value,unit,preliminary,note\n"
WHOLE = HEAD.replace("note", "note,task,state,leader,office,evidence")


@pytest.fixture
def ed():
    return load(EDITION, GOOD)


@pytest.fixture
def planned(tmp_path):
    """The edition with tasks."""
    return load(EDITION, with_tasks(tmp_path))


@pytest.fixture
def progress(tmp_path):
    def write(*rows: str, head: str = HEAD):
        path = tmp_path / "progress.csv"
        path.write_text(head + "".join(f"{row}\n" for row in rows), encoding="utf-8")
        return str(path)

    return write


def state(ed, progress, as_of, figure):
    (found,) = [one for one in outlook(ed, progress, as_of) if one.target.figure == figure]
    return found


def test_an_assumed_rate_takes_the_place_of_the_target():
    """Only the named target changes; it says whose it is and what the report says."""
    ed = load(EDITION, GOOD, growth={"gdp": 7})
    assumed = ed["gdp-growth-2026"]
    assert (assumed.printed, str(assumed.value), assumed.in_report, assumed.assumed) == (
        "7%",
        "7",
        "5.5%",
        True,
    )
    assert "读者假定" in assumed.note
    assert ed["revenue-growth-2026"] == load(EDITION, GOOD)["revenue-growth-2026"]
    assert next(p for p in ed.pairs() if p.target.figure == "gdp-growth-2026").target is assumed


@pytest.mark.parametrize("name", ["gpd", "urban_income", "crops"])
def test_only_a_numbered_growth_target_can_be_assumed(name):
    """A misspelt indicator, a target in words and one that is no growth are refused by name."""
    with pytest.raises(InputError, match=f"'{name}' has no growth target with a number; nearest"):
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
    append(data, "figures.csv", *PARTS)
    return data


def test_the_target_of_a_part_stays(parts):
    """The reader sets the growth of the whole; those of parts and later years stay as they are."""
    now, report = load(EDITION, parts, growth={"gdp": 9.9}), load(EDITION, parts)
    assert now["gdp-growth-2026"].printed == "9.9%"
    others = [f.figure for f in report.select() if f.figure != "gdp-growth-2026"]
    assert [now[id] for id in others] == [report[id] for id in others]


@pytest.mark.parametrize(("name", "id"), [("gdp-town", 0), ("gdp-river", 1), ("crops-town", 3)])
def test_the_target_of_a_part_has_a_name(parts, name, id):
    """That of a part is set by its row's name, and nothing else with it."""
    id = PARTS[id].partition(",")[0]
    now, report = load(EDITION, parts, growth={name: 9.9}), load(EDITION, parts)
    assert now[id].printed == "9.9%"
    others = [f.figure for f in report.select() if f.figure != id]
    assert [now[one] for one in others] == [report[one] for one in others]


@pytest.mark.parametrize(
    "name", ["gdp", "gdp-town", "gdp-growth-2030", "revenue", "crops", "sheep", "urban_income", "toilets"]
)
def test_parameters_and_edition_know_the_same_growth_targets(parts, name):
    """What `-p growth.NAME` may set is what the edition lets be set, and nothing else."""
    offered = consistency.numbered_growth_targets(parts / EDITION)
    try:
        load(EDITION, parts, growth={name: 1})
    except InputError:
        assert name not in offered
    else:
        assert name in offered


@pytest.mark.parametrize(
    ("built", "as_of", "expected", "why"),
    [
        ("800", "2026-03-31", DONE, "达到目标的100%"),
        ("900", "2026-03-31", DONE, "达到目标的112.5%"),
        ("400", "2026-06-30", ON_TRACK, "达到目标的50%，与序时进度相同"),
        ("400.3", "2026-06-30", ON_TRACK, "达到目标的50%，与序时进度相同"),  # 50.04%: the same as printed
        ("301", "2026-06-30", BEHIND, "达到目标的37.6%，低于序时进度12.4个百分点"),
        ("400", "2026-06-15", AHEAD, "达到目标的50%，高于序时进度8.3个百分点"),  # five months are over
        ("0", "2026-01-30", ON_TRACK, "达到目标的0%，与序时进度相同"),
        ("480", "2026-11-30", BEHIND, "达到目标的60%，低于序时进度31.7个百分点"),
        ("799.9", "2026-12-31", BEHIND, "达到目标的99.9%，低于序时进度0.1个百分点"),
    ],
)
def test_amounts_add_up_through_the_year(ed, progress, built, as_of, expected, why):
    """Done at the target, however little is missing; before it, by the months that are over of twelve."""
    found = state(ed, progress(f"toilets,,,count,{built},座,,"), as_of, "toilets-count-2026")
    assert (found.state, found.why, str(found.reached.value)) == (expected, why, built)


@pytest.mark.parametrize(
    ("day", "months"), [("2026-01-30", 0), ("2026-02-28", 2), ("2028-02-28", 1), ("2026-12-31", 12)]
)
def test_only_whole_months_count(day, months):
    """A month counts on its last day, not before."""
    assert completed_months(date.fromisoformat(day)) == months


@pytest.mark.parametrize(
    ("rate", "as_of", "expected"),
    [("5.6", "2026-06-30", ON_TRACK), ("5.5", "2026-12-31", DONE), ("5.4", "2026-12-31", BEHIND)],
)
def test_rates_do_not_add_up(ed, progress, rate, as_of, expected):
    """A growth rate at the target is 达序时进度 before the year's end and done at it."""
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
    found = {one.target.figure: one.state for one in outlook(ed, path, "2026-06-30")}
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
        outlook(ed, path, "2026-06-30")
    said = str(refused.value)
    assert "progress.csv:2 indicator" in said
    assert "nearest gdp///growth" in said
    assert "progress.csv:3 value" in said
    assert "progress.csv:4 unit" in said
    assert "progress.csv:6 indicator" in said


@pytest.mark.parametrize(
    "text",
    [
        "",
        "indicator,value\ngdp,5\n",
        HEAD + "gdp,5\n",
        *(HEAD.replace(c, "") for c in ("indicator,", ",note")),
    ],
)
def test_a_file_of_another_form_is_refused(ed, tmp_path, text):
    """Empty, another header, a column too few, a ragged row: no traceback, the file is named."""
    path = tmp_path / "progress.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(OutlookError, match=r"progress\.csv"):
        outlook(ed, str(path), "2026-06-30")


def test_tasks_in_the_file(planned, progress):
    """A task has the state that is reported of it, with leader, office and evidence; one without numbers and
    without a report is 无法量化."""
    path = progress(",,,,,,,已选址,clinics,推进中,王某,卫健局,会议纪要[3]号", head=WHOLE)
    found = {one.target.id: one for one in outlook(planned, path, "2026-06-30", "livelihood")}
    assert list(found) == ["school_places-count-2026", "unemployment-rate-2026", "school", "clinics"]
    clinics = found["clinics"]
    assert (clinics.state, clinics.why, clinics.is_task) == ("推进中", "填报", True)
    assert clinics.entry[2:] == ("已选址", "王某", "卫健局", "会议纪要[3]号")
    assert [one.state for one in outlook(planned, progress(), "2026-06-30") if one.is_task] == [
        NO_DATA, NO_DATA, NO_DATA, NO_NUMBER,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "expected", "why"),
    [
        (["toilets,,,count,800,座,,"], NO_DATA, "2个数字里1个还没有数据"),
        (
            ["toilets,,,count,500,座,,"],
            AHEAD,
            "达到目标的62.5%，高于序时进度12.5个百分点；2个数字里1个还没有数据",
        ),
        (
            ["toilets,,,count,800,座,,", "investment,,toilets_2026,level,60,万元,,"],
            BEHIND,
            "达到目标的25%，低于序时进度25个百分点",
        ),
        (["toilets,,,count,800,座,,", "investment,,toilets_2026,level,240,万元,,"], DONE, "达到目标的100%"),
    ],
)
def test_a_task_follows_its_figures(planned, progress, rows, expected, why):
    """Without a reported state: the worst of the task's figures; not done while one of them has no number."""
    (found,) = [one for one in outlook(planned, progress(*rows), "2026-06-30") if one.target.id == "toilets"]
    assert (found.state, found.why) == (expected, why)


def test_a_reported_state_that_the_figures_belie(planned, progress):
    """The report holds, and the other is said beside it."""
    path = progress("school_places,,,count,32,个,,,,,,,", ",,,,,,,,school,已完成,,,", head=WHOLE)
    (found,) = [one for one in outlook(planned, path, "2026-06-30") if one.target.id == "school"]
    assert found.state == DONE
    assert found.why == "填报；按数字为未达序时进度（达到目标的10%，低于序时进度40个百分点）"


def test_a_row_names_a_target_or_a_task(planned, progress):
    """Both, neither, an unknown task, a state that is no word, a state of a target, a number of a task: each
    is told with its row, and what is nearest."""
    path = progress(
        "toilets,,,count,1,座,,,toilets,,,,", ",,,,5,座,,,,,,,", ",,,,,,,,toilet,,,,",
        ",,,,,,,,school,完成,,,", "gdp,,,growth,5,%,,,,已完成,,,", ",,,,3,座,,,clinics,,,,",
        "gdp,,,growth,5,%,是,,,,,,", ",,,,,,,,gdp,,,,", ",,,,,,,,gdp,,,,", head=WHOLE,
    )  # fmt: skip
    with pytest.raises(OutlookError) as refused:
        outlook(planned, path, "2026-06-30")
    said = str(refused.value).splitlines()
    assert [line.split(": ")[0] for line in said] == [
        "progress.csv:2 task", "progress.csv:3 task", "progress.csv:4 task", "progress.csv:5 state",
        "progress.csv:6 state", "progress.csv:7 value", "progress.csv:8 preliminary", "progress.csv:10 task",
    ]  # fmt: skip
    assert "got toilets///count and toilets; expected a target, or a task" in said[0]
    assert "got neither" in said[1]
    assert "got “toilet”; expected a task of qingshi-2026; nearest toilets" in said[2]
    assert "nearest 已完成" in said[3] and "推进中" in said[3]


def test_an_edition_without_tasks_says_so(ed, progress):
    """A task cannot be named where the edition has none."""
    with pytest.raises(OutlookError, match=r"expected no task: qingshi-2026 has no tasks\.csv"):
        outlook(ed, progress(",,,,,,,,gdp,,,,", head=WHOLE), "2026-06-30")


def test_what_a_spreadsheet_makes_of_the_file(planned, progress):
    """Heads with a gloss, columns to read only, TRUE, empty lines, rows not filled in yet, a BOM."""
    head = "\ufeffname 名称,target 计划,indicator 指标编号,item 细项,project 项目编号,measure 度量,"
    head += "value 目前,unit 单位,preliminary 预计,note 说明,task 任务,state 状态,office 责任单位\r\n"
    path = progress(
        "改厕,800座,toilets,,,count,,座,,,,,住建局", "增速,5.5%,gdp,,,growth,5.6,%,TRUE,,,,", ",,,,,,,,,,,,",
        "巡回医疗,持续,,,,,,,,,clinics,,", head=head,
    )  # fmt: skip
    found = {one.target.id: one for one in outlook(planned, path, "2026-06-30")}
    toilets = found["toilets-count-2026"]
    assert (toilets.state, toilets.entry.office) == (NO_DATA, "住建局")
    assert found["gdp-growth-2026"].reached.preliminary is True
    assert found["clinics"].state == NO_NUMBER


def test_a_number_to_date_is_no_assumption(progress):
    """Beside a target that the reader assumes, what was reached stays a plain figure."""
    ed = load(EDITION, GOOD, growth={"gdp": 7})
    found = state(ed, progress("gdp,,,growth,6,%,,"), "2026-06-30", "gdp-growth-2026")
    assert found.state == BEHIND and not hasattr(found.reached, "assumed")


def test_no_file_no_outlook(ed):
    """Without progress there is nothing to say."""
    assert outlook(ed, "", "") == []


@pytest.mark.parametrize(
    "value",
    ["３８.５", "٣٨", "3_8.5", "1_000", "38.", ".5", "1e1", "-3", "+5", "5%", "1e999", "1e-300", "9" * 3000,
     "nan", "0x5", "½", "－3", "=5"],
    ids=lambda value: value[:9],
)  # fmt: skip
def test_what_is_no_number_to_date(ed, progress, value):
    """One grammar of numbers for every file: the row and the field are told."""
    with pytest.raises(OutlookError, match=r"progress\.csv:2 value: "):
        outlook(ed, progress(f"toilets,,,count,{value},座,,"), "2026-06-30")


@pytest.mark.parametrize("word", ["是", "1", "yes", "预计", "<b>"])
def test_what_is_no_truth(ed, progress, word):
    """`preliminary` is true or empty."""
    with pytest.raises(OutlookError, match=r"progress\.csv:2 preliminary: "):
        outlook(ed, progress(f"toilets,,,count,5,座,{word},"), "2026-06-30")
