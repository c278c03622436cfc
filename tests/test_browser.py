"""The book in a browser: Debian's Chromium, driven by Playwright; without one these tests skip and say so.

The chapters are those of _toc.yml; the book is built once for the session. Pages are opened from `file://`,
the way that allows a page least; one test serves them.
"""

import functools
import http.server
import re
import threading
from pathlib import Path
from urllib.parse import quote, unquote
from xml.etree import ElementTree

import pytest
import yaml
from browsers import DESK, PHONE

from planbook.show.forms.canvas import faults
from planbook.show.picture import Box

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def chapters() -> list[str]:
    """Those of the book: there is no edition before Guangling's, and so no 完成情况."""
    toc = yaml.safe_load((Path(__file__).parent.parent / "_toc.yml").read_text(encoding="utf-8"))
    pages = [toc["root"], *(each["file"] for part in toc["parts"] for each in part["chapters"])]
    return [page for page in pages if page != "chapters/fulfilment"]


CHAPTERS = chapters()
PAGES = [*CHAPTERS, "search"]


class Reader:
    """A browser window that notes what it asks for and what goes wrong."""

    def __init__(self, context, root: str) -> None:
        self.page = context.new_page()
        self.root = root
        self.requests: list[str] = []
        self.faults: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("requestfailed", lambda request: self.faults.append(f"failed: {request.url}"))
        self.page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))

    def open(self, page: str, after: str = "") -> None:
        self.page.goto(f"{self.root}/{page}.html{after}")
        self.page.evaluate("document.fonts.ready")

    def search(self, query: str) -> list[str]:
        """The text of each hit, best first: the cards, then the rows and passages."""
        self.open("search", f"?q={quote(query)}")
        self.page.wait_for_selector("#search-results .search-summary:not(:empty)")
        return self.page.eval_on_selector_all(
            "#search-results .answer, #search-results ul.search li", "items => items.map(i => i.textContent)"
        )


DESK_DAY = {"viewport": DESK, "color_scheme": "light", "bypass_csp": True}
PHONE_NIGHT = {"viewport": PHONE, "color_scheme": "dark", "bypass_csp": True}


@pytest.fixture
def reader(browser, book, request):
    """A window on the book, at a desk and by day unless a test gives other options."""
    context = browser.new_context(**{**DESK_DAY, **getattr(request, "param", {})})
    yield Reader(context, book.as_uri())
    context.close()


@pytest.fixture(
    scope="module",
    params=[
        pytest.param((page, look), id=f"{page}-{look['viewport']['width']}-{look['color_scheme']}")
        for page in PAGES
        for look in (PHONE_NIGHT, DESK_DAY)
    ],
)
def opened(browser, book, request):
    """Every page, opened once for all tests of this kind; the last of them may change it."""
    page, look = request.param
    context = browser.new_context(**look)
    reader = Reader(context, book.as_uri())
    reader.open(page, "?q=%E6%8A%95%E8%B5%84" if page == "search" else "")
    yield reader
    context.close()


# 1. Every page: alone in the world, on every screen, for everybody


def test_nothing_from_elsewhere(opened):
    """Opened from a folder, a page asks for files of the book only, finds them all, and no script fails."""
    assert opened.requests
    assert not [url for url in opened.requests if not url.startswith((opened.root, "data:"))]
    assert not opened.faults


def test_nothing_wider_than_the_screen(opened):
    """No page scrolls sideways; what is wide scrolls in its own box."""
    width = opened.page.evaluate("document.documentElement.scrollWidth")
    assert width <= opened.page.viewport_size["width"]


def test_accessible(opened):
    """axe-core finds no violation of WCAG 2 A and AA, with every fold open.

    The rows of a table are alike, and axe looks at each: the first eight stand for them.
    """
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    opened.page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
    opened.page.evaluate(
        "document.querySelectorAll('tbody tr:nth-child(n + 9)').forEach(row => row.remove())"
    )
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
    options = {
        "runOnly": {"type": "tag", "values": rules},
        "resultTypes": ["violations"],  # of what passes one element a rule
        "selectors": False,
    }
    result = axe.run(opened.page, options=options).response
    assert result["passes"]
    assert not [
        (fault["id"], fault["nodes"][0]["html"][:200], len(fault["nodes"])) for fault in result["violations"]
    ]


