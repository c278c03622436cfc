"""explorer.js in a browser: long tables are searched, sorted, summed, downloaded, shared; none is cut off."""

import csv
import io
from urllib.parse import quote

import pytest
from browsers import DESK, PHONE
from test_browser import CHAPTERS, Reader

from planbook.edition import load

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NARROW = {"width": 360, "height": 780}
PROJECTS = "table.projects"


@pytest.fixture
def window(browser, book, request):
    """A window on the book; a test may ask for other options."""
    context = browser.new_context(**{"viewport": DESK, **getattr(request, "param", {})})
    yield Reader(context, book.as_uri())
    context.close()


def column(page, table: str, head: str) -> list[str]:
    """The texts of a column, top to bottom, of the rows that show."""
    script = """([table, head]) => {
        const own = document.querySelector(table), text = Planbook.explorer.text;
        const at = [...own.tHead.rows[0].cells].findIndex(th => text(th) === head);
        return [...own.tBodies[0].rows].filter(row => row.checkVisibility()).map(row => text(row.cells[at]));
    }"""
    return page.evaluate(script, [table, head])


def bar(page, label: str):
    return page.get_by_role("search", name=f"筛选{label}")


def money(text: str) -> float:
    return float(text.strip("亿万元*")) * {"亿": 1e8, "万": 1e4}[text.strip("元*")[-1]]


def test_sort_by_value(window):
    """A press on the head sorts by value whatever the unit, largest first, then smallest, then as printed;
    what has no value stays last, and a listener is told."""
    window.open("chapters/projects")
    page, printed = window.page, column(window.page, PROJECTS, "项目")
    head = page.locator(f"{PROJECTS} thead th").filter(has_text="总投资")
    for direction, sign in (("descending", -1), ("ascending", 1)):
        head.get_by_role("button").click()
        assert head.get_attribute("aria-sort") == direction
        known = [text for text in column(page, PROJECTS, "总投资") if text != "—"]
        assert len({text[-2] for text in known}) > 1  # 亿元 and 万元
        assert [sign * money(text) for text in known] == sorted(sign * money(text) for text in known)
        assert column(page, PROJECTS, "总投资")[-1] == "—"
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") is None and column(page, PROJECTS, "项目") == printed
    assert not window.faults


def test_chips_and_their_sum(window):
    """Chips of one kind widen, of two kinds narrow; the sum is that of what shows, as the data have it."""
    window.open("chapters/projects")
    panel, shown = (
        bar(window.page, "列名项目，按总投资从大到小"),
        window.page.locator(f"{PROJECTS} tbody tr:visible"),
    )
    everything = shown.count()
    panel.get_by_role("button", name="风电").click()
    wind = shown.count()
    panel.get_by_role("button", name="储能").click()
    both = shown.count()
    assert 0 < wind < both < everything
    panel.get_by_role("button", name="≥1亿元").click()
    kept = column(window.page, PROJECTS, "总投资")
    total = sum(money(text) for text in kept) / 1e8
    assert f"{len(kept)} 个项目的总投资合计 {total:g}亿元*" in panel.locator("output").inner_text()
    assert panel.get_by_role("button", name="储能").get_attribute("aria-pressed") == "true"


def test_nothing_else_is_added(window):
    """Levels that overlap, a project told twice, unlike units: no sum."""
    window.open("chapters/data")
    panel = bar(window.page, "全部数字")
    assert "合计" not in panel.locator("output").inner_text()
    panel.get_by_role("searchbox").fill("重点项目总投资")
    assert (
        "显示" in panel.locator("output").inner_text() and "合计" not in panel.locator("output").inner_text()
    )
    twice = [f for f in load("guangling-2026").select(indicator="project_investment") if f.project]
    names = [one.project for one in twice]
    again = next(one for one in twice if names.count(one.project) == 2)
    panel.get_by_role("searchbox").fill(again.printed + " 项目投资")
    assert "合计" not in panel.locator("output").inner_text()


