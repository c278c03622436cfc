"""planbook.book.number_check: no number without an origin in a built book."""

import json
import shutil
from pathlib import Path

import pytest
import sourced

from planbook.book import number_check
from planbook.errors import BindError

INDEX = {
    "figures": {
        "fig-wool": {"id": "wool", "printed": "120吨", "tip": "羊毛 120吨 · 2025年"},
        "fig-wool-2026": {"id": "wool-2026", "printed": "130吨", "tip": "羊毛 130吨"},
        "fig-coops": {"id": "coops", "printed": "五家", "tip": ""},
        "fig-ewes": {"id": "ewes", "printed": "１５只", "tip": ""},
        "fig-place": {"id": "place", "printed": "全市第一", "tip": ""},
    },
    "derived": {"der-more": {"id": "more", "printed": "8.3%", "tip": "推算：130吨 ÷ 120吨 × 100%"}},
    "names": ["牧场30MW风电", "7", "5MW"],
    "notes": ["指70岁以上的人"],
    "given": {"chapters/page": ["75"]},
    "counted": {"chapters/page": {"bars": ["6"]}},
    "pictures": {"chapters/page": {"bars": ["fig-wool", "fig-wool-2026"], "alone": ["fig-wool-2026"]}},
    "uses": {
        "fig-wool-2026": [{"page": "chapters/page", "kind": "picture", "target": "bars", "shown": "+10*"}],
    },
    "ledger": {
        "chapters/page": [
            *({"row": "fig-wool", "shown": shown} for shown in ("120吨", "0.012", "１２０吨", "约120吨")),
            {"row": "fig-coops", "shown": "5家"},
            {"row": "fig-coops", "shown": "五家"},
            {"row": "fig-place", "shown": "全市第一"},
            {"row": "fig-ewes", "shown": "15只"},
            {"row": "der-more", "shown": "8.3%*"},
            {"row": "fig-wool-2026", "shown": "+10吨*", "tip": "130吨减120吨", "inputs": ["fig-wool"],
             "formula": "130吨减120吨"},
            {"shown": "250吨*", "inputs": ["fig-wool", "fig-wool-2026"], "formula": "130吨 + 120吨"},
            {
                "shown": "130吨 + 120吨",
                "inputs": ["fig-wool", "fig-wool-2026"],
                "formula": "130吨 + 120吨",
            },
            {"row": "figure-table", "shown": "2个数字"},
            {"shown": "17"},
        ],
        "chapters/other": [{"row": "fig-wool", "shown": "0.12千吨"}],
    },
}  # fmt: skip


@pytest.fixture
def faults(tmp_path):
    """Check a page with this body, and a picture with these labels."""

    def check(body: str, *labels: str) -> list[str]:
        (tmp_path / "chapters").mkdir(exist_ok=True)
        (tmp_path / number_check.INDEX).write_text(json.dumps(INDEX), encoding="utf-8")
        svg = "".join(f"<text>{label}</text>" for label in labels)
        body = body.replace("</figure>", f"<svg>{svg}</svg></figure>")
        (tmp_path / "chapters/page.html").write_text(f"<body>{body}</body>", encoding="utf-8")
        return number_check.check(tmp_path)

    return check


