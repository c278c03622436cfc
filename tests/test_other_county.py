"""The chapters serve any county: each notebook runs on invented ones, which have other figures, units, topics
and gaps than Guangling."""

import csv
import re

import pages
import pytest
from editions import GOOD

from planbook.edition import load
from planbook.show import numbers

EDITIONS = ["qingshi-2026", "qingshi-2027", "good"]
NOTHING = re.compile(r"没有.{0,12}(?:这一组|这一方面|这一类)")
WITHOUT_FIGURES = ("annex", "audit", "data", "fulfilment")  # pages that belong to no chapter of the report
NAMES = [
    row["name"]
    for row in csv.DictReader((pages.ROOT / "data/guangling-2026/projects.csv").open(encoding="utf-8"))
]


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """For each edition the `data/` folder in which it is the only one, and its id."""
    made = {id: (pages.county(tmp_path_factory.mktemp(id), id), id) for id in EDITIONS[:2]}
    return {**made, "good": (GOOD, "qingshi-2026")}


@pytest.fixture(params=EDITIONS)
def ed(request, folders, monkeypatch):
    """An edition of the invented county, found by the notebooks as it would be in a book."""
    data, id = folders[request.param]
    monkeypatch.setenv("PLANBOOK_DATA", str(data))
    return load(id, data)


@pytest.mark.parametrize("notebook", pages.CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_of_another_edition(notebook, ed, screen):
    """Every cell runs; every figure of the chapter is a link to its row; nothing of Guangling's is said or
    drawn; that there are no numbers is said only where there are none."""
    pages.run(notebook, ed.id, screen)
    shown = pages.everything(screen)
    own = "\n".join(ed.indicator(figure).label_zh for figure in ed.select())  # “四好农村路” is everywhere
    foreign = ["广灵", "再生金属", "箱包", *(name for name in NAMES if name not in own)]
    assert [word for word in foreign if word in shown] == []
    if notebook.stem == "data":
        wanted = {numbers.anchor(figure).removeprefix("fig-") for figure in ed.select()}
        assert wanted == set(re.findall(r"\[\]\{#fig-(\S+?)\}", screen.myst[3]))
    elif notebook.stem not in WITHOUT_FIGURES:
        wanted = {numbers.anchor(figure).removeprefix("fig-") for figure in ed.select(chapter=notebook.stem)}
        assert wanted - pages.linked(screen) == set()
        assert bool(NOTHING.search(shown)) is not bool(wanted)


def test_names_of_guangling_are_known():
    """The list of foreign names is not empty, and is found where it should be."""
    assert len(NAMES) > 20 and len(pages.CHAPTERS) == 11


def test_guangling_is_where_it_should_be(screen, monkeypatch):
    """The same look at Guangling's own pages finds its names, so it would find them elsewhere."""
    monkeypatch.setenv("PLANBOOK_DATA", str(pages.ROOT / "data"))
    for chapter in ("overview", "industry"):
        pages.run(chapter, pages.GUANGLING, screen)
    shown = pages.everything(screen)
    assert "广灵" in shown and "再生金属" in shown and "箱包" in shown
    assert any(name in shown for name in NAMES)