def test_served(browser, book):
    """Behind a web server nothing is asked of any other origin either; a page can be shared."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(book)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        context = browser.new_context()
        reader = Reader(context, f"http://127.0.0.1:{server.server_port}")
        for page in PAGES:
            reader.open(page)
        reader.page.add_init_script(
            "Object.defineProperty(navigator, 'share', {value: async what => { window.shared = what; }});"
        )
        reader.open(CHAPTERS[1])
        tool(reader, "share").click()
        assert reader.page.evaluate("window.shared.url") == reader.page.url
        context.close()
    finally:
        server.shutdown()
        server.server_close()
    assert not [url for url in reader.requests if not url.startswith((reader.root, "data:"))]
    assert not [fault for fault in reader.faults if "ERR_ABORTED" not in fault and "error" in fault]


def test_the_way_in(reader):
    """index.html leads to the first chapter."""
    reader.page.goto(f"{reader.root}/index.html")
    reader.page.wait_for_url(f"**/{CHAPTERS[0]}.html")


# 2. Search: the page; what is found is tried in test_search.py


@pytest.mark.parametrize("query", ["地区生产总值", "固投", "厕所", "228.88", "70亿元", "16.4%"])
def test_search_finds(reader, query):
    """A name or number that stands in the book is found, from `file://`, in one width of page."""
    reader.open("search")
    width = "document.querySelector('.bd-search-container').offsetWidth"
    empty = reader.page.evaluate(width)
    assert reader.search(query)
    assert reader.page.evaluate(width) == empty
    assert not reader.faults


def test_the_card_answers(reader):
    """Both years' values with their places, each a link to its row."""
    card = reader.search("固投")[0]
    for part in (
        "固定资产投资",
        "56.2亿元",
        "2025年增速",
        "9.7%",
        "2026年增速 · 目标",
        "5%",
        "第二部分第2段",
    ):
        assert part in card
    reader.page.click(".answer a >> nth=0")
    reader.page.wait_for_load_state()
    row = "document.querySelector(':target').closest('tr').innerText"
    assert "56.2亿元" in reader.page.evaluate(row)


def test_a_passage_leads_to_its_words(reader):
    """The fold that holds them opens, they are marked and in sight; Escape takes the marks away."""
    for query in ("固定资产投资", "医保", "风电"):
        reader.search(query)
        for number in range(min(2, reader.page.locator("ul.search a[href*='mark=']").count())):
            reader.search(query)
            reader.page.locator("ul.search a[href*='mark=']").nth(number).click()
            reader.page.wait_for_load_state("load")
            mark = reader.page.locator("mark.searched:visible").first
            mark.wait_for()
            reader.page.wait_for_function(
                """() => [...document.querySelectorAll('mark.searched')].some(mark => {
                    const box = mark.getBoundingClientRect();
                    return box.height && box.top >= 0 && box.bottom <= innerHeight; })"""
            )
    reader.page.keyboard.press("Escape")
    assert not reader.page.locator("mark.searched").count()
    assert not reader.page.locator("#searchbox a").count()  # the theme's button about results


def test_a_fold_opens_for_its_target(reader):
    """What a link leads to is never behind a closed fold, whichever browser."""
    reader.open(CHAPTERS[1])
    folded = reader.page.evaluate(
        """() => { const one = document.querySelector('.bd-article details :is(table, p)');
        one.id = 'inside'; one.closest('details').open = false; location.hash = '#inside';
        return new Promise(done => setTimeout(() => done(one.closest('details').open), 200)); }"""
    )
    assert folded


@pytest.mark.parametrize("query", ["不存在的词语", "99999.99", "<img src=x onerror=alert(1)>", "。"])
def test_search_finds_nothing(reader, query):
    """What is not in the book is said not to be, in words; a query is never markup."""
    assert reader.search(query) == []
    assert "没有找到" in reader.page.inner_text(".search-summary")
    assert query in reader.page.inner_text(".search-summary")
    assert not reader.page.query_selector("#search-results img")


def test_no_identifier_in_the_results(reader):
    """Neither rows nor passages show a slug."""
    for query in ("地区生产总值", "粮食", "项目"):
        assert not any(re.search(r"[a-z]+[-_][a-z]", hit) for hit in reader.search(query))


@pytest.mark.parametrize("reader", [PHONE_NIGHT], indirect=True, ids=["phone"])
def test_320_pixels(reader):
    """Results, card and suggestions reflow: nothing scrolls sideways (WCAG 1.4.10)."""
    reader.page.set_viewport_size({"width": 320, "height": 640})
    for query in ("固投", "项目超10亿", "信访", "报告里哪些数字对不上"):
        reader.search(query)
        reader.page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
        reader.page.locator("#search-page-input").press_sequentially("目")
        assert reader.page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("page", [CHAPTERS[0], "search"])
