"""planbook.book.ledger: every number is entered where its link is made; entries go with the output."""

import json
import re
from html import unescape

import nbformat
import pytest
from docutils import nodes
from editions import EDITION, GOOD
from reports import two_years

from planbook import show
from planbook.audit import audit, matters
from planbook.book import ledger
from planbook.edition import load
from planbook.show import numbers, output
from planbook.show.audit import entries as put_entries
from planbook.show.markup import Entry
from planbook.show.tables import difference


@pytest.fixture(scope="module")
def ed():
    return load(EDITION, GOOD)


def record(screen, at: int = -1) -> dict:
    """What the metadata of an output say of its numbers."""
    return ledger.record(screen[at][1], output.MYST)


def test_a_sentence_brings_the_numbers_in_it(screen, ed):
    """Row, text and tip of each link, in their order, each once; a count has no row."""
    many = show.count(3, "项")
    show.say(ed, "共{many}：{gdp-level-2025}，{gdp-level-2025}，{revenue_to_gdp}。", many=many)
    told = record(screen)
    assert (told["kind"], told["name"]) == ("text", "")
    assert [(one.get("row"), one["shown"]) for one in told["entries"]] == [
        (None, "3"), ("fig-gdp-level-2025", "86.4亿元"), ("der-revenue-to-gdp", "3.65%*"),
    ]  # fmt: skip
    assert told["entries"][1]["tip"] == "生产总值 86.4亿元 · 2025年 · 预计 · 第一部分第1段"


def test_a_text_without_numbers_has_no_record(screen, ed):
    """Most outputs carry nothing."""
    show.say(ed, "没有数字。")
    assert screen[-1][1] == {}


def test_a_link_shows_its_own_figure(ed):
    """As printed, without unit, converted, and nothing else: no text can be given for it."""
    gdp = ed["gdp-level-2025"]
    forms = [show.link(ed, gdp), show.link(ed, gdp, bare=True), show.link(ed, gdp, "万元")]
    assert [form.entries[0].shown for form in forms] == ["86.4亿元", "86.4", "864000万元"]
    with pytest.raises(ValueError, match="万亩"):
        show.link(ed, gdp, "万亩")


def test_an_assumed_target_is_entered_as_it_is_shown():
    """The reader's rate under the row of the target, and the report's own beside it."""
    own = load(EDITION, GOOD, growth={"gdp": 9.25})
    target = own["gdp-growth-2026"]
    assert [show.link(own, target, own=mine).entries[0].shown for mine in (False, True)] == ["9.25%", "5.5%"]
    assert "读者假定" in show.link(own, target).entries[0].tip


def test_a_table_is_entered_row_by_row(screen, ed):
    """In its caption, in the common unit, in notes and as differences with what they are of."""
    after, before = ed["gdp-growth-2026"], ed["gdp-growth-2025"]
    rows = [["总值", ed["gdp-level-2025"], None], ["增速", before, difference("−0.3", after, before)]]
    caption = show.join("", ["共", show.count(2, "行")])
    show.table(ed, ["项", "数", "差"], rows, caption=caption, name="t", notes=[show.link(ed, after)])
    told = record(screen)
    assert (told["kind"], told["name"]) == ("table", "t")
    assert [one["shown"] for one in told["entries"]] == ["2", "86.4亿元", "5.8%", "−0.3*", "5.5%"]
    assert told["entries"][3]["inputs"] == ("fig-gdp-growth-2026", "fig-gdp-growth-2025")
    assert told["entries"][3]["formula"] == "5.5%减5.8%"


def test_a_fold_belongs_to_its_picture(screen, ed):
    """The numbers behind a picture are entered as the picture's."""
    crops = ed.select(indicator="crops", period="2025")
    show.exhibit(ed, show.bars(ed, crops, title="谷子", caption="作物", name="crops"), "")
    assert (record(screen)["kind"], record(screen)["name"]) == ("picture", "crops")
    assert "12.5" in [one["shown"] for one in record(screen)["entries"]]


def test_a_result_of_several_figures_is_no_figures_number(screen, tmp_path):
    """It leads to no row; its formula stands in the text, also with last year's number."""
    now = {"revenue-level-2025": "3.95亿元", "revenue-growth-2025": "5%"}
    ed = load(EDITION, two_years(tmp_path, now, {"revenue-level-2024": "3.07亿元"}))
    put_entries(ed, matters.matters(audit.rows(ed)))
    formula = "3.07亿元 ×（1 + 5%）"
    results = [one for one in record(screen)["entries"] if one.get("formula") == formula]
    assert results and not any("row" in one for one in results)
    assert results[0]["inputs"] == ("fig-revenue-level-2025", "fig-revenue-growth-2025")
    assert f"按[{formula}]{{.computed}}算得[" in screen.myst[-1]


