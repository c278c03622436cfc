"""The typed models, and the notebooks' `parameters` cells that repeat them."""

import json
from pathlib import Path

import jsonschema
import pytest
from pydantic import ValidationError

from planbook import cli
from planbook.run.notebook import assignments
from planbook.run.parameters import models

CHAPTERS = sorted((Path(__file__).parents[1] / "chapters").glob("*.ipynb"))


def _parameters_cell(notebook: Path) -> str:
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    found = [cell for cell in cells if "parameters" in cell["metadata"].get("tags", [])]
    assert len(found) == 1, f"{notebook.name}: one cell is tagged `parameters`"
    return "".join(found[0]["source"])


@pytest.mark.parametrize("notebook", CHAPTERS, ids=lambda path: path.stem)
def test_cell_equals_model(notebook: Path, monkeypatch, capsys):
    """`planbook params CHAPTER --cell` prints the chapter's cell, which declares all of its own."""
    source = _parameters_cell(notebook)
    declared = [name for name, _, _ in assignments(source)]
    assert "edition" in declared
    assert set(models.model(notebook.stem).model_fields) <= set(declared)
    monkeypatch.chdir(notebook.parent)
    assert cli.main(["params", notebook.stem, "--cell"]) == 0
    assert capsys.readouterr().out == f"{source.strip()}\n"


def test_cell_has_what_the_notebook_lacks():
    """Names of the notebook come in its order, then the chapter's own that it does not declare yet."""
    lines = models.cell("industry", ("sectors", "helper", "edition")).splitlines()
    assert [line.partition(":")[0] for line in lines] == ["sectors", "edition", "top_projects"]


@pytest.mark.parametrize("owner", [None, *models.CHAPTERS])
def test_every_parameter_says_what_it_is(owner):
    """Each parameter has its meaning in two languages, words for what it accepts, and a valid default."""
    for told in models.described(models.model(owner)):
        assert told["zh"] and told["en"] and told["expected"], told["name"]
        assert told["type"] in ("str", "int", "float", "bool", "list", "dict")
        models.model(owner).model_validate({told["name"]: told["default"]})


@pytest.mark.parametrize("owner", [None, *models.CHAPTERS])
def test_values_are_what_papermill_can_write(owner):
    """Papermill writes the defaults into a cell that gives them back: no dates, no tuples."""
    from papermill.translators import PythonTranslator

    defaults = models.model(owner)().model_dump()
    scope: dict = {}
    exec(PythonTranslator.codify(defaults), scope)
    assert {name: scope[name] for name in defaults} == defaults


def test_cell_is_python_that_papermill_understands():
    """The cell's lines are annotated, commented assignments: papermill lists them with type and meaning."""
    import nbformat
    from papermill.translators import PythonTranslator

    source = models.cell("industry", ("edition",))
    found = PythonTranslator.inspect(nbformat.v4.new_code_cell(source))
    assert [(p.name, p.inferred_type_name, p.default) for p in found][:3] == [
        ("edition", "str", '""'),
        ("top_projects", "int", "12"),
        ("sectors", "list", "[]"),
    ]
    assert all(p.help for p in found)


@pytest.mark.parametrize(
    ("owner", "name", "value"),
    [
        (None, "edition", 2026),
        (None, "language", "zh"),
        (None, "growth", {"gdp": 101}),
        (None, "growth", {"gdp": float("nan")}),
        (None, "growth", {"gdp": True}),
        (None, "as_of", "2026-02-30"),
        ("industry", "top_projects", 0),
        ("industry", "top_projects", 61),
        ("industry", "top_projects", 5.0),
        ("industry", "top_projects", True),
        ("industry", "nothing", 1),
        ("urban_rural", "threshold", -1),
        ("livelihood", "threshold", 101),
    ],
)
def test_a_wrong_value_is_refused(owner, name, value):
    """Types are strict, bounds hold, names are known."""
    with pytest.raises(ValidationError):
        models.model(owner).model_validate({name: value})


@pytest.mark.parametrize("chapter", ["urban_rural", "livelihood"])
def test_no_line_by_default(chapter):
    """A line on a picture of rates is the reader's own: there is none until one is asked for."""
    (threshold,) = models.described(models.model(chapter))
    assert (threshold["default"], threshold["expected"]) == (0, "a whole number from 0 to 100")
    assert "0 为不画" in threshold["zh"]


def test_schema_accepts_and_refuses_a_params_file():
    """The JSON Schema of params.yml knows the book's parameters and each chapter's."""
    schema = models.schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate({"edition": "x", "chapters": {"industry": {"top_projects": 3}}}, schema)
    for wrong in (
        {"editon": "x"},
        {"chapters": {"industry": {"top_projects": 0}}},
        {"chapters": {"nowhere": {}}},
    ):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, schema)


def test_what_is_accepted_is_told_in_words():
    """Bounds, choices, dates and mappings read as a person would say them."""
    told = {p["name"]: p["expected"] for p in models.described(models.Book)}
    assert told["scenario"] == "one of plan, own"
    assert told["growth"] == "a mapping from text to a number from -50 to 100"
    assert told["as_of"] == "a date such as 2026-06-30, or empty"
    industry = next(models.described(models.model("industry")))
    assert industry["expected"] == "a whole number from 1 to 60"