def test_suggestions(reader, page):
    """A combobox: arrows choose, Escape closes it and not the dialog, Enter takes what is chosen."""
    reader.open(page)
    if page != "search":  # there the field has the focus from the start
        reader.page.keyboard.press("Control+k")
    field = reader.page.locator("form.bd-search input:focus")
    field.press_sequentially("收入")
    reader.page.wait_for_selector("[role=listbox]:visible [role=option]")
    for _ in range(2):
        reader.page.keyboard.press("ArrowDown")
    chosen = reader.page.get_attribute("[role=combobox]:focus", "aria-activedescendant")
    name = reader.page.inner_text(f"#{chosen} span >> nth=0")
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    result = axe.run(reader.page, context="form.bd-search:focus-within")
    assert result.violations_count == 0, result.generate_report()
    reader.page.keyboard.press("Escape")
    assert reader.page.get_attribute("[role=combobox]:focus", "aria-expanded") == "false"
    reader.page.keyboard.press("ArrowDown")
    reader.page.keyboard.press("ArrowDown")
    reader.page.keyboard.press("ArrowDown")
    with reader.page.expect_navigation():
        reader.page.keyboard.press("Enter")
    assert reader.page.input_value("#search-page-input") == name
    assert name in reader.page.inner_text("#search-results .answer")
    assert not [fault for fault in reader.faults if fault.startswith("error")]  # axe asks for styles in vain


# 3. By day and by night


def test_the_theme_can_be_switched(reader):
    """The button changes the theme, and says in words which one is in force."""
    reader.open(CHAPTERS[0])
    before = reader.page.evaluate("document.documentElement.dataset.theme")
    button = reader.page.locator("button.theme-switch-button:visible").first
    assert button.get_attribute("aria-label") == "颜色：随系统" and button.inner_text() == "随系统"
    themes, words = set(), set()
    for _ in range(3):
        button.click()
        themes.add(reader.page.evaluate("document.documentElement.dataset.theme"))
        words.add(button.inner_text())
        assert button.get_attribute("aria-label") == f"颜色：{button.inner_text()}"
    assert themes == {"light", "dark"} and words == {"浅色", "深色", "随系统"}
    assert before in themes


def test_letters_where_the_machine_has_none(reader):
    """A machine without Chinese fonts gets the bundled one; one with them is asked for nothing."""
    reader.open(CHAPTERS[0])
    lacks = reader.page.evaluate("Planbook.lacksHan()")
    assert lacks == any(url.endswith(".woff2") for url in reader.requests)
    drawn = reader.page.evaluate("document.fonts.check('16px \"Planbook Han\"', '县')")
    assert drawn or not lacks


# What a reader can do with a page

NO_STORAGE = "Object.defineProperty(window, 'localStorage', { get() { throw new Error('none'); } });"
NO_VOICE = "Object.defineProperty(window, 'speechSynthesis', { value: undefined });"
VOICE = """
    window.said = [];
    Object.defineProperty(window, "speechSynthesis", { value: {
      speak: function (words) { said.push(words.text); if (said.length < 4) setTimeout(words.onend); },
      cancel: function () { said.push("end"); },
    } });
"""


def tool(reader, name: str):
    return reader.page.locator(f'[data-tool="{name}"]')


def size_of_letters(reader) -> str:
    return reader.page.evaluate("getComputedStyle(document.querySelector('.bd-article p')).fontSize")


@pytest.mark.parametrize("reader", [{"viewport": PHONE}], indirect=True)
def test_large_letters(reader):
    """20 pixels at a touch, on the next page too, nothing wider than the screen; as before at a second."""
    reader.open(CHAPTERS[1])
    tool(reader, "large").click()
    reader.open(CHAPTERS[2])
    assert tool(reader, "large").get_attribute("aria-pressed") == "true"
    line = reader.page.evaluate(
        "(s => parseFloat(s.lineHeight) / parseFloat(s.fontSize))"
        "(getComputedStyle(document.querySelector('.bd-article td')))"
    )
    assert line >= 1.3
    assert reader.page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    tool(reader, "large").click()
    assert reader.page.evaluate("getComputedStyle(document.documentElement).fontSize") == "16px"


def test_large_letters_without_a_memory(reader):
    """Where the browser keeps nothing the page still opens, and the letters grow."""
    reader.page.add_init_script(NO_STORAGE)
    reader.open(CHAPTERS[1])
    before = size_of_letters(reader)
    tool(reader, "large").click()
    assert size_of_letters(reader) != before


