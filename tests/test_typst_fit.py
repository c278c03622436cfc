"""Pictures that shrink to fill pages."""

import pytest

from planbook.formats.typst import fit as module
from planbook.formats.typst.fit import HOLE, LEAST, Fit

HEAD, FOOT = 80.0, 780.0


def mark(page, bottom, key="", height=0.0, opens=False):
    about = {"key": key, "height": height} if key else {"opens": True} if opens else {}
    return {"page": page, "bottom": bottom, "head": HEAD, "foot": FOOT, **about}


def test_full_pages_are_left_alone():
    """Where pictures stand under their text nothing is changed and no second pass is made."""
    fit = Fit()
    assert not fit.better(
        [mark(1, 80, opens=True), mark(1, 300, "a", 200), mark(1, 400), mark(1, 700, "b", 250)]
    )
    assert fit.scales == {}


def test_a_small_gap_is_no_hole():
    """A picture that opens a page behind a full page stays as it is."""
    fit = Fit()
    assert not fit.better([mark(1, 80, opens=True), mark(1, 760), mark(2, 300, "a", 200)])


@pytest.mark.parametrize(("room", "closed"), [(HOLE - 1, False), (HOLE, True)])
def test_a_hole_has_a_least_height(room, closed):
    """A gap that the picture could be brought into is left alone when it is smaller than a hole."""
    fit = Fit()
    before = [mark(1, 80, opens=True), mark(1, 400, "a", 300), mark(1, FOOT - room)]
    assert fit.better([*before, mark(2, HEAD + 60, "b", 60)]) == closed
    assert bool(fit.scales) == closed


def test_a_hole_is_closed_by_the_pictures_around_it():
    """The picture that would leave a hole and the one before it shrink alike, no more than needed."""
    fit = Fit()
    marks = [mark(1, 80, opens=True), mark(1, 400, "a", 300), mark(1, 500), mark(2, 380, "b", 280)]
    assert fit.better(marks)
    assert set(fit.scales) == {"a", "b"}
    assert fit.scales["a"] == fit.scales["b"] > LEAST
    saved = (1 - fit.scales["a"]) * 580
    assert 300 - 280 + 17 <= saved + 0.1 < 60


def test_success_ends_the_work():
    """Once the picture stands on the page before, the scales stay."""
    fit = Fit()
    fit.better([mark(1, 80, opens=True), mark(1, 400, "a", 300), mark(1, 500), mark(2, 380, "b", 280)])
    scales = dict(fit.scales)
    assert not fit.better(
        [mark(1, 80, opens=True), mark(1, 380, "a", 280), mark(1, 480), mark(1, 770, "b", 262)]
    )
    assert fit.scales == scales


def test_what_cannot_be_closed_is_printed_in_full_size():
    """When the least size does not help, the pictures get their size back and are not tried again."""
    fit = Fit()
    stuck = [mark(1, 80, opens=True), mark(1, 400, "a", 300), mark(1, 500), mark(2, 380, "b", 280)]
    for _ in range(12):
        if not fit.better(stuck):
            break
    else:
        raise AssertionError("no end")
    assert set(fit.scales.values()) == {1.0}


def test_too_large_a_hole_is_not_even_tried():
    """A picture that would have to shrink below the least size keeps its size."""
    fit = Fit()
    assert not fit.better([mark(1, 80, opens=True), mark(1, 650), mark(2, 480, "a", 400)])


def test_chapters_do_not_disturb_one_another(monkeypatch):
    """A chapter that gets a page shorter moves the pages of the next; that is no success there."""
    monkeypatch.setattr(module, "LEAST", 0.76)
    fit = Fit()
    first = [mark(1, 80, opens=True), mark(1, 400, "a", 300), mark(1, 500), mark(2, 380, "b", 280)]
    second = [mark(3, 80, opens=True), mark(3, 400, "c", 300), mark(3, 500), mark(4, 380, "d", 280)]
    fit.better(first + second)
    assert set(fit.scales) == {"a", "b", "c", "d"}
    wanted = dict(fit.scales)
    done = [mark(1, 80, opens=True), mark(1, 380, "a", 280), mark(1, 480), mark(1, 770, "b", 262)]
    moved = [mark(2, 80, opens=True), mark(2, 400, "c", 300), mark(2, 500), mark(3, 380, "d", 280)]
    assert fit.better(done + moved)
    assert fit.scales["a"] == wanted["a"] and fit.scales["d"] < wanted["d"]