FIGURE = '<figure id="bars"><div role="group" aria-label="{}"></div></figure>'
GOOD = {
    "a link to its row": '<p><a href="data.html#fig-wool" title="羊毛 120吨 · 2025年">120吨</a></p>',
    "converted": '<a href="#fig-wool">0.012</a>',
    "a numeral in digits": '<a href="#fig-coops">5家</a>',
    "a numeral as printed": '<a href="#fig-coops">五家</a>，一、三农、两个',
    "a rank as printed": '<a href="#fig-place">全市第一</a>，第一产业',
    "full-width digits": '<a href="#fig-wool">１２０吨</a>',
    "printed full-width": '<a href="#fig-ewes">15只</a>',
    "bold inside a link": '<a href="#fig-wool">约<strong>120</strong>吨</a>',
    "a derived quantity and its formula": '<a href="#der-more" title="推算：130吨 ÷ 120吨 × 100%">8.3%*</a>',
    "a difference, starred": '<a href="#fig-wool-2026" title="130吨减120吨">+10吨*</a>',
    "a result of several figures, and its formula": '按<span class="computed">130吨 + 120吨</span>算得'
    '<span class="computed">250吨*</span>',
    "a row of the data page": '<table><tr><td><i id="fig-wool"></i>羊毛</td><td>120吨</td></tr></table>',
    "how many rows": '<a href="data.html#figure-table">2个数字</a>',
    "a name": "<p>牧场30MW风电建成</p>",
    "a note": "<p>指70岁以上的人</p>",
    "dates": "<p>2025年，2022—2025年，2026年1月27日，1—12月</p>",
    "a cell with a year": "<table><tr><td><p>2026</p></td></tr></table>",
    "a place": "<p>第一部分（二）第3段</p>",
    "captions": '<span class="caption-number">图 2.1 </span><a href="#x">表 3</a>',
    "chapters": '<span class="section-number">2</span><a href="#x">3\u2002产业</a>',
    "a count of rows": '<span class="counted">17</span>',
    "a name in which a number is kept on one line": '<p>牧场<span class="whole">30MW</span>风电建成</p>',
    "the report's own words": '<p class="quote">共 <b>120吨</b>，另有99人。</p>',
    "actuals to date": '<p>序时进度<span class="to-date">50%</span></p><p id="outlook-x">37.6%</p>',
    "scripts": "<script>var x = 77;</script><style>p { margin: 77px }</style>",
    "what a listener hears of a picture": FIGURE.format("横条图：羊毛120吨，130吨，增加10吨"),
}  # fmt: skip
BAD = {
    "prose": ("<p>增长7.5%。</p>", "7.5"),
    "full-width": ("<p>增长７.5%。</p>", "7.5"),
    "a table": ("<table><tr><td>42</td></tr></table>", "42"),
    "a link to somewhere else": ('<a href="#industry">42个</a>', "42"),
    "a link to a row that does not exist": ('<a href="#fig-wolo">120吨</a>', "120"),
    "another number than the row's": ('<a href="#fig-wool">121吨</a>', "121"),
    "more decimals than printed": ('<a href="#fig-wool">120.0吨</a>', "120.0"),
    "a result in a link to one of its figures": ('<a href="#fig-wool">250吨*</a>', "250"),
    "a result that nobody worked out": ('<span class="computed">251吨*</span>', "251"),
    "a formula as prose": ("<p>130吨 + 120吨</p>", "130"),
    "the right number typed by hand on another page": ('<a href="#fig-wool">0.12千吨</a>', "0.12"),
    "a count that nobody counted": ('<span class="counted">18</span>', "18"),
    "a number under another figure's link": ('<a href="#fig-wool-2026">120吨</a>', "120"),
    "a difference without its star": ('<a href="#fig-wool-2026">+10吨</a>', "10"),
    "a tooltip": ('<a href="#fig-wool" title="羊毛 119吨">120吨</a>', "119"),
    "a label for listeners": ('<div aria-label="共42行">x</div>', "42"),
    "a rank typed in Chinese": ("<p>位居全市第一。</p>", "全市第一"),
    "a rank that links to another row": ('<a href="#fig-wool">全市第一</a>', "全市第一"),
    "a class as a numeral": ("<p>水质Ⅲ类</p>", "Ⅲ"),
    "a name that is a part of the number": ("<p>达到15MW</p>", "15"),
    "a name cut short": ("<p>牧场30MW</p>", "30"),
    "an invented count": ('<a href="data.html#figure-table">9个数字</a>', "9"),
    "a year that is none": ("<p>种树2026棵</p>", "2026"),
    "the row of another figure": (
        '<table><tr><td><i id="fig-coops"></i></td><td>120吨</td></tr><tr><td>5</td></tr></table>', "120"),
    "what a listener hears of a picture": (FIGURE.format("横条图：羊毛125吨"), "125"),
    "a picture of nothing": ('<figure id="x"><img alt="羊毛120吨"></figure>', "120"),
    "the row after": ('<table><tr><td><i id="fig-wool"></i></td></tr><tr><td>120</td></tr></table>', "120"),
    "a difference from elsewhere": ('<figure id="alone"><img alt="多10吨"></figure>', "10"),
    "the threshold in prose": ("<p>都在75%以上</p>", "75"),
}  # fmt: skip


@pytest.mark.parametrize("case", GOOD)
def test_numbers_with_an_origin(faults, case):
    """A link to a row that can be shown so, the row itself, or a kind of number on the list."""
    assert faults(GOOD[case]) == []


@pytest.mark.parametrize("case", BAD)
def test_numbers_without_one(faults, case):
    """One line each: page, line, number, text."""
    body, number = BAD[case]
    found = faults(body)
    assert found and found[0].startswith(f"chapters/page.html:1: the number {number} has no origin: "), found


def test_labels_of_a_picture(faults):
    """Drawn figures, what follows from them alone, the axis and a threshold among the parameters; a name may
    be broken over two labels."""
    body = FIGURE.format("图")
    good = [
        "羊毛",
        "120",
        "130吨",
        "+10",
        "0",
        "50%",
        "100",
        "2026年",
        "牧场30M",
        "W风电",
        "都在75%以上",
        "羊毛=100",
    ]
    assert faults(body, *good) == []
    assert [fault.split("has no")[0].split()[-1] for fault in faults(body, "5家", "140", "牧场30M")] == [
        "5",
        "140",
        "30",
    ]


def test_a_count_in_the_title_of_a_picture(faults):
    """What the program counted for a picture's title may stand in that picture, drawn and heard; another
    number may not, and neither may that count anywhere else."""
    assert faults(FIGURE.format("图：6项目标均低于2025年"), "6项目标均低于2025年") == []
    (drawn,) = faults(FIGURE.format("图"), "9项目标均低于2025年")
    (heard,) = faults(FIGURE.format("图：9项目标均低于2025年"))
    (elsewhere,) = faults('<figure id="alone"></figure>', "6项目标")
    (prose,) = faults("<p>6项目标</p>")
    assert [fault.split()[3] for fault in (drawn, heard, elsewhere, prose)] == ["9", "9", "6", "6"]


