"""Pages as the chapters' notebooks put them out for any edition: their cells run here, without a kernel."""

import html
import json
import re
import shutil
from pathlib import Path

import editions
from trial import Screen

from planbook.show import picture

ROOT = Path(__file__).resolve().parent.parent
CHAPTERS = sorted((ROOT / "chapters").glob("*.ipynb"))
GUANGLING = "guangling-2026"
COUNTIES = editions.DATA / "counties"
_LABEL = re.compile(r"<text[^>]*>(.*?)</text>")


def county(folder: Path, edition: str) -> Path:
    """A `data/` folder with one edition: an invented county's beside the repository's vocabularies, or
    Guangling's."""
    data = folder / "data"
    data.mkdir(parents=True)
    for path in (ROOT / "data").glob("*.csv"):
        shutil.copyfile(path, data / path.name)
    source = ROOT / "data" if edition == GUANGLING else COUNTIES
    shutil.copytree(source / edition, data / edition)
    return data


def run(notebook: str | Path, edition: str, screen: Screen, **parameters) -> None:
    """Every cell of a chapter, its parameters set; what it shows goes to the screen."""
    path = Path(notebook) if str(notebook).endswith(".ipynb") else ROOT / "chapters" / f"{notebook}.ipynb"
    names: dict = {}
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), names)
            if "parameters" in cell["metadata"].get("tags", []):
                names |= {"edition": edition, **parameters}


def labels(screen: Screen) -> list[str]:
    """Every text that is drawn in a picture or stands around it, and what a listener hears of it."""
    texts = []
    for data, about in screen:
        if picture.SVG in data:
            known = about[picture.SVG]["planbook"]
            texts += [data["text/plain"], known["title"], known["subtitle"], known["note"]]
            texts += map(html.unescape, _LABEL.findall(data[picture.SVG]))
    return texts


def pictures(screen: Screen) -> list[str]:
    """The names of the pictures, in order."""
    return [about[picture.SVG]["planbook"]["name"] for data, about in screen if picture.SVG in data]


def everything(screen: Screen) -> str:
    """All that a reader sees or hears."""
    return "\n".join([*screen.plain, *labels(screen)])


def linked(screen: Screen) -> set[str]:
    """The ids of the figures to whose rows the page links."""
    return set(re.findall(r"\]\(#fig-(\S+?) ", "\n".join(screen.myst)))