def test_reading_aloud(reader):
    """The page is read piece by piece, from its title on; a second click ends it."""
    reader.page.add_init_script(VOICE)
    reader.open(CHAPTERS[1])
    tool(reader, "aloud").click()
    reader.page.wait_for_function("said.length >= 4")
    said = reader.page.evaluate("said")
    title, lead = (reader.page.locator(f".bd-article {part}").first for part in ("h1", "p.lead"))
    assert said[1] in title.inner_text().replace("\u2002", " ") and said[2] == lead.inner_text()
    assert tool(reader, "aloud").inner_text() == "停止朗读"
    tool(reader, "aloud").click()
    assert reader.page.evaluate("said")[-1] == "end" and tool(reader, "aloud").inner_text() == "朗读"


def test_the_citation_is_dated(reader):
    """Page, report and BibTeX, the page with the day on which it is read."""
    reader.open(CHAPTERS[1])
    page, report, entry = reader.page.locator(".cite .citation").all_text_contents()
    assert page.endswith(f"[{reader.page.evaluate('new Date().toLocaleDateString(`sv`)')}].")
    assert report.endswith("[R]. (2026-01-27).") and "  year = {2026},\n  month = {1}\n}" in entry


@pytest.mark.parametrize("reader", [{"color_scheme": "dark"}], indirect=True)
def test_paper_is_light(reader):
    """Whatever the screen is: letters of text, tables and numbers dark, the ground white; the words of a
    table's head are no button, which a browser leaves out where the head comes again."""
    reader.open(CHAPTERS[2])
    reader.page.emulate_media(media="print")
    bright = """() => ['body', 'article p', 'article td', 'article th', 'article td a'].map(each => {
        const style = getComputedStyle(document.querySelector(each));
        return style[each === 'body' ? 'backgroundColor' : 'color'].match(/\\d+/g).slice(0, 3).map(Number);
    })"""
    ground, *letters = reader.page.evaluate(bright)
    assert ground == [255, 255, 255] and all(max(colour) < 120 for colour in letters)
    heads = "all => all.map(each => getComputedStyle(each).display)"
    assert set(reader.page.locator(".explorer-sort").evaluate_all(heads)) == {"contents"}


def test_no_voice_no_button(reader):
    """A browser that cannot speak does not offer it, a file is not shared; the other tools are there."""
    reader.page.add_init_script(NO_VOICE)
    reader.open(CHAPTERS[1])
    assert not tool(reader, "aloud").is_visible() and tool(reader, "print").is_visible()
    assert not tool(reader, "share").is_visible()


@pytest.mark.parametrize("reader", [{"java_script_enabled": False}], indirect=True)
def test_without_scripts_no_tools(reader):
    """A button that would do nothing is not shown; how to cite the page can be read."""
    reader.page.goto(f"{reader.root}/{CHAPTERS[1]}.html")
    assert not reader.page.locator(".page-tool:visible").count()
    assert "[EB/OL]//" in reader.page.locator(".cite .citation").first.text_content()


def test_the_message_stands_high(reader):
    """The first number of the lead stands in the first third of the first screen."""
    for page in (CHAPTERS[0], CHAPTERS[1]):
        reader.open(page)
        top = reader.page.locator(".lead a").first.bounding_box()["y"]
        assert top < DESK["height"] / 3, page


@pytest.mark.parametrize(("width", "rows"), [(1440, (5,)), (1100, (3, 2)), (390, (2, 2, 1))])
def test_tiles_stand_in_balanced_rows(reader, width, rows):
    """Five tiles in one row, in three and two, in two, two and one; the numbers of a row on one line, none
    outside its tile."""
    reader.page.set_viewport_size({"width": width, "height": 900})
    reader.open(CHAPTERS[0])
    tiles = reader.page.evaluate(
        """() => Array.from(document.querySelectorAll(".key-numbers > li"), tile => {
          const range = document.createRange();
          range.selectNodeContents(tile.querySelector(".kn-value"));
          const box = tile.getBoundingClientRect(), value = range.getBoundingClientRect();
          return [Math.round(box.top), Math.round(value.top), value.right < box.right];
        })"""
    )
    tops = [top for top, _, _ in tiles]
    assert tuple(tops.count(top) for top in dict.fromkeys(tops)) == rows
    assert len({(top, value) for top, value, _ in tiles}) == len(rows)
    assert all(inside for _, _, inside in tiles)


# 4. Pictures

