"""What a chapter's notebook says, by content."""

import json
import shutil

import books
import pytest

from planbook.run.notebook import BadNotebook, Notebook, assignments


def read(tmp_path, name="simple", change=lambda book: None):
    path = tmp_path / f"{name}.ipynb"
    shutil.copyfile(books.NOTEBOOKS / f"{name}.ipynb", path)
    book = json.loads(path.read_text(encoding="utf-8"))
    change(book)
    path.write_text(json.dumps(book), encoding="utf-8")
    return Notebook.read(path)


def test_declared_parameters(tmp_path):
    """The names that the `parameters` cell assigns are what it can be given; without the cell, none."""
    assert read(tmp_path).declared == ("edition", "top_projects")
    assert read(tmp_path, "no_parameters").declared == ()


def test_outputs_and_counters_say_nothing(tmp_path):
    """Running a notebook in an editor, or storing its source as one string, does not change it."""

    def run(book):
        for cell in book["cells"]:
            cell["source"] = "".join(cell["source"])
            cell["id"] = "other"
            cell["metadata"] |= {"collapsed": True, "papermill": {"status": "completed"}}
            if cell["cell_type"] == "code":
                cell["execution_count"] = 7
                cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x"}]

    assert read(tmp_path, change=run).cells == read(tmp_path).cells


def test_sources_and_tags_count(tmp_path):
    """A changed source or tag changes the digest of its cell and of no other."""
    before = read(tmp_path).cells

    def edit(book):
        book["cells"][3]["source"] = "print(1)"
        book["cells"][4]["metadata"]["tags"] = ["remove-cell"]

    after = read(tmp_path, change=edit).cells
    assert [a == b for a, b in zip(before, after, strict=True)] == [True, True, True, False, False]


CELL = '{"cell_type": "code", "source": ""'


def test_a_byte_order_mark(tmp_path):
    """It says nothing, and does not come into what runs."""
    path = tmp_path / "simple.ipynb"
    raw = (books.NOTEBOOKS / "simple.ipynb").read_bytes()
    path.write_bytes(b"\xef\xbb\xbf" + raw)
    assert Notebook.read(path).text == raw.decode()


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"cells": [{}]}', "not json", "[" * 100_000, '{"cells": 5}', '{"cells": ["a"]}',
     f'{{"cells": [{CELL}, "metadata": null}}]}}', f'{{"cells": [{CELL}, "metadata": {{"tags": 5}}}}]}}'],
    ids=lambda text: text[:30],
)  # fmt: skip
def test_not_a_notebook(tmp_path, text):
    """A file that is no notebook is named in one line."""
    path = tmp_path / "industry.ipynb"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadNotebook, match=r"^chapters/industry\.ipynb: not a notebook"):
        Notebook.read(path)


def test_a_parameters_cell_that_is_not_python(tmp_path):
    """A slip in the `parameters` cell is told with its line before anything runs."""

    def slip(book):
        book["cells"][1]["source"] = 'edition = "x"\ntop_projects = = 3'

    with pytest.raises(BadNotebook, match="parameters cell is not Python: invalid syntax, line 2"):
        read(tmp_path, change=slip)


def test_assignments():
    """Annotated and plain assignments are read, everything else is passed over."""
    found = assignments("a: int = 3  # three\nb = 'x'\nprint(a)\nc: dict\n")
    assert found == [("a", "int", "3"), ("b", None, "'x'")]