def test_a_number_that_is_a_link_in_a_picture(faults):
    """It must be as it was entered for its row, as anywhere, and so must what is said of it."""
    inside = '<title>{}</title><path d="M1 2"/><text>{}</text>'
    link = '<figure id="bars"><svg><a href="data.html#fig-wool">{}</a></svg></figure>'
    total = link.format(inside + "<text>120吨</text>")  # it stands beside each of its parts
    link = link.format(inside)
    assert faults(link.format("羊毛 120吨 · 2025年", "120吨")) == []
    assert faults(total.format("羊毛 120吨 · 2025年", "120吨")) == []
    (number,) = faults(link.format("羊毛 120吨 · 2025年", "130吨"))
    (tip,) = faults(link.format("羊毛 121吨 · 2025年", "120吨"))
    assert [fault.split()[3] for fault in (number, tip)] == ["130", "121"]


def test_the_words_around_a_picture(faults):
    """Title and note may say the picture's numbers and no others."""
    words = '<figure id="bars"><figcaption>6项，羊毛120吨</figcaption></figure>'
    assert faults(words) == []
    assert len(faults(words.replace("120", "125"))) == 1


def test_the_list_is_short_and_each_kind_has_a_reason():
    """Whoever adds a kind says why."""
    assert len(number_check.ALLOWED) <= 17
    assert all(kind.why and (kind.within or kind.pattern) for kind in number_check.ALLOWED)


def test_a_book_without_an_index_is_not_checked(tmp_path):
    """Plain Jupyter Book has no index: nothing is claimed of its pages."""
    (tmp_path / "page.html").write_text("<p>42</p>", encoding="utf-8")
    assert number_check.check(tmp_path) == []


@pytest.mark.parametrize("told", [False, True])
def test_a_book_of_show_alone(sourced_books, told):
    """What planbook.show makes has an origin throughout, with the report's text and without."""
    assert (sourced_books[told].html / number_check.INDEX).is_file()
    assert number_check.check(sourced_books[told].html) == []


def test_a_number_without_origin_stops_the_build(tmp_path, monkeypatch):
    """The message names page and number, and nothing is published."""
    with pytest.raises(BindError, match=r"chapters/overview\.html:\d+: the number 17 has no origin: 共17个"):
        sourced.make(tmp_path, monkeypatch, extra="共17个。")
    assert not (tmp_path / "_build/html").exists()


def test_the_book(book):
    """Every number of the repository's own book has an origin."""
    assert number_check.check(book) == []


def test_the_book_tells_a_slip(book, tmp_path):
    """Change one digit of one link, of one cell and of one picture, and each is found."""
    copy = tmp_path / "html"
    shutil.copytree(book, copy)
    page = copy / "chapters/overview.html"
    text = page.read_text(encoding="utf-8")
    text = text.replace(">70亿元<", ">71亿元<", 1).replace(">16.4%</text>", ">16.5%</text>", 1)
    page.write_text(text, encoding="utf-8")
    found = number_check.check(copy)
    assert [fault.partition("the number ")[2].split()[0] for fault in found] == ["71", "16.5"]


def test_same_pages_same_faults(faults):
    """The order is that of the page."""
    assert [fault.split()[3] for fault in faults("<p>3</p><p>1</p><p>2</p>")] == ["3", "1", "2"]


def test_where_the_pages_come_from_does_not_matter(sourced_books, tmp_path):
    """Only the built book is read: a copy elsewhere gives the same answer."""
    copy = Path(shutil.copytree(sourced_books[False].html, tmp_path / "copy"))
    assert number_check.check(copy) == []


def test_a_page_is_judged_once(tmp_path, monkeypatch):
    """A page that was good is passed over, until it or anything that it was judged by changes."""
    (tmp_path / "chapters").mkdir()
    page, index = tmp_path / "chapters/page.html", dict(INDEX)
    judged, sound = [], set()
    real = number_check.Page
    monkeypatch.setattr(number_check, "Page", lambda path: judged.append(path.name) or real(path))

    def check(text: str, **other) -> list[str]:
        judged.clear()
        page.write_text(f"<body>{text}</body>", encoding="utf-8")
        (tmp_path / number_check.INDEX).write_text(json.dumps(index | other), encoding="utf-8")
        return number_check.check(tmp_path, sound)

    good = '<a href="#fig-wool">120吨</a>'
    assert check(good) == [] and judged == ["page.html"]
    assert check(good) == [] and judged == []
    assert check(good, uses=INDEX["uses"] | {"fig-wool": []}) == [] and judged == []
    assert check(good, given={"chapters/page": ["76"]}) == [] and judged == ["page.html"]
    assert check(good, ledger={"chapters/page": []}) and judged == ["page.html"]
    for _ in range(2):  # a bad page is never taken for a good one
        assert check("121吨") and judged == ["page.html"]
    assert sound == set()
