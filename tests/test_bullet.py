"""bullet: done against total in one unit; no share is computed here."""

import pytest
from trial import Trial, derived, figure

from planbook.show import bullet
from planbook.show.errors import ShowError

SAID = {"title": "进度", "subtitle": "青石县，亿元", "caption": "投资进度", "name": "progress"}
DONE, TOTAL = figure("d", "重点项目", "5000万元", preliminary="true"), figure("t", "总投资", "2亿元")


def test_numbers_stand_above_the_bar():
    """Done, total and a declared share in one line, preliminary marked."""
    picture = bullet(Trial(), [(DONE, TOTAL, derived("s", "占比", "25%"))], **SAID)
    said = [box.text for box in sorted(picture.wide.boxes, key=lambda box: box.left)]
    assert [one for one in said if one not in ("其中", "总量", "重点项目")] == [
        "预计",
        "5000",
        "/",
        "20000",
        "，",
        "25%*",
    ]
    assert picture.figures == ("d", "t", "s")
    assert picture.table.columns == ["项目", "其中", "总量", "占比"]


def test_without_a_declared_share_there_is_none():
    """The picture shows the two numbers only."""
    picture = bullet(Trial(), [(DONE, TOTAL)], unit="亿元", **SAID)
    assert [entry.shown for entry in picture.entries] == ["2", "0.5"]


def test_other_dimensions_are_refused():
    """Money done against land planned is an error."""
    with pytest.raises(ShowError, match="progress"):
        bullet(Trial(), [(DONE, figure("l", "地", "3万亩"))], **SAID)