LOOKS = {
    f"{width}-{look}": {"viewport": {"width": width, "height": 900}, "color_scheme": look}
    for width, look in ((1440, "light"), (768, "dark"), (390, "dark"), (360, "light"))
}
SHOWN = "[...document.querySelectorAll('svg.planbook-picture')].filter(one => one.getClientRects().length)"
MEASURE = """() => SHOWN.map(picture => {
    const scale = picture.getBoundingClientRect().width / picture.viewBox.baseVal.width;
    const around = picture.getBoundingClientRect();
    const letters = one => {  // as high as the letters, whatever lines the font would make
        const size = parseFloat(getComputedStyle(one).fontSize) * scale, box = one.getBoundingClientRect();
        const base = around.top + one.getAttribute('y') * scale;
        const place = [box.left, base - 0.88 * size, box.right, base + 0.12 * size];
        return { text: one.textContent, size, box: place };
    };
    const box = [around.left, around.top, around.right, around.bottom];
    const texts = [...picture.querySelectorAll('text')].map(letters);
    return { box, figure: picture.closest('figure').id, texts };
})""".replace("SHOWN", SHOWN)
CONTRAST = """() => {
    const parts = colour => (colour.match(/[\\d.]+/g) || []).map(Number);
    const light = colour => {
        const [r, g, b] = parts(colour).map(p => p / 255).map(p => p <= 0.04045 ? p / 12.92 : ((p + 0.055) /
        1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ground = getComputedStyle(document.body).backgroundColor;
    const contrast = colour => {
        const [low, high] = [light(colour), light(ground)].sort((a, b) => a - b);
        return (high + 0.05) / (low + 0.05);
    };
    const best = one => Math.max(...['fill', 'stroke'].map(kind => getComputedStyle(one)[kind]).filter(c =>
    c !== 'none').map(contrast)); const faults = []; for (const picture of SHOWN) { for (const text of
    picture.querySelectorAll('text')) if (contrast(getComputedStyle(text).fill) < 4.5)
    faults.push(text.textContent); for (const mark of picture.querySelectorAll('a > path, a > circle')) if
    (best(mark) < 3) faults.push(mark.outerHTML); } return faults;
}""".replace("SHOWN", SHOWN)


@pytest.mark.parametrize("reader", LOOKS.values(), indirect=True, ids=LOOKS)
def test_pictures_are_drawn_for_the_width(reader):
    """One drawing of each picture shows; no text lies on another or leaves the picture, whatever the font; no
    letter is smaller than 12 px, and none larger than the text around; colours are told from the ground."""
    for page in CHAPTERS:
        reader.open(page)
        figures = reader.page.eval_on_selector_all("figure.exhibit", "all => all.map(one => one.id)")
        for font in ("", "DejaVu Sans") if figures else ():
            if font:
                style = f".planbook-picture {{ font-family: '{font}' !important; }}"
                reader.page.add_style_tag(content=style)
            pictures = reader.page.evaluate(MEASURE)
            assert [picture["figure"] for picture in pictures] == figures
            for picture in pictures:
                sizes = [text["size"] for text in picture["texts"]]
                assert min(sizes) >= 12 and max(sizes) <= 16.5, (page, picture["figure"], sizes)
                boxes = [Box(text["text"], *text["box"]) for text in picture["texts"]]
                left, _, right, bottom = picture["box"]
                assert not off(boxes, left, right), (page, picture["figure"])
                assert not [one for one in faults(boxes, right + 999, bottom + 9999) if "overlap" in one]
        assert reader.page.evaluate(CONTRAST) == []


def off(boxes: list[Box], left: float, right: float) -> list[str]:
    """The texts that begin or end beside the picture, by more than two pixels."""
    return [box.text for box in boxes if box.left < left - 2 or box.right > right + 2]


def test_numbers_of_pictures_lead_to_their_rows(reader):
    """Every link of a drawing ends at a row of the data page, and names what it is without a script's
    help."""
    links = []
    for page in CHAPTERS:
        reader.open(page)
        links += reader.page.eval_on_selector_all(
            ".planbook-picture a", "all => all.map(one => one.href.baseVal.split('#'))"
        )
    reader.open("chapters/data")
    gone = reader.page.evaluate(
        "links => links.filter(link => link[0] !== 'data.html' || !document.getElementById(link[1]))", links
    )
    assert links and gone == []
    source = (Path(unquote(reader.root.removeprefix("file://"))) / f"{CHAPTERS[0]}.html").read_text("utf-8")
    inline = re.findall(r"<svg class=\"planbook-picture.*?</svg>", source, re.S)
    assert inline and all(one.count("<a ") == one.count("<title>") > 0 for one in inline)