def test_digits_of_any_width(window):
    """Full-width digits find half-width ones."""
    window.open("chapters/data")
    panel = bar(window.page, "全部数字")
    panel.get_by_role("searchbox").fill("２．４６")
    assert "，显示 1 行" in panel.locator("output").inner_text()


def test_a_link_shares_what_is_chosen(window, browser, book):
    """Words, chips and order stand in the address, and another reader sees the same rows."""
    window.open("chapters/projects")
    panel = bar(window.page, "列名项目，按总投资从大到小")
    panel.get_by_role("button", name="风电").click()
    panel.get_by_role("searchbox").fill("万千瓦")
    window.page.locator(f"{PROJECTS} thead button").filter(has_text="项目").first.click()
    address, rows = window.page.url, column(window.page, PROJECTS, "项目")
    assert "#table-projects-of-projects?" in address and 0 < len(rows) < 10
    context = browser.new_context()
    other = context.new_page()
    other.goto(address)
    assert column(other, PROJECTS, "项目") == rows
    assert (
        bar(other, "列名项目，按总投资从大到小")
        .get_by_role("button", name="风电")
        .get_attribute("aria-pressed")
        == "true"
    )
    context.close()


def test_download_of_what_shows(window):
    """CSV with a byte order mark, the rows that show and no others, numbers as numbers."""
    window.open("chapters/projects")
    panel = bar(window.page, "列名项目，按总投资从大到小")
    panel.get_by_role("button", name="储能").click()
    with window.page.expect_download() as info:
        panel.get_by_role("button", name="下载").click()
    raw = info.value.path().read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf") and info.value.suggested_filename.endswith(".csv")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    assert [row["项目"] for row in rows] == column(window.page, PROJECTS, "项目")
    assert all(
        float(row["总投资：数值"]) == money(row["总投资"]) and row["总投资：单位"] == "元" for row in rows
    )


@pytest.mark.parametrize("hostile", ["=1+1", "+cmd", "@x", "-a", '"', "\t=x"])
def test_no_cell_is_a_formula(window, hostile):
    """Whatever a name begins with, a spreadsheet takes it as text; quotes do not end a cell."""
    window.open("chapters/projects")
    text = window.page.evaluate(
        """text => { const row = document.querySelector("table.projects tbody tr");
        row.cells[0].textContent = text;
        return Planbook.explorer.csv([row]); }""",
        hostile,
    )
    (row,) = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    assert row["项目"] == ("" if hostile == '"' else "'") + hostile.strip() or row["项目"] == hostile


def test_tasks_of_a_chapter_are_one_list(window):
    """All tables and lists of a chapter's tasks: a strength chosen leaves only its tasks, counted."""
    window.open("chapters/industry")
    panel = bar(window.page, "任务")
    chip = panel.get_by_role("button", name="力争").first
    many = int(chip.locator("small").inner_text())
    chip.click()
    assert f"显示 {many} 项" in panel.locator("output").inner_text()
    left = window.page.locator("tr:has([id^=task-]):visible, li:has([id^=task-]):visible")
    assert left.count() == many and all("力争" in text for text in left.all_inner_texts())


def test_findings_by_verdict(window):
    """The audit's entries are chosen by their tags, which say the verdict in words."""
    window.open("chapters/audit")
    panel, entries = bar(window.page, "核对"), window.page.locator("ul.findings > li:visible")
    everything = entries.count()
    panel.get_by_role("button", name="相符").click()
    assert 0 < entries.count() < everything
    assert all("相符" in text for text in entries.locator(".verdict").all_inner_texts())


