"""forms: whatever the data, in both widths no two texts overlap, none leaves the canvas, none is too small
on a phone; equal input, equal bytes."""

import re
from xml.etree import ElementTree

import pytest
from trial import Trial, derived, figure, pair

from planbook import show
from planbook.show.forms import canvas

SAID = {
    "title": "四字标题" * 5,
    "subtitle": "青石县，同比增长，%，从大到小",
    "caption": "试图",
    "name": "trial",
}
LONG = "一个名字长得没有道理的指标而且还要再长一点才行"
LATIN = "5G基站 (VOCs) in Latin letters"
NARROWEST = 299  # px that are left for a picture on a phone of 360 px
NAMES = ["谷子", LONG, "规模以上工业增加值", LATIN, "甲"]
LEVELS = {
    "one": ["12.5万亩"],
    "equal": ["3万亩", "3万亩", "3万亩"],
    "zero": ["0万亩", "2.5万亩"],
    "all zero": ["0万亩", "0万亩"],
    "negative": ["下降3.2万亩", "40万亩", "下降0.1万亩"],
    "hedged": [
        "超9.6万亩",
        "约33.06万亩",
        "3万亩左右",
        "近5000亩",
        "1200余亩",
        "不少于20万亩",
        "下降5万亩以上",
    ],
    "far apart": ["20000万亩", "1亩", "13.30万亩"],
    "twenty": [f"{n * n}.{n % 10}万亩" for n in range(20)],
}
GROWTHS = {
    "one": [("6%", "5%")],
    "equal": [("5%", "5%"), ("5%", "5.0%")],
    "near": [("5.4%", "5%"), ("134.3%", "0.1%")],
    "wide": [("9999.9%", "0.1%"), ("下降6%", "9999.9%"), ("134.3%", "9999.9%")],
    "negative": [("下降3.2%", "4%"), ("下降3.2%", "下降5%"), ("0%", "下降1%")],
    "hedged": [("6%", "8%以上"), ("超过9%", "8%左右"), ("不超过3%", "不低于3%"), ("9%以上", "3%")],
    "twenty": [(f"{n}.{n % 10}%", f"{20 - n}%") for n in range(20)],
}
RATES = {
    "one": ["78%"],
    "ends": ["0%", "100%", "超过99.9%", "不超过0.1%"],
    "hedged": ["超83%", "90%以上", "约62%", "不低于5%", "4.5%以下"],
    "twenty": [f"{5 * n}%" for n in range(20)],
}


def named(i: int) -> str:
    return NAMES[i % len(NAMES)]


def levels(case: str) -> list:
    """Figures of one case; every third preliminary, every fourth a target."""
    made = []
    for i, printed in enumerate(LEVELS[case]):
        target = {"scenario": "target", "period": "2026"} if i % 4 == 3 else {}
        made.append(figure(f"f{i}", named(i), printed, preliminary="true" if i % 3 == 2 else "", **target))
    return made


def sound(picture) -> None:
    """In both drawings no fault in the texts, every text really measured, every letter large enough."""
    for drawing in picture.drawings:
        root = ElementTree.fromstring(drawing.svg)
        drawn = list(root.iter("{http://www.w3.org/2000/svg}text"))
        assert len(drawn) == len(drawing.boxes) and drawn
        assert canvas.faults(drawing.boxes, drawing.width, drawing.height) == []
        sizes = [float(text.get("font-size", root.get("font-size"))) for text in drawn]
        assert drawing.least == min(sizes)
    assert picture.narrow.least * NARROWEST / picture.narrow.width >= 12


@pytest.mark.parametrize("case", LEVELS)
@pytest.mark.parametrize("form", [show.bars, show.panels])
def test_levels(form, case):
    """Bars and panels hold equal, zero, negative, hedged, long-named and many values."""
    figures = levels(case)
    picture = form(Trial(*figures), figures, **SAID)
    sound(picture)
    assert set(picture.figures) == {f.id for f in figures}


@pytest.mark.parametrize("case", GROWTHS)
def test_dumbbells(case):
    """Dumbbells hold them too, with targets in words and incomparable pairs below."""
    pairs = [pair(f"{named(i)}{i}", *ends, preliminary="true") for i, ends in enumerate(GROWTHS[case])]
    pairs += [
        pair("居民收入", "5%", "与经济增长基本同步"),
        pair(LONG, "6%", "7%", why="口径不同"),
        pair("新", None, "1%"),
    ]
    sound(show.dumbbell(Trial(), pairs, **SAID))


@pytest.mark.parametrize("case", LEVELS)
def test_two_years(case):
    """Paired bars: near values and long names never collide."""
    given = LEVELS[case]
    pairs = [
        pair(f"{named(i)}{i}", one, two) for i, (one, two) in enumerate(zip(given, given[::-1], strict=True))
    ]
    sound(show.paired(Trial(), pairs, **SAID))


@pytest.mark.parametrize("case", RATES)
def test_thresholds(case):
    """Rates at both ends of the line, hedged ones, many."""
    figures = [figure(f"r{i}", named(i), printed) for i, printed in enumerate(RATES[case])]
    sound(show.threshold(Trial(*figures), figures, **SAID))


@pytest.mark.parametrize(
    "done, total", [("120.4亿元", "228.88亿元"), ("0亿元", "5000万元"), ("超3亿元", "约2亿元")]
)
@pytest.mark.parametrize("count", [1, 20])
def test_bullets(done, total, count):
    """Done against total: more done than planned, nothing done, hedges, twenty rows."""
    share = derived("share", "占比", "52.6%")
    rows = [(figure(f"d{i}", named(i), done), figure(f"t{i}", named(i), total), share) for i in range(count)]
    sound(show.bullet(Trial(), rows, **SAID))


@pytest.mark.parametrize("parts", [["3万亩", "3万亩"], ["0.01万亩", "5000万亩", "0万亩"], ["1万亩"] * 4])
def test_stacks(parts):
    """Parts too thin for their number keep it in the list below."""
    figures = [figure(f"f{i}", named(i), printed) for i, printed in enumerate(parts)]
    sound(show.stacked(Trial(*figures), figures, **SAID))


def test_equal_input_equal_bytes():
    """The same figures give the same bytes, without a date, and without ids, of which a page may hold each
    once."""
    figures = levels("hedged")
    one, two = (show.bars(Trial(*figures), figures, **SAID) for _ in range(2))
    assert [d.svg for d in one.drawings] == [d.svg for d in two.drawings]
    assert not re.search(r"\bid=|<defs|<metadata|date", one.wide.svg)


def test_a_readers_own_settings_stay():
    """Drawing changes no setting of matplotlib outside the picture."""
    import matplotlib

    figures = levels("one")
    with matplotlib.rc_context({"font.size": 7.5, "axes.grid": True, "svg.hashsalt": "mine"}):
        before = dict(matplotlib.rcParams)
        show.bars(Trial(*figures), figures, **SAID)
        assert dict(matplotlib.rcParams) == before


@pytest.mark.parametrize(
    "form",
    [show.bars, show.panels, show.threshold, show.stacked, show.dumbbell, show.paired, show.bullet],
)
def test_nothing_to_draw(form):
    """Ids that an edition lacks, or no pairs at all: no picture and no error."""
    given = [] if form in (show.dumbbell, show.paired) else [("a", "b")] if form is show.bullet else ["a"]
    assert form(Trial(), given, **SAID) is None
