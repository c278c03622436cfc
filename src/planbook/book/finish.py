"""The finishing pass: what papermill leaves behind → a notebook that is the same from run to run.

papermill writes times, durations and paths into the metadata and gives the cell with the injected
parameters a random id; the kernel writes its own version. None of it is the book's.
"""

import copy

from nbformat import NotebookNode

PARAMETERS = "parameters"
INJECTED = "injected-parameters"
HIDE = "remove-cell"


def finish(notebook: NotebookNode) -> NotebookNode:
    """A finished copy of an executed notebook; finishing a finished one changes nothing.

    - notebook metadata: only `kernelspec` (name, display name, language) and the language's name are kept;
    - cells: only their tags and their own ids are kept; the injected cell gets a fixed id and is hidden,
    and so is
      the cell of default parameters;
    - outputs: display data and streams only, without execution counts.
    """
    done = copy.deepcopy(notebook)
    spec = done.metadata.get("kernelspec", {})
    kept = NotebookNode(
        kernelspec={key: spec[key] for key in ("display_name", "language", "name") if key in spec}
    )
    if name := done.metadata.get("language_info", {}).get("name"):
        kept["language_info"] = NotebookNode(name=name)
    done.metadata = kept
    for cell in done.cells:
        _finish_cell(cell)
    return done


def _finish_cell(cell: NotebookNode) -> None:
    tags = [tag for tag in cell.metadata.get("tags", []) if tag != HIDE]
    if INJECTED in tags:
        cell["id"] = INJECTED
    if {INJECTED, PARAMETERS} & set(tags):
        tags.append(HIDE)
    metadata = {key: value for key, value in cell.metadata.items() if key == "mystnb"}
    if tags:
        metadata["tags"] = tags
    cell.metadata = NotebookNode(metadata)
    if cell.cell_type == "code":
        cell.execution_count = None
        for output in cell.outputs:
            if "execution_count" in output:
                output["execution_count"] = None
            if "metadata" in output:
                output["metadata"] = NotebookNode(
                    {key: value for key, value in output["metadata"].items() if key != "papermill"}
                )
