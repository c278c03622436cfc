"""The promise, for editions that nobody wrote: what is clean under `check` makes a whole and true book."""

import json
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

import pytest
import random_editions
from hypothesis import HealthCheck, Phase, assume, example, given, settings
from hypothesis import strategies as st
from random_editions import EDITION, FOREIGN, ROOT, TWISTS

from planbook import pipeline
from planbook.edition import document, rows
from planbook.run.manifest import Request
from planbook.run.project import Project
from planbook.show import output
from planbook.show.forms import canvas

CHAPTERS = sorted((ROOT / "chapters").glob("*.ipynb"))
# Several twists at once, so that a dozen editions have each of them.
EDITIONS = st.builds(
    lambda seed, size, twists: (seed, size, sorted(twists)),
    st.integers(0, 10**6),
    st.integers(5, 60),
    st.sets(st.sampled_from(TWISTS), min_size=4, max_size=10),
)
# The same editions in every run: what a thorough run finds (see conftest.py) becomes a test of its own.
FIXED = settings(
    derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)  # fmt: skip


@settings(FIXED, max_examples=settings.default.max_examples // 8)
@example((0, 1, []), {})
@given(EDITIONS, st.sampled_from(({}, {"threshold": 60, "order": "given"})))
def test_every_figure_stands_in_its_chapter_and_nothing_is_false(edition, parameters):
    """Each chapter of each edition: every cell runs, every figure of the chapter is a link on its page, no
    heading and no target stands twice, no texts of a picture meet, titles and leads hold when they are
    counted anew, and no other county is named."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        assume(not random_editions.write(data, *edition))
        assert list(faults(data, parameters)) == []


@pytest.mark.slow
@settings(FIXED, max_examples=settings.default.max_examples // 50)
@given(EDITIONS)
def test_a_clean_edition_makes_a_book(edition):
    """The whole way: Sphinx has nothing to complain of, every number has an origin, every figure its row."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        assume(not random_editions.write(root / "data", *edition))
        pages = pipeline.build(project(root), Request())
        index = json.loads((pages / "provenance.json").read_text("utf-8"))
        assert len(index["figures"]) == len(rows.load("figures", root / "data", EDITION))
        text = "".join(page.read_text("utf-8") for page in pages.rglob("*.html"))
        assert [name for name in FOREIGN if name in text] == []


def project(root: Path) -> Project:
    """The repository's own book, for the edition in `root`'s data."""
    for name in ("_config.yml", "_toc.yml"):
        text = (ROOT / name).read_text("utf-8").replace("广灵县", "某县")
        (root / name).write_text(text, "utf-8")
    shutil.copytree(ROOT / "chapters", root / "chapters", ignore=shutil.ignore_patterns(".*"))
    (root / "params.yml").write_text(f"edition: {EDITION}\n", "utf-8")
    return Project(root)


@dataclass
class Shown:
    """What the cells of one notebook put on its page."""

    texts: list[str] = field(default_factory=list)
    pictures: list = field(default_factory=list)

    @property
    def whole(self) -> str:
        return "\n".join(self.texts)


def run(data: Path, parameters: Mapping) -> dict[str, Shown]:
    """Every notebook of the book, cell by cell, on the edition in `data`: what each put out."""
    found: dict[str, Shown] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PLANBOOK_DATA", str(data))
        for notebook in CHAPTERS:
            shown = found[notebook.stem] = Shown()

            def publish(bundle, metadata=None, shown=shown):
                shown.texts.append(bundle.get(output.MYST, ""))

            def picture(made, shown=shown):
                shown.pictures.append(made)
                shown.texts.append(f"{made.caption}\n{made.alt}")

            patch.setattr(output, "publish", publish)
            patch.setattr(output, "picture", picture)
            names: dict = {}
            for cell in json.loads(notebook.read_text("utf-8"))["cells"]:
                if cell["cell_type"] == "code":
                    exec("".join(cell["source"]), names)
                    if "parameters" in cell["metadata"].get("tags", []):
                        names["edition"] = EDITION
                        names |= {name: value for name, value in parameters.items() if name in names}
    return found


def faults(data: Path, parameters: Mapping = MappingProxyType({})) -> Iterator[str]:
    """What is wrong with the pages of a clean edition, in a line each."""
    crowded: list[str] = []
    judge = canvas.faults
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(canvas, "faults", lambda *args: crowded.extend(judge(*args)) or judge(*args))
        pages = run(data, parameters)
    yield from (f"crowded: {one}" for one in crowded)
    figures = rows.load("figures", data, EDITION)
    for row in figures:
        if f"](#fig-{row['figure'].replace('_', '-')} " not in pages[row["chapter"]].whole:
            yield f"{row['figure']} does not stand in {row['chapter']}"
    yield from twice(pages)
    for page, shown in pages.items():
        said = shown.whole + "".join(one.svg for made in shown.pictures for one in made.drawings)
        yield from (f"{one} is named on {page}" for one in FOREIGN if one in said)
    recount = Recount(figures, {row["unit"]: row for row in rows.load("units", data, EDITION)})
    wishes = document.read(data / EDITION / "exhibits.yml", data).data
    for page, shown in pages.items():
        for made in shown.pictures:
            yield from (f"{page}: {one}" for one in recount.wrong(made.title, made.figures))
        leads = [text for text in shown.texts if text.startswith("{.lead}")]
        if "lead" not in wishes.get(page, {}):  # the edition's own words are its own
            yield from (f"{page}: {one}" for lead in leads for one in recount.misdated(lead))


def twice(pages: dict[str, Shown]) -> Iterator[str]:
    """Headings of a page, and targets of the book, that stand more than once."""
    rubric = re.compile(r"```\{rubric\} (.*)\n")
    for page, shown in pages.items():
        named = Counter(found[1] for text in shown.texts if (found := rubric.match(text)))
        yield from (f"{page}: heading {one} stands {n} times" for one, n in named.items() if n > 1)
    targets: list[str] = []
    for notebook in CHAPTERS:
        targets += re.findall(r"\(([a-z-]+)\)=", notebook.read_text("utf-8"))
        shown = pages[notebook.stem]
        targets += re.findall(r"^:name: (.*)", shown.whole, re.M) + [made.name for made in shown.pictures]
    yield from (f"target {one} stands {n} times" for one, n in Counter(targets).items() if n > 1)


class Recount:
    """Titles counted anew from the rows alone, with nothing of planbook's that compares or claims."""

    def __init__(self, figures, units):
        self.rows, self.units = {row["figure"]: row for row in figures}, units

    def pairs(self, ids) -> list[tuple[dict, dict]]:
        """The planned figures among some, each with the reviewed year's of the same thing."""
        found = []
        for id in ids:
            row = self.rows.get(id)
            if row is None or row["scenario"] == "actual" or row["period"] != "2026" or not row["value"]:
                continue
            same = [
                one
                for one in self.rows.values()
                if one["scenario"] == "actual"
                and one["period"] == "2025"
                and all(one[key] == row[key] for key in ("indicator", "item", "project", "measure"))
            ]
            same = [one for one in same if one["value"] and self.base(one) == self.base(row)]
            if same:
                found.append((row, same[0]))
        return found

    def base(self, row) -> str:
        return self.units[row["unit"]]["base"]

    def number(self, row) -> Decimal:
        return Decimal(row["value"]) * Decimal(self.units[row["unit"]]["factor"])

    def half(self, row) -> Decimal:
        """Half a unit of the last digit that is printed, none for counted things."""
        digits = -Decimal(row["value"]).as_tuple().exponent
        return Decimal(10) ** -digits / 2 * Decimal(self.units[row["unit"]]["factor"])

    def side(self, pair) -> tuple[bool, bool]:
        """Whether a target can lie below, and above, what was reached."""
        target, actual = (self.number(row) for row in pair)
        bound = pair[1]["bound"]
        low = target < actual or (target == actual and bound == "gt")
        high = target > actual or (target == actual and bound == "lt")
        return low and bound not in ("lt", "le"), high and bound not in ("gt", "ge")

    def wrong(self, title: str, ids) -> Iterator[str]:
        pairs = self.pairs(ids)
        many = len(pairs)
        low, high = (sum(self.side(pair)[at] for pair in pairs) for at in (0, 1))
        for pattern, holds in (
            (r"(\d+)项[^，；0-9]*均低于\d{4}年", lambda n: int(n) == many == low),
            (r"(\d+)项[^，；0-9]*均高于\d{4}年", lambda n: int(n) == many == high),
            (r"(\d+)项[^0-9]*中(\d+)项[^0-9]*低于\d{4}年", lambda n, m: int(n) == many and int(m) <= low),
            (r"(\d+)项[^0-9]*与\d{4}年相同", lambda n: int(n) == many),
            (r"(\d+)项增速均为下降", lambda n: int(n) == self.falling(ids) == len(ids)),
            (r"(\d+)项增速中(\d+)项下降", lambda n, m: int(n) == len(ids) and int(m) == self.falling(ids)),
            (r"(\d+)个比率中有(\d+)个不低于(\d+)%", lambda *n: self.reach(ids, *map(int, n))),
            (r"占.*?([一二三四八九]\w{1,3})以上$", lambda words: self.share(words, ids)),
        ):
            caps = any(row["bound"] in ("le", "lt") and self.side((row, one))[1] for row, one in pairs)
            if caps and "高于" in title and "限" not in title:
                yield f"{title}: a target is only a cap"
            if (found := re.search(pattern, title)) and not holds(*found.groups()):
                yield f"{title} is not so: {[dict(self.rows[id]) for id in ids if id in self.rows]}"

    def falling(self, ids) -> int:
        return sum(Decimal(self.rows[id]["value"]) < 0 for id in ids)

    def reach(self, ids, many: int, high: int, line: int) -> bool:
        """Whether there are so many rates, and so many reach a line even if they were rounded up."""
        rates = [self.rows[id] for id in ids]
        low = [Decimal(row["value"]) - (row["bound"] == "eq") * self.half(row) for row in rates]
        sure = [row["bound"] in ("eq", "ge", "gt") for row in rates]
        return many == len(rates) and high == sum(a >= line and b for a, b in zip(low, sure, strict=True))

    def share(self, words: str, ids) -> bool:
        """Whether some figure of the picture is so much of another one."""
        least = {
            "九成": "0.9", "八成": "0.8", "四分之三": "0.75", "三分之二": "0.66", "一半": "0.5",
            "三分之一": "0.33", "四分之一": "0.25", "一成": "0.1",
        }[words]  # fmt: skip
        there = [self.rows[id] for id in ids if id in self.rows]
        return any(
            a is not b and self.base(a) == self.base(b) and self.number(b) > 0
            and self.number(b) >= self.number(a) >= Decimal(least) * self.number(b)
            for a in there for b in there
        )  # fmt: skip

    def misdated(self, lead: str) -> Iterator[str]:
        """The figures of a lead behind another period than their own, and targets that are not called so."""
        lead = re.sub(r'(\(#fig-\S+) "[^"]*"', r"\1 ", lead)  # without the tooltips
        period = re.compile(r"截至\d{4}年底|\d{4}—\d{4}年|(?<!\d)\d{4}年(?!结转)")
        rows = {id.replace("_", "-"): row for id, row in self.rows.items()}
        for found in re.finditer(r"\]\(#fig-(\S+) ", lead):
            row, before = rows[found[1]], lead[: found.start()]
            start, slash, end = row["period"].partition("/")
            own = f"截至{end}年底" if start == ".." else f"{start}—{end}年" if slash else f"{start}年"
            told = period.findall(before)
            if not told or told[-1] != own:
                yield f"{found[1]} is told of {told[-1:]}: {lead}"
            what = {"target": "目标", "planned": "计划"}.get(row["scenario"], "")
            if what not in before:
                yield f"{found[1]} is not called {what}: {lead}"