def test_the_first_rows_then_all(window):
    """A very long table shows its first rows until asked; a link to a later one shows it; paper has all."""
    window.open("chapters/data")
    rows = window.page.locator("table#figure-table tbody tr")
    visible = rows.locator("visible=true")
    assert visible.count() == 50 < rows.count()
    target = rows.last.locator("[id^=fig-]").get_attribute("id")
    window.page.emulate_media(media="print")
    assert visible.count() == rows.count()
    window.page.emulate_media(media="screen")
    window.page.get_by_role("button", name="再显示").first.click()
    assert visible.count() == rows.count()
    window.open("chapters/annex")
    window.open("chapters/data", f"#{target}")
    assert rows.filter(has=window.page.locator(f"#{target}")).is_visible()


def test_one_stop_a_table(window):
    """The Tab key stops once in a table; arrow keys reach its other links, row by row, past hidden rows."""
    window.open("chapters/data")
    table = window.page.locator("table#figure-table")
    stops = "links => links.filter(link => link.tabIndex === 0).map(link => link.checkVisibility())"
    assert table.locator("tbody a[href]").evaluate_all(stops) == [True]
    rows = table.locator("tbody tr:visible")
    many = rows.filter(has=window.page.locator("a:nth-of-type(2)")).first
    focused = "link => link === document.activeElement && link.tabIndex === 0"
    many.locator("a").first.focus()
    window.page.keyboard.press("ArrowRight")
    assert many.locator("a").nth(1).evaluate(focused)
    window.page.keyboard.press("End")
    assert rows.last.locator("a").last.evaluate(focused)
    window.page.keyboard.press("Home")
    window.page.keyboard.press("ArrowDown")
    assert rows.nth(1).locator("a").first.evaluate(focused)
    bar(window.page, "全部数字").get_by_role("searchbox").fill("粮食")
    assert table.locator("tbody a[href]").evaluate_all(stops) == [True]


def test_the_bar_of_a_shorter_table_is_folded(window):
    """Below twenty rows it takes one line until it is opened, or a link brings a choice."""
    window.open("chapters/livelihood")
    folded = window.page.locator(".explorer-bar.folded").first
    words = folded.get_by_role("searchbox")
    assert not words.is_visible()
    folded.locator("summary").click()
    assert words.is_visible()
    table = folded.locator("xpath=following::table[1]").get_attribute("id")
    window.open("chapters/ecology")
    window.open("chapters/livelihood", f"#{table}?q={quote('人')}")
    assert words.input_value() == "人" and words.is_visible()


def test_a_group_of_chips_is_one_stop(window):
    """Arrow keys move in it."""
    window.open("chapters/data")
    group = window.page.get_by_role("group", name="章").first
    assert group.locator("button").evaluate_all("all => all.filter(one => one.tabIndex === 0).length") == 1
    group.locator("button").first.focus()
    window.page.keyboard.press("ArrowRight")
    window.page.keyboard.press("Enter")
    assert group.locator("button").nth(1).get_attribute("aria-pressed") == "true"


@pytest.mark.parametrize("window", [{"viewport": PHONE}], indirect=True, ids=["phone"])
def test_cards_on_a_phone(window):
    """Name and money of a project stand on the first line of its card, inside the screen."""
    window.open("chapters/projects")
    for row in window.page.locator(f"{PROJECTS} tbody tr").all()[:10]:
        name, sum_ = row.locator("th").bounding_box(), row.locator("td.text-right").bounding_box()
        others = [cell.bounding_box() for cell in row.locator("td:visible:not(.text-right)").all()]
        assert sum_["x"] + sum_["width"] <= PHONE["width"] and abs(sum_["y"] - name["y"]) < 12
        assert all(box["y"] >= sum_["y"] + sum_["height"] - 4 for box in others)


@pytest.mark.parametrize("window", [{"java_script_enabled": False}], indirect=True, ids=["no scripts"])
def test_plain_tables_without_scripts(window):
    """Every row is there, and nothing that would do nothing."""
    window.page.goto(f"{window.root}/chapters/data.html")
    assert window.page.locator("table#figure-table tbody tr:visible").count() > 100
    assert window.page.locator(".explorer-bar, article button").count() == 0


