"""register: the data page, and a small real Sphinx book in which every link finds its row."""

import html
import re
from pathlib import Path

import editions
import nbformat
import pytest
from docutils import nodes
from sphinx.cmd.build import build_main
from trial import DATA

from planbook import show
from planbook.book import late
from planbook.edition import csvw, load
from planbook.show import data_page, numbers, topic

CONF = """
extensions = ["myst_nb", "sphinx_design"]
myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence"]
nb_execution_mode = "off"
numfig = True
language = "zh_CN"
smartquotes = False
html_theme = "basic"
root_doc = "chapters/overview"
"""
HOSTILE = (
    "a|b `c` {abbr}`d (e)` $x$ <script>alert(1)</script> [t](http://example.org) **b** {{ x }} :::{note}"
)


def test_every_figure_has_a_row_with_its_anchor(screen):
    """One row a figure with name and id, number, period, standing, places, room for its uses; derived
    quantities in a second table."""
    ed = load("qingshi-2026", DATA)
    show.figure_table(ed)
    made = "\n".join(screen.myst)
    for figure in ed.select():
        assert made.count(f"[]{{#{numbers.anchor(figure)}}}") == 1
    for derived in ed.derived():
        assert made.count(f"[]{{#{numbers.anchor(derived)}}}") == 1
    row = next(line for line in made.split("\n") if "#fig-gdp-level-2025}" in line)
    assert row == (
        "| []{#fig-gdp-level-2025}生产总值 | [86.4亿元]{.own} | [2025年]{.fact-period} "
        "| [总览]{.fact-chapter} · [实绩]{.fact-standing} · [预计]{.fact-mark} | [第一部分第1段]{.place} "
        "| [—]{.used-in} |"
    )
    assert ":class: three-rules figure-table\n:name: figure-table\n" in made
    assert (
        "生产总值 gdp-level-2025 |" in screen.plain[0] and "gdp-level-2025 |" not in made
    )  # ids are for Jupyter
    assert (
        ":class: planbook-section\n:name: derived-figures\n" in made
    )  # the contents lead to the second table


def test_a_place_leads_to_where_the_report_is_published(screen, tmp_path):
    """Where the edition knows an address; without one a place is words, as above."""
    data = editions.copy(tmp_path)
    editions.edit(
        data, "source.yml", "date: 2026-02-03", "date: 2026-02-03\nurl: https://example.org/a?b=1&c=2"
    )
    show.figure_table(load("qingshi-2026", data))
    assert "| [[第一部分第1段](<https://example.org/a?b=1&c=2>)]{.place} |" in "\n".join(screen.myst)


def test_changed_settings_in_words():
    """Which chapter, what, and its value: no name of a parameter, no code, no path; text stays text."""
    ed = load("qingshi-2026", DATA)
    sector = next(iter(ed.codes("sector")))
    changed = [
        ("scenario", "own", ""), ("growth", {"gdp": 5.5}, ""), ("progress", "/home/someone/progress.csv", ""),
        ("industry.sectors", [sector, HOSTILE], ""), ("livelihood.threshold", 60, ""),
        ("pace", HOSTILE, "节奏，甲乙丙"),
    ]  # fmt: skip
    said = [what + value for what, value in data_page.settings(ed, changed)["changed"]]
    assert said[:3] == ["目标：读者自己假定的增速", "假定的增速（%）：生产总值 5.5", "年中进展：已给出"]
    assert f"产业：只列这些行业的项目：{ed.word('sector', sector)}、{HOSTILE}" in said
    assert f"节奏：{HOSTILE}" in said and "民生：比率图上的界线（%）：60" in said
    assert not re.search("scenario|growth|sectors|threshold|/home", "".join(said))


def test_changed_settings_are_text():
    """As they are put into a page, and into the tree of another format."""
    told = data_page.settings(load("qingshi-2026", DATA), [("pace", HOSTILE, "节奏，甲乙丙")])
    page, tree = late._written(told), nodes.container("", *late._nodes(told))
    assert "<script" not in page and "<li><p>节奏：" in page
    assert html.unescape(re.sub(r"<[^>]*>|\s", "", page)) == re.sub(r"\s", "", tree.astext())


