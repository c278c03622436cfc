"""panels: one scale and unit each."""

from trial import Trial, figure

from planbook.show import panels

SAID = {"title": "存栏", "subtitle": "青石县，2025年末", "caption": "存栏", "name": "stock"}
LAND = [figure("a", "谷子", "2.5万亩"), figure("b", "荞麦", "3万亩")]
SHEEP = [figure("s", "羊", "9.6万只")]


def test_groups_with_their_units():
    """Each heading carries its unit; the foot says that lengths of different groups cannot be compared."""
    picture = panels(Trial(), {"种植": LAND, "养殖": SHEEP, "没有": ["gone"]}, **SAID)
    assert {"种植", "（万亩）", "养殖", "（万只）"} <= {box.text for box in picture.wide.boxes}
    assert "没有" not in {box.text for box in picture.wide.boxes}
    assert picture.figures == ("b", "a", "s") and "不可相比" in picture.note


def test_a_plain_list_is_grouped_by_unit():
    """Figures of several units fall into panels headed by the unit; one panel needs no warning."""
    assert {"万亩", "万只"} <= {box.text for box in panels(Trial(), [*LAND, *SHEEP], **SAID).wide.boxes}
    assert not panels(Trial(), LAND, **SAID).note