CUT = """() => { document.querySelectorAll("details").forEach(fold => { fold.open = true; });
    const tables = [...document.querySelectorAll(".bd-article table.table")];
    return new Promise(done => setTimeout(() => done(tables.filter(table => {
        const box = table.closest(".pst-scrollable-table-container");
        return box.scrollWidth > box.clientWidth + 1
            || [...table.querySelectorAll("*")].some(e => e.getBoundingClientRect().right > innerWidth + 1);
    }).map(table => table.id || table.textContent.trim().slice(0, 20))), 50)); }"""


@pytest.mark.parametrize("invented", [False, True], ids=["book", "another county"])
def test_no_table_is_cut_off(browser, book, sourced_books, invented):
    """At 360 px, every table of every page, in folds too, shows all its columns."""
    context = browser.new_context(viewport=NARROW)
    reader = Reader(context, (sourced_books[False].html if invented else book).as_uri())
    pages = ["chapters/overview", "chapters/data"] if invented else CHAPTERS
    cut = {}
    for page in pages:
        reader.open(page)
        cut[page] = reader.page.evaluate(CUT)
    context.close()
    assert cut == {page: [] for page in pages}


TORN = r"""() => {
    const number = new RegExp("(?:(?<!签)约|超)?[+−]?\\d[\\d,.]*(?:余)?(?:亿元|万元|万亩|万千瓦|%|个百分点)"
        + "(?:以上|左右)?\\*?|\\d{4}年", "g");
    const torn = [];
    for (const block of document.querySelectorAll(".bd-article :is(p, li, th, td, caption, figcaption)")) {
        if (!block.checkVisibility() || block.querySelector("p, li")) continue;
        if (block.closest(".key-numbers")) continue;
        const walk = document.createTreeWalker(block, NodeFilter.SHOW_TEXT), texts = [];
        while (walk.nextNode()) texts.push(walk.currentNode);
        const whole = texts.map(text => text.data).join("");
        for (const found of whole.matchAll(number)) {
            const lines = new Set();
            for (let i = found.index; i < found.index + found[0].length; i++) {
                let at = i, text = texts[0];
                for (text of texts) { if (at < text.length) break; at -= text.length; }
                const range = document.createRange();
                range.setStart(text, at);
                range.setEnd(text, at + 1);
                const box = range.getClientRects()[0];
                if (box) lines.add(Math.round((box.top + box.bottom) / 20));
            }
            const apart = Math.max(...lines) - Math.min(...lines) > 1;
            if (apart) torn.push(whole.slice(found.index - 4, found.index + 12));
        }
    }
    return torn; }"""


@pytest.mark.parametrize("width", [360, 1440])
def test_no_number_is_torn(browser, book, width):
    """On no page does a line end between a number and its unit, hedge or star."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    reader = Reader(context, book.as_uri())
    torn = {}
    for page in CHAPTERS:
        reader.open(page)
        torn[page] = reader.page.evaluate(TORN)
    context.close()
    assert torn == {page: [] for page in CHAPTERS}


def test_the_head_stays(window):
    """Of a long table, while its rows scroll."""
    window.open("chapters/projects")
    window.page.locator(f"{PROJECTS} tbody tr").nth(25).scroll_into_view_if_needed()
    box = window.page.locator(f"{PROJECTS} thead th").first.bounding_box()
    assert 0 <= box["y"] < 120


def test_a_share_link_with_odd_words(window):
    """Words of the address are text, whatever they hold."""
    window.open(
        "chapters/projects", f"#table-projects-of-projects?q={quote('<img src=x onerror=alert(1)>&=#')}"
    )
    assert not window.faults and not window.page.query_selector("article img[src=x]")
    assert "显示 0 行" in bar(window.page, "列名项目，按总投资从大到小").locator("output").inner_text()
