"""planbook.book.finish: what papermill leaves behind is gone, what the book needs stays."""

import copy

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from planbook.book.finish import finish


def executed(seconds: float = 1.5, cell_id: str = "a1b2c3d4") -> nbformat.NotebookNode:
    """A notebook as papermill writes it."""
    injected = new_code_cell("edition = 'qingshi-2026'", metadata={"tags": ["injected-parameters"]})
    injected["id"] = cell_id
    parameters = new_code_cell("edition = ''", metadata={"tags": ["parameters"]})
    picture = new_output(
        "display_data",
        data={"image/svg+xml": "<svg/>", "text/plain": "图"},
        metadata={"image/svg+xml": {"planbook": {"name": "wool"}}},
    )
    work = new_code_cell("show.say(ed)", execution_count=3, outputs=[picture])
    work.metadata["papermill"] = {"duration": seconds, "status": "completed"}
    work.metadata["execution"] = {"iopub.execute_input": f"2026-01-01T00:00:0{seconds}"}
    work.metadata["mystnb"] = {"image": {"alt": "x"}}
    for cell, name in ((parameters, "parameters"), (work, "work")):
        cell["id"] = name
    heading = new_markdown_cell("# 青石", id="title")
    return new_notebook(
        cells=[heading, parameters, injected, work],
        metadata={
            "kernelspec": {
                "name": "python3",
                "display_name": "Python 3",
                "language": "python",
                "env": {"A": "1"},
            },
            "language_info": {"name": "python", "version": f"3.11.{int(seconds)}"},
            "papermill": {"input_path": "/home/someone/x.ipynb", "duration": seconds},
        },
    )


def test_two_runs_give_the_same_notebook():
    """Times, paths, versions and the injected cell's random id do not survive."""
    assert finish(executed(1.5, "a1b2c3d4")) == finish(executed(7.25, "e5f6a7b8"))
    assert "someone" not in nbformat.writes(finish(executed()))


def test_the_parameter_cells_are_hidden():
    """Neither the default nor the injected parameters show in the book; the other cells do."""
    tags = [cell.metadata.get("tags", []) for cell in finish(executed()).cells]
    assert ["remove-cell" in each for each in tags] == [False, True, True, False]


def test_outputs_stay_whole():
    """A picture keeps its bytes and what it says of itself."""
    output = finish(executed()).cells[3].outputs[0]
    assert output.data["image/svg+xml"] == "<svg/>"
    assert output.metadata["image/svg+xml"]["planbook"]["name"] == "wool"


def test_finishing_is_pure_and_done_once():
    """The notebook given is not touched; a finished one is finished."""
    given = executed()
    before = copy.deepcopy(given)
    once = finish(given)
    assert given == before
    assert finish(once) == once
    nbformat.validate(once)
