"""The wheel: what is in it, and the book that somebody makes who has nothing else."""

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = (".*", "_build", "build", "dist", "tests", "docs", "benchmarks", "*.egg-info", "__pycache__")
LARGEST = 15e6  # bytes


def run(*command: object, cwd: Path) -> str:
    """What a command prints; what it says when it fails is the test's message. No network, no other paths."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PLANBOOK"))}
    done = subprocess.run(
        [*map(str, command)], cwd=cwd, env=env | {"PIP_NO_INDEX": "1"}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The wheel of this repository, made offline."""
    if int(metadata.version("setuptools").partition(".")[0]) < 77:
        pytest.skip(f"setuptools {metadata.version('setuptools')} is too old for this wheel; next: make test")
    home = tmp_path_factory.mktemp("wheel")
    shutil.copytree(ROOT, home / "planbook", ignore=shutil.ignore_patterns(*LEFT_OUT))
    run(
        *(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"),
        *("-w", home, home / "planbook"),
        cwd=home,
    )
    (made,) = home.glob("*.whl")
    return made


def test_everything_is_in_it(wheel):
    """Each file of the package, and the chapters and tables, as they are here; small, without our paths."""
    package = ROOT / "src" / "planbook"
    here = {
        f"planbook/{path.relative_to(package).as_posix()}": path
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    for path in (*(ROOT / "chapters").glob("*.ipynb"), *(ROOT / "data").glob("*.csv"), ROOT / "_toc.yml"):
        here[f"planbook/template/shipped/{path.relative_to(ROOT).as_posix()}"] = path
    with zipfile.ZipFile(wheel) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    differing = [name for name, path in here.items() if held.get(name) != path.read_bytes()]
    assert not differing
    assert wheel.stat().st_size < LARGEST
    paths = (str(ROOT).encode(), str(wheel.parent).encode())
    assert not [name for name, content in held.items() if any(path in content for path in paths)]
    assert not [name for name in held if "guangling" in name]


@pytest.mark.slow
def test_a_book_from_nothing_but_the_wheel(wheel, tmp_path):
    """With planbook by the wheel only: new, build, check; the book says what to do next."""
    venv.create(tmp_path / "venv", with_pip=False, symlinks=os.name != "nt")
    scripts = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / "python"
    # What planbook needs comes from the environment of the tests; as a plain path, so that an editable
    # planbook there is not seen.
    site = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=tmp_path).strip()
    needed = metadata.distribution("papermill").locate_file("")
    (Path(site) / "needed.pth").write_text(f"{needed}\n", encoding="utf-8")
    run(
        *(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps"),
        *("--ignore-installed", wheel),
        cwd=tmp_path,
    )
    where = run(python, "-c", "import planbook; print(planbook.__file__)", cwd=tmp_path)
    assert where.startswith(str(site))
    run(scripts / "planbook", "new", "my-county", "--edition", "yunxi-2027", cwd=tmp_path)
    book = tmp_path / "my-county"
    run(python, "-m", "planbook", "build", cwd=book)
    page = (book / "_build" / "html" / "chapters" / "overview.html").read_text(encoding="utf-8")
    assert "--edition yunxi-2027" in page
    assert "no findings" in run(python, "-m", "planbook", "check", cwd=book)
    assert "no files taken over" in run(python, "-m", "planbook", "new", "--update", cwd=book)