def test_the_rows_of_the_data_page_are_entered(screen, ed):
    """Each figure in its own row, each derived quantity with its formula: these are no uses."""
    show.figure_table(ed)
    records = [one for _, about in screen if (one := ledger.record(about, output.MYST))]
    told = {"kind": "rows", "entries": [entry for one in records for entry in one["entries"]]}
    rows = {one["row"]: one["shown"] for one in told["entries"] if "row" in one}
    assert {one["kind"] for one in records} == {"rows"} and rows["fig-gdp-level-2025"] == "86.4亿元"
    assert set(rows) == {numbers.anchor(one) for one in (*ed.select(), *ed.derived())}
    assert list(ledger._uses("data", [told | {"target": ""}])) == []


def test_what_a_finished_notebook_shows():
    """For `planbook diff`: each row with its forms, what was worked out by its inputs, pictures by name."""
    one = [{"row": "fig-a", "shown": shown} for shown in ("5.8%", "5.8", "5.8%")]
    one += [{"shown": "9*", "inputs": ["fig-a", "fig-b"], "formula": "a + b"}, {"shown": "17"}]
    rows = {"kind": "rows", "entries": [{"row": "fig-c", "shown": "1"}]}
    outputs = [
        nbformat.v4.new_output("display_data", data={mime: "x"}, metadata={mime: {"planbook": about}})
        for mime, about in (
            (ledger.MYST, {"kind": "text", "entries": one}),
            (ledger.MYST, rows),
            (ledger.SVG, {"name": "bars"}),
        )
    ]  # fmt: skip
    outputs.append(nbformat.v4.new_output("stream", text="x"))
    shown = ledger.shown(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(outputs=outputs)]))
    assert shown["numbers"] == {"fig-a": ["5.8%", "5.8"], "fig-a fig-b": ["9*"]}
    assert list(shown["pictures"]) == ["bars"]


@pytest.mark.parametrize(("target", "name"), [("fig-a_b-2025", "a-b-2025"), ("der-x_y", "x-y")])
def test_rows_are_known_by_their_figure(target, name):
    """The id as HTML spells it, without what kind of row it is."""
    assert ledger.slug(target) == name


def test_where_a_record_stands():
    """An exhibit is its own target, what stands in the text has the section around it."""
    text, table = nodes.paragraph(), nodes.table()
    ledger.enter([text], {"kind": "text", "name": "", "entries": []})
    ledger.enter([table], {"kind": "table", "name": "t", "entries": []})
    nodes.section("", nodes.container("", text, table), ids=["inner", "also"])
    assert [ledger._placed(node)["target"] for node in (text, table)] == ["inner", "t"]
    figure = nodes.figure("", ids=["bars"])
    ledger.enter([figure], {"figures": ["a"], "counts": []})
    assert ledger._placed(figure) == {"kind": "picture", "figures": ["a"], "counts": [], "target": "bars"}
    assert ledger.enter([], {"kind": "text"}) == []


@pytest.mark.parametrize("told", [False, True])
def test_the_ledger_is_what_the_pages_show(sourced_books, told):
    """Every link to a row is an entry of its page, and every entry of a link stands there."""
    html = sourced_books[told].html
    index = json.loads((html / ledger.INDEX).read_text(encoding="utf-8"))
    link = re.compile(r'<a class="[^"]*" href="[^"#]*#((?:fig|der)-[^"]+)"[^>]*>(.*?)</a>')
    for page in ("chapters/overview", "chapters/audit"):
        text = (html / f"{page}.html").read_text(encoding="utf-8")
        shown = {(row, unescape(re.sub("<[^>]*>", "", said))) for row, said in link.findall(text)}
        shown = {(row, said) for row, said in shown if not re.match("第.部分", said)}  # places show no number
        assert shown == {(one["row"], one["shown"]) for one in index["ledger"][page] if "row" in one} - {
            ("figure-table", f"{len(load(EDITION, GOOD).select(chapter='overview'))}个数字")
        }


def test_an_entry_says_only_what_is_known():
    """No empty fields in the metadata of notebooks."""
    assert Entry("5").to_json() == {"shown": "5"}
