"""`planbook new`: a whole folder or none; later versions of its files, and what a person changed."""

import json
from pathlib import Path

import pytest

from planbook import cli
from planbook.check import validate
from planbook.errors import InputError
from planbook.run.project import Project
from planbook.template import make, shipped, update

REPORT = Path(__file__).parent / "data" / "qingshi-2026.txt"
CHAPTER = "chapters/industry.ipynb"


@pytest.fixture
def folder(tmp_path) -> Path:
    """A new book's folder with the empty edition."""
    make.make(tmp_path / "book", None, None, "yunxi-2027")
    return tmp_path / "book"


@pytest.fixture
def newer(monkeypatch):
    """Pretend that the installed version has other files: newer({name: content})."""

    def pretend(other):
        files = {name: content for name, content in {**shipped.files(), **other}.items() if content}
        monkeypatch.setattr(shipped, "files", lambda: files)

    return pretend


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_folder_is_a_book(folder):
    """Its contents are whole, its empty edition passes every check, its years are those of its name."""
    project = Project.find(folder)
    assert project.chapters and all(project.notebook(name).is_file() for name in project.chapters)
    assert project.editions() == ["yunxi-2027"] and validate.check("yunxi-2027", project.data) == []
    source = (project.data / "yunxi-2027" / "source.yml").read_text(encoding="utf-8")
    assert "planned: 2027" in source and "reviewed: 2026" in source
    assert {"README.md", "requirements.txt", "params.yml", "_config.yml"} <= set(names(folder))


def test_a_report_is_drafted_at_once(tmp_path, capsys):
    """The draft's tables and its review files lie where the commands that follow look for them."""
    book = tmp_path / "book"
    assert cli.main(["new", str(book), "--from", str(REPORT), "--edition", "qingshi-2026"]) == 0
    assert (book / "_build" / "draft" / "qingshi-2026" / "review.csv").is_file()
    assert validate.check("qingshi-2026", book / "data") == []
    assert str(book / "_build" / "draft") in capsys.readouterr().out
    held = b"".join(path.read_bytes() for path in book.rglob("*") if path.is_file())
    assert make.PART.encode() not in held