def test_a_mark_says_its_value(reader):
    """Under the pointer and at keyboard focus: the number with its period and place."""
    reader.open(CHAPTERS[0])
    link = reader.page.locator("figure.exhibit .planbook-picture.wide a").first
    note = reader.page.locator(".origin-note")
    link.locator("circle, path").first.hover()
    note.wait_for(state="visible")
    assert link.locator("text").text_content().removeprefix("预计") in note.text_content()
    reader.page.mouse.move(5, 5)
    note.wait_for(state="hidden")
    reader.page.keyboard.press("Tab")
    link.focus()
    note.wait_for(state="visible")


def test_the_menu_of_a_picture(reader):
    """PNG, SVG and CSV are saved, link and citation copied, from `file://`; Escape closes it."""
    reader.open(CHAPTERS[0])
    page, menu = reader.page, reader.page.locator("figure.exhibit .picture-menu").first
    saved = {}
    for kind in ("PNG", "SVG", "CSV"):
        menu.locator("summary").click()
        with page.expect_download() as download:
            menu.get_by_role("button", name=kind).click()
        saved[kind] = Path(download.value.path()).read_bytes()
        assert download.value.suggested_filename.endswith(f".{kind.lower()}")
    assert saved["PNG"].startswith(b"\x89PNG") and len(saved["PNG"]) > 10_000
    title = page.locator("figure.exhibit .caption-text").first.text_content()
    root = ElementTree.fromstring(saved["SVG"])
    texts = [one.text for one in root.iter("{http://www.w3.org/2000/svg}text")]
    assert title in "".join(texts) and b"href" not in saved["SVG"] and b"file:" not in saved["SVG"]
    rows = saved["CSV"].decode("utf-8-sig").splitlines()
    assert len(rows) > 1 and len({row.count(",") for row in rows}) == 1
    copied = []
    page.expose_function("noted", lambda text: copied.append(text))
    page.evaluate("document.addEventListener('copy', () => noted(document.activeElement.value))")
    for name in ("复制链接", "复制引用"):
        if not menu.evaluate("menu => menu.open"):
            menu.locator("summary").click()
        menu.get_by_role("button", name=name).click()
        page.wait_for_timeout(1500)
    assert copied[0].endswith(f"#{page.locator('figure.exhibit').first.get_attribute('id')}")
    assert title in copied[1] and copied[0] in copied[1]
    menu.locator("summary").click()
    page.keyboard.press("Escape")
    assert not menu.evaluate("menu => menu.open")


# 5. By keyboard


@pytest.mark.parametrize("page", PAGES)
def test_every_link_by_keyboard(reader, page):
    """Every link and button that shows can be reached with the Tab key alone; in a table, and in a group of
    chips, with the arrow keys from there."""
    reader.open(page, "?q=%E6%8A%95%E8%B5%84" if page == "search" else "")
    reader.page.evaluate("""() => {
        document.querySelectorAll('details').forEach(fold => { fold.open = true; });
        document.addEventListener('focusin', event => { event.target.dataset.reached = 'yes'; });
        document.activeElement.blur();
    }""")
    # The data page has hundreds of links that are all alike: the keys go through the first of them.
    wanted = """() => [...document.querySelectorAll('a[href], button, input, summary')].filter(each =>
        each.checkVisibility({checkOpacity: true, checkVisibilityCSS: true}) && each.getClientRects().length
        && each.tabIndex >= 0).slice(0, 90).filter(each => !each.dataset.reached).length"""
    for _ in range(20):
        for _ in range(15):
            reader.page.keyboard.press("Tab")
        if not reader.page.evaluate(wanted):
            break
    assert reader.page.evaluate(wanted) == 0
    unreachable = reader.page.eval_on_selector_all(
        "article a[href]:not(.headerlink)",
        "links => links.filter(each => each.tabIndex < 0 && !(each.closest('table') || {}).roving).length",
    )
    assert unreachable == 0


def test_skip_link(reader):
    """The first Tab offers the way past the contents."""
    reader.open(CHAPTERS[1])
    reader.page.keyboard.press("Tab")
    assert reader.page.evaluate("document.activeElement.textContent") == "跳到正文"


# 6. The data page


