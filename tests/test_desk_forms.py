"""The form of the parameters: made from the models, and what it says goes the way of `-p NAME VALUE`."""

import shutil

import books
import desks
import drafting
import pytest

from planbook.desk import forms
from planbook.edition.rows import SHARED
from planbook.run.parameters import settings
from planbook.run.parameters.errors import Refused


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    made = books.make(
        tmp_path_factory.mktemp("forms") / "book", overview="simple", industry="simple", projects="simple"
    )
    for name in SHARED:
        shutil.copyfile(drafting.DATA / f"{name}.csv", made.root / f"{name}.csv")
    return made


@pytest.fixture
def base(project):
    return settings.resolve(project)


@pytest.fixture
def groups(project, base):
    return forms.fields(project, "qingshi-2026", base.in_force, project.root / "sheet.csv")


def field(groups, name):
    return next(one for _, mine in groups for one in mine if one.name == name)


def sent(groups, **changed):
    """What a browser sends of the form, with some fields changed; `industry__top_projects` for the dot."""
    found = {}
    for _, mine in groups:
        for one in mine:
            value = one.value
            found[one.name] = (
                list(value) if isinstance(value, list) else [] if isinstance(value, dict) else [str(value)]
            )
    return found | {name.replace("__", "."): value for name, value in changed.items()}


def test_each_parameter_has_its_field(groups):
    """Types, bounds, choices and values are those of the models."""
    kinds = {one.name: one.kind for _, mine in groups for one in mine}
    assert kinds == {
        "edition": "choice", "scenario": "choice", "growth": "rates", "progress": "sheet", "as_of": "date",
        "overview.order": "choice", "industry.top_projects": "number", "industry.sectors": "choices",
        "projects.stages": "choices",
    }  # fmt: skip
    top = field(groups, "industry.top_projects")
    assert (top.value, top.low, top.high, top.hint) == (12, 1, 60, "从 1 到 60 的整数")
    assert list(field(groups, "growth").choices) and field(groups, "edition").choices == {
        "qingshi-2026": "青石县2026年"
    }


def test_what_is_in_force_anyway_is_not_asked(project, groups, base):
    """The form as it came asks for nothing."""
    assert forms.options(groups, sent(groups), base, project.root / "sheet.csv") == []


def test_what_was_changed_is_asked_as_on_the_command_line(project, groups, base):
    """Numbers, lists and rates as text that `-p` understands."""
    given = sent(
        groups, industry__top_projects=["5"], projects__stages=["built", "planned"], scenario=["own"]
    ) | {"growth.gdp": ["5.5"]}
    asked = forms.options(groups, given, base, project.root / "sheet.csv")
    assert asked == [
        ("scenario", "own"), ("growth.gdp", "5.5"), ("industry.top_projects", "5"),
        ("projects.stages", '["built", "planned"]'),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "name", "said"),
    [
        (
            {"industry__top_projects": ["500"]},
            "industry.top_projects",
            "填的是“500”；应为：从 1 到 60 的整数",
        ),
        ({"industry__top_projects": ["五"]}, "industry.top_projects", "填的是“五”"),
        ({"as_of": ["2026-13-01"]}, "as_of", "2026-13-01"),
        ({"scenario": ["own"]}, "scenario", "至少填一个增速"),
        ({"growth.gdp": ["fast"], "scenario": ["own"]}, "growth", "从 -50 到 100"),
        ({"edition": ["../etc"]}, "edition", "../etc"),
    ],
)
def test_a_fault_stands_beside_its_field(project, groups, base, changed, name, said):
    """What `planbook build` would refuse the form refuses, in words, and keeps what was typed."""
    asked = forms.options(groups, sent(groups, **changed), base, project.root / "sheet.csv")
    with pytest.raises(Refused) as refused:
        settings.resolve(project, (), asked)
    assert forms.blame(groups, refused.value) == []
    assert any(said in one for one in field(groups, name).wrong)


def test_the_page_says_it_too(tmp_path):
    """POST /build with a wrong number: the form again, with the number and what is wrong; no job is begun."""
    project = desks.project(tmp_path / "book")
    window = desks.client(project)
    answer = window.post(
        "/build", data={"edition": desks.EDITION, "industry.top_projects": "500"}, headers=desks.OURS
    )
    assert (
        answer.status_code == 422
        and "应为：从 1 到 60 的整数" in answer.text
        and 'value="500"' in answer.text
    )
    assert window.desk.jobs.last is None