def test_no_setting_changed():
    """That nothing was changed is said, with what can be."""
    told = data_page.settings(load("qingshi-2026", DATA), [])
    assert told["before"] == "本书没有改动任何设置。" and told["after"].startswith("可以改动的有：")
    assert not told["changed"] and "<ul" not in late._written(told)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "—"), ("", "—"), ([], "—"), ({}, "—"), (0, "0"), (False, "否"), (True, "是"), (7.5, "7.5"),
        (["wind", "solar"], "wind、solar"), ({"gdp": 5.5, "cpi": 2}, "gdp 5.5；cpi 2"), ("plan", "plan"),
    ],
)  # fmt: skip
def test_values_in_words(value, said):
    """Nothing of Python's brackets and quotes stands on the page."""
    assert data_page.value_in_words(value) == said


def test_links_resolve_in_a_real_book(screen, tmp_path: Path, capsys):
    """Two pages built by Sphinx: no warning, links across pages reach their rows, data is never markup."""
    ed = load("qingshi-2026", DATA)
    folder = tmp_path / "data/qingshi-2026"
    folder.mkdir(parents=True)
    for name in ("figures.csv", "mentions.csv", "projects.csv", "derived.yml", "source.yml"):
        (folder / name).write_bytes((DATA / "qingshi-2026" / name).read_bytes())
    (folder / csvw.NAME).write_text(csvw.text(csvw.describe(DATA, "qingshi-2026")), "utf-8")

    def page(name: str, *after: str) -> None:
        text = "\n\n".join([f"({name})=\n# {name}", *screen.myst, *after])
        (tmp_path / "chapters" / f"{name}.md").write_text(text + "\n", "utf-8")
        screen.clear()

    (tmp_path / "chapters").mkdir()
    blank = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# audit")])
    nbformat.write(blank, tmp_path / "chapters/audit.ipynb")  # the cautions point to it
    (tmp_path / "conf.py").write_text(CONF, "utf-8")
    show.lead(ed, "总值{gdp-level-2025}，占{revenue_to_gdp}。")
    show.key_numbers(ed, ["gdp-level-2025", "revenue_to_gdp"])
    pairs = ed.pairs("overview")
    show.exhibit(
        ed, show.dumbbell(ed, pairs, title="目标", caption="目标", name="targets"), "总值{gdp-growth-2026}。"
    )
    for chapter in ("overview", "industry", "urban_rural", "livelihood"):
        name = f"table-{chapter}".replace("_", "-")
        topic.table(ed, ed.select(chapter=chapter), [], caption="数据", name=name)
        show.cautions(ed, chapter)
        show.source(ed, chapter)
    rows = [[HOSTILE, ed["gdp-level-2025"]], ["% x", "- y"]]
    show.table(ed, [HOSTILE, "数"], rows, caption=HOSTILE, name="hostile", unit="亿元", notes=[HOSTILE])
    page("overview", "```{toctree}\ndata\naudit\n```")
    show.figure_table(ed)
    show.downloads(ed)
    page("data")

    assert build_main(["-q", "-W", "-b", "html", str(tmp_path), str(tmp_path / "out")]) == 0, (
        capsys.readouterr().err
    )
    overview = (tmp_path / "out/chapters/overview.html").read_text("utf-8")
    data = (tmp_path / "out/chapters/data.html").read_text("utf-8")
    assert 'href="data.html#fig-gdp-level-2025"' in overview and 'id="fig-gdp-level-2025"' in data
    targets = set(re.findall(r'href="data\.html#([^"]+)"', overview))
    assert targets and all(f'id="{target}"' in data for target in targets)
    for text in (overview, data):
        assert "<script>alert" not in text and "<abbr" not in text and 'href="http://example.org"' not in text
    assert '<ul class="key-numbers' in overview and 'class="three-rules figure-table' in data