def test_filter(reader):
    """The filter keeps the rows that hold every word, counts them, and is labelled."""
    reader.open("chapters/data")
    rows = reader.page.locator("table#figure-table tbody tr")
    everything = rows.count()
    box = reader.page.get_by_role("searchbox", name="筛选").first
    box.fill("生产总值 2025")
    shown = rows.locator("visible=true")
    assert 0 < shown.count() < everything
    assert all("生产总值" in text and "2025" in text for text in shown.all_inner_texts())
    told = reader.page.locator(".explorer-bar output").first
    assert told.inner_text() == f"共 {everything} 行，显示 {shown.count()} 行"
    box.fill("")
    assert told.inner_text() == f"共 {everything} 行"


def test_facts(reader):
    """Chapter, period, standing, strength, mark and what is planned narrow the table, together with words."""
    reader.open("chapters/data")
    rows = reader.page.locator("table#figure-table tbody tr")
    panel = reader.page.locator(".explorer-bar").first
    names = panel.locator(".explorer-group").evaluate_all(
        "all => all.map(one => one.getAttribute('aria-label'))"
    )
    assert names[:3] == ["章", "时期", "口径"]
    panel.get_by_role("button", name="目标").first.click()
    aims = rows.locator("visible=true").count()
    panel.get_by_role("group", name="章").get_by_role("button", name="产业").click()
    both = rows.locator("visible=true")
    assert 0 < both.count() < aims
    assert all("产业" in text and "目标" in text for text in both.all_inner_texts())
    panel.get_by_role("searchbox").fill("没有这个")
    assert both.count() == 0
    target = reader.page.eval_on_selector("table#figure-table tbody tr[hidden] [id^=fig-]", "each => each.id")
    reader.page.evaluate("id => { location.hash = id; }", target)
    reader.page.wait_for_function("document.querySelector(':target').closest('tr').hidden === false")
    assert both.count() == rows.count()


def test_a_number_leads_to_its_row(reader):
    """A number in a chapter is a link to its row, which is in view and marked."""
    reader.open(CHAPTERS[0])
    link = reader.page.locator("article p a[href*='data.html#fig-']").first
    number = link.inner_text()
    assert number in reader.page.locator(f"#{link.get_attribute('aria-describedby')}").text_content()
    link.click()
    reader.page.wait_for_load_state()
    row = reader.page.locator("tr:has(:target), tr:target")
    assert number in row.inner_text()
    assert row.locator("th").first.is_visible()
    assert reader.page.evaluate("""() => {
        const box = document.querySelector(':target').getBoundingClientRect();
        return box.top >= 0 && box.top < innerHeight;
    }""")
    plain = reader.page.locator("table.figure-table tbody tr:not(:has(:target)) td").first
    colour = "cell => getComputedStyle(cell).backgroundColor"
    assert row.locator("td").first.evaluate(colour) != plain.evaluate(colour)


def test_a_filtered_row_comes_back(reader):
    """A link to a row that the filter hides shows the row again."""
    reader.open("chapters/data")
    target = reader.page.eval_on_selector("table.figure-table tbody tr [id^=fig-]", "each => each.id")
    reader.page.get_by_role("searchbox", name="筛选").first.fill("没有这个")
    reader.page.evaluate("id => { location.hash = id; }", target)
    reader.page.wait_for_function("document.querySelector(':target').closest('tr').hidden === false")


# 7. What a number is: the note under it


NUMBER = "article p.lead a[href*='#fig-'], article .lead a[href*='#fig-']"


@pytest.fixture
def note(browser, sourced_books, request):
    """The first number of a chapter, the note, and the page, in a window with the options of the test."""
    context = browser.new_context(**{"viewport": DESK, **getattr(request, "param", {})})
    page = context.new_page()
    page.goto(f"{sourced_books[False].html.as_uri()}/chapters/overview.html")
    yield page.locator(NUMBER).first, page.locator(".origin-note"), page
    context.close()


def test_a_number_says_what_it_is(note):
    """For a listener: label, number as printed, year, standing, place, as the link's description."""
    link, _, page = note
    told = page.locator(f"#{link.get_attribute('aria-describedby')}")
    assert told.text_content() == "生产总值 86.4亿元 · 2025年 · 预计 · 第一部分第1段"
    assert link.get_attribute("title") is None  # or the browser would show its own beside ours


def test_the_note_by_keyboard(note):
    """Focus shows it inside the window, Escape closes it and keeps the focus, Enter follows the link."""
    link, shown, page = note
    assert not shown.is_visible()
    page.keyboard.press("Tab")
    link.focus()
    assert shown.locator("strong").inner_text() == "生产总值 86.4亿元"
    assert shown.locator("span").inner_text() == "2025年 · 预计 · 第一部分第1段"
    box = shown.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= DESK["width"] and box["y"] >= 0
    page.keyboard.press("Escape")
    assert not shown.is_visible()
    assert link.evaluate("link => link === document.activeElement")
    page.keyboard.press("Enter")
    page.wait_for_url("**/data.html#fig-gdp-level-2025")


