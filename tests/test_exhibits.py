"""exhibits: picture, reading, fold."""

import pytest
from trial import DATA

from planbook import show
from planbook.edition import load
from planbook.show import output


@pytest.fixture
def ed():
    return load("qingshi-2026", DATA)


def test_an_exhibit_is_three_outputs(ed, screen):
    """First the picture alone, with name, caption, alt and ids; then the sentences; then the fold with the
    numbers."""
    picture = show.bars(
        ed,
        ["crops-millet-level-2025", "crops-rape-level-2025"],
        title="谷子最多",
        caption="面积",
        name="crops",
    )
    show.exhibit(ed, picture, ["谷子{crops-millet-level-2025}。", "{nothing-here}"], optional=True)
    (drawn, about), (said, _), (fold, _) = screen
    assert set(drawn) == {"image/svg+xml", "text/plain"}
    assert about["image/svg+xml"]["planbook"] == {
        "name": "crops", "caption": "面积", "alt": drawn["text/plain"],
        "figures": ["crops-millet-level-2025", "crops-rape-level-2025"], "counts": [],
    }  # fmt: skip
    assert drawn["text/plain"] == "横向条形图：面积。谷子12.5万亩，油菜近5000亩。"
    assert said[output.GFM] == "谷子12.5万亩。"
    assert fold[output.MYST].startswith("::::{dropdown} 图中数字\n")
    assert "<details>" in fold[output.GFM] and "近0.5" in fold[output.GFM]


def test_no_picture_no_exhibit(ed, screen):
    """Where the edition lacks the figures stands nothing."""
    show.exhibit(ed, show.bars(ed, ["nothing-here"], title="甲", caption="甲", name="x"), "读{nothing-here}")
    assert screen == []


def test_a_numbered_table(ed, screen):
    """A table has caption and name; without rows there is none."""
    show.table(ed, ["项", "数"], [["总值", ed["gdp-level-2025"]]], caption="总值", name="gdp", unit="亿元")
    show.table(ed, ["项"], [], caption="空", name="none")
    assert screen.myst[0].startswith(
        ":::{table} 总值 [单位：亿元]{.table-unit}\n:class: three-rules\n:name: gdp\n"
    )
    assert len(screen) == 1