def test_an_empty_folder_is_taken(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert cli.main(["new", "."]) == 0
    assert Project.find().root == tmp_path and make.PART not in names(tmp_path)


def test_a_folder_in_use_is_left_alone(tmp_path, capsys):
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    assert cli.main(["new", str(tmp_path)]) == 2
    assert "notes.txt" in capsys.readouterr().err and names(tmp_path) == ["notes.txt"]


@pytest.mark.parametrize("there", [True, False])
@pytest.mark.parametrize("stop", [OSError, KeyboardInterrupt])
def test_what_is_cut_short_leaves_nothing(tmp_path, monkeypatch, stop, there):
    """Whether it failed while files were written or while they were moved."""
    book = tmp_path / "book"
    if there:
        book.mkdir()
    steps = iter(range(1000))

    def put(path, content, put=shipped.put):
        if next(steps) == 9:
            raise stop
        put(path, content)

    monkeypatch.setattr(shipped, "put", put)
    with pytest.raises(stop):
        make.make(book, None, None, "")
    assert names(tmp_path) == ["book"] * there and not (there and names(book))


def test_a_move_that_fails_is_undone(tmp_path, monkeypatch):
    book = tmp_path / "book"
    book.mkdir()

    def rename(self, target, rename=Path.rename):
        if self.name == "chapters" and self.parent.name == make.PART:
            raise OSError("no")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(OSError):
        make.make(book, None, None, "")
    assert names(book) == []


def test_what_a_kill_left_is_removed(tmp_path):
    """The next run takes the half-made folder away."""
    left = tmp_path / f".book{make.PART}"
    left.mkdir()
    (left / "half").touch()
    make.make(tmp_path / "book", None, None, "")
    assert names(tmp_path) == ["book"] and "half" not in names(tmp_path / "book")


def test_a_wrong_report_leaves_nothing(tmp_path, capsys):
    (tmp_path / "note.txt").write_text("two words", encoding="utf-8")
    assert cli.main(["new", str(tmp_path / "book"), "--from", str(tmp_path / "note.txt")]) == 2
    assert names(tmp_path) == ["note.txt"] and "no report" in capsys.readouterr().err


@pytest.mark.parametrize(
    "given, message",
    [
        ([], "which folder"),
        (["book", "--edition", "../x"], "expected the form"),
        (["book", "--take", CHAPTER], "--update"),
        (["--update", "book"], "no book there"),
        (["--update", "--edition", "yunxi-2027"], "--edition"),
    ],
)
def test_wrong_input_is_told(tmp_path, monkeypatch, capsys, given, message):
    monkeypatch.chdir(tmp_path)
    assert cli.main(["new", *given]) == 2
    assert message in capsys.readouterr().err and names(tmp_path) == []


# ---------------------------------------------------------------- a later version


def test_what_nobody_changed_is_taken_over(folder, newer):
    """Also a file that is new, and one that was only saved with other line ends."""
    path = folder / "_config.yml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert update.update(folder).taken == []
    newer({CHAPTER: b"{}", "_config.yml": b"title: x\n", "chapters/new.ipynb": b"{}"})
    assert sorted(update.update(folder).taken) == ["_config.yml", CHAPTER, "chapters/new.ipynb"]
    assert path.read_bytes() == b"title: x\n"
    assert update.update(folder) == update.Update()


def test_what_both_changed_is_left_and_told(folder, newer):
    """Every time, until it is taken; what was there is kept."""
    mine = (folder / "_config.yml").read_bytes() + b"# mine\n"
    (folder / "_config.yml").write_bytes(mine)
    newer({"_config.yml": shipped.files()["_config.yml"] + b"# theirs\n"})
    for _ in range(2):
        done = update.update(folder)
        assert done.taken == [] and done.differing == {"_config.yml": ["-# mine", "+# theirs"]}
        assert (folder / "_config.yml").read_bytes() == mine
    assert update.update(folder, ["_config.yml"]).taken == ["_config.yml"]
    assert b"# theirs" in (folder / "_config.yml").read_bytes()
    assert (folder / "_config.yml.old").read_bytes() == mine


def test_a_notebook_differs_by_the_lines_of_its_cells(folder, newer):
    def with_line(content, line):
        book = json.loads(content)
        book["cells"].append({**book["cells"][0], "source": [line], "id": line})
        return json.dumps(book).encode()

    whole = shipped.files()[CHAPTER]
    (folder / CHAPTER).write_bytes(with_line(whole, "mine"))
    newer({CHAPTER: with_line(whole, "theirs")})
    assert update.update(folder).differing == {CHAPTER: ["-mine", "+theirs"]}


def test_what_only_the_person_changed_is_kept(folder, newer):
    (folder / CHAPTER).write_bytes(b"{}")
    (folder / "chapters" / "reform.ipynb").unlink()
    done = update.update(folder)
    assert done.kept == [CHAPTER] and done.removed == ["chapters/reform.ipynb"] and not done.differing
    assert (folder / CHAPTER).read_bytes() == b"{}" and not (folder / "chapters" / "reform.ipynb").exists()


def test_what_is_no_longer_shipped_is_told(folder, newer):
    newer({CHAPTER: b""})
    assert update.update(folder).dropped == [CHAPTER] and (folder / CHAPTER).exists()


def test_data_and_parameters_are_never_touched(folder, newer):
    (folder / "params.yml").write_text("scenario: plan\n", encoding="utf-8")
    held = (folder / "data" / "yunxi-2027" / "source.yml").read_bytes()
    newer({"data/units.csv": b"unit\n"})
    update.update(folder)
    assert (folder / "params.yml").read_text(encoding="utf-8") == "scenario: plan\n"
    assert (folder / "data" / "yunxi-2027" / "source.yml").read_bytes() == held


def test_faults_of_an_update(folder, capsys):
    """A name that is not shipped; a record that is none; planbook's own folder."""
    with pytest.raises(InputError, match=CHAPTER):
        update.update(folder, ["chapters/industri.ipynb"])
    (folder / shipped.RECORD).write_text("[]", encoding="utf-8")
    with pytest.raises(InputError, match="remove it"):
        update.update(folder)
    assert cli.main(["new", "--update", str(shipped.home())]) == 2
    assert "this folder" in capsys.readouterr().err


def test_an_update_is_printed(folder, newer, capsys):
    """Each file with what became of it, and the command that takes one."""
    (folder / "_config.yml").write_text("title: mine\n", encoding="utf-8")
    newer({"_config.yml": b"title: theirs\n", CHAPTER: b"{}"})
    assert cli.main(["new", "--update", str(folder)]) == 0
    told = capsys.readouterr().out
    assert f"{CHAPTER}: taken over" in told and "-title: mine" in told and "+title: theirs" in told
    assert "--take _config.yml" in told and "1 file taken over, 1 left to you" in told