def test_the_note_under_the_pointer(note):
    """It comes with the pointer, stays while the pointer is on it, and goes with it; a click follows."""
    link, shown, page = note
    link.hover()
    shown.wait_for(state="visible")
    shown.hover()
    page.wait_for_timeout(400)
    assert shown.is_visible()
    page.mouse.move(5, 880)
    shown.wait_for(state="hidden")
    link.click()
    page.wait_for_url("**/data.html#fig-gdp-level-2025")


@pytest.mark.parametrize("note", [{"viewport": PHONE, "has_touch": True}], indirect=True, ids=["phone"])
def test_the_note_on_a_phone(note):
    """A first tap shows it, a tap elsewhere closes it, a second tap on the number follows the link."""
    link, shown, page = note
    link.tap()
    shown.wait_for(state="visible")
    assert page.url.endswith("overview.html") and "再点一次" in shown.inner_text()
    box = shown.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"]
    page.touchscreen.tap(20, 830)
    shown.wait_for(state="hidden")
    link.tap()
    link.tap()
    page.wait_for_url("**/data.html#fig-gdp-level-2025")


def test_from_a_number_to_its_other_places(reader):
    """In the note the ways to the next and the previous place of the same figure, in a fold and on another
    page, by button or arrow key; the first place has none before it."""
    reader.open("chapters/overview")
    page, shown = reader.page, reader.page.locator(".origin-note")
    link = page.locator(NUMBER).first
    page.wait_for_function("Planbook.pages")
    page.keyboard.press("Tab")
    link.focus()
    assert shown.locator("nav").inner_text() == "下一处 →"
    target, seen = link.get_attribute("href").partition("#")[2], 1
    here = f"article a[href$='#{target}']"
    while seen < page.locator(here).count():
        page.keyboard.press("ArrowRight")
        at = f'[...document.querySelectorAll("{here}")].indexOf(document.activeElement)'
        assert page.evaluate(at) == seen
        assert page.evaluate("document.activeElement.checkVisibility()")
        seen += 1
    shown.get_by_text("下一处").click()
    page.wait_for_url(f"**/annex.html#first-of-{target}")
    page.wait_for_function(f"document.activeElement.hash === '#{target}'")
    assert shown.is_visible()
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(f"**/overview.html#last-of-{target}")


@pytest.mark.parametrize("note", [{"java_script_enabled": False}], indirect=True, ids=["no scripts"])
def test_without_scripts_the_title_stays(note):
    """The description is there all the same."""
    link, _, _ = note
    assert link.get_attribute("title").startswith("生产总值 86.4亿元 · ")


@pytest.mark.parametrize("note", [{"color_scheme": "dark"}], indirect=True, ids=["dark"])
def test_the_note_at_night(note):
    """Light letters on a dark ground."""
    link, shown, page = note
    page.keyboard.press("Tab")
    link.focus()
    ground, ink = shown.evaluate("n => [getComputedStyle(n).backgroundColor, getComputedStyle(n).color]")
    light = [sum(map(int, colour[4:-1].split(", ")[:3])) for colour in (ground, ink)]
    assert light[0] < 200 < 500 < light[1]


# 8. The report's text: what is no figure


def test_numerals_that_are_no_figures(browser, sourced_books):
    """A checkbox marks them, each with its reason, which the legend counts; without it nothing is marked."""
    page = browser.new_page()
    page.goto(f"{sourced_books[True].html.as_uri()}/chapters/report.html")
    numerals, legend = page.locator("article .not-figure"), page.locator(".review-legend")
    assert (
        numerals.count()
        == sum(int(one.rstrip("处")) for one in legend.locator(".counted").all_inner_texts())
        > 3
    )
    look = "one => getComputedStyle(one).outlineStyle"
    assert numerals.first.evaluate(look) == "none" and not numerals.first.get_attribute("title")
    page.get_by_label("标出不是统计数字的数").check()
    assert numerals.first.evaluate(look) == "dashed"
    reasons = set(legend.locator("[class^=reason-]").all_inner_texts())
    titles = {
        title.removeprefix("不是统计数字：")
        for title in numerals.evaluate_all("ones => ones.map(one => one.title)")
    }
    assert titles == reasons
    page.get_by_label("标出不是统计数字的数").uncheck()
    assert numerals.first.evaluate(look) == "none" and not numerals.first.get_attribute("title")
    page.close()
