"""Pictures that float to the head of the next page where they would leave a hole."""

import pytest

from planbook.formats.typst.fit import HOLE, Fit

FOOT = 780.0


def mark(page, bottom, key="", **more):
    return {"page": page, "bottom": bottom, "head": 80.0, "foot": FOOT, "key": key, **more}


def test_full_pages_are_left_alone():
    """Where pictures stand under their text nothing floats and no second pass is made."""
    fit = Fit()
    assert not fit.better([mark(1, 80, opens=True), mark(1, 300, "a"), mark(1, 400), mark(1, 700, "b")])
    assert fit.floats == []


@pytest.mark.parametrize(("room", "floats"), [(HOLE - 1, []), (HOLE + 1, ["b"])])
def test_a_hole_has_a_least_height(room, floats):
    """A picture that opens a page behind a gap that is no hole stays where it is told."""
    fit = Fit()
    marks = [mark(1, 80, opens=True), mark(1, FOOT - room), mark(2, 300, "b")]
    assert fit.better(marks) == bool(floats)
    assert fit.floats == floats


def test_text_that_opens_a_page_is_no_reason():
    """Only pictures float: a table or a heading that goes over takes its gap along."""
    fit = Fit()
    assert not fit.better([mark(1, 80, opens=True), mark(1, 400), mark(2, 300)])


def test_what_has_no_height_fills_no_page():
    """An empty paragraph at the head of a page is not what a picture stands under."""
    fit = Fit()
    assert fit.better([mark(1, 80, opens=True), mark(1, 400), mark(2, 80), mark(2, 300, "b")])


def test_success_ends_the_work():
    """A picture that floats over the page behind the text is what was wanted."""
    fit = Fit()
    fit.better([mark(1, 80, opens=True), mark(1, 400), mark(2, 300, "b"), mark(2, 600)])
    done = [mark(1, 80, opens=True), mark(1, 400), mark(1, 400, anchor="b"), mark(1, 700), mark(2, 300, "b")]
    assert not fit.better(done)
    assert fit.floats == ["b"]


def test_a_float_on_its_own_page_is_taken_back():
    """Where there is room by now the picture stands in its text again, and stays there."""
    fit = Fit()
    hole = [mark(1, 80, opens=True), mark(1, 400), mark(2, 300, "b")]
    fit.better(hole)
    assert fit.better(
        [mark(1, 80, opens=True), mark(1, 300, "b"), mark(1, 600), mark(1, 600, anchor="b"), mark(1, 700)]
    )
    assert fit.floats == []
    assert not fit.better(hole)


def test_each_chapter_goes_one_step():
    """In a pass the first hole of each chapter is closed: what comes behind it moves."""
    fit = Fit()
    first = [mark(1, 80, opens=True), mark(1, 400), mark(2, 300, "a"), mark(2, 400), mark(3, 300, "b")]
    second = [mark(4, 80, opens=True), mark(4, 400), mark(5, 300, "c")]
    assert fit.better(first + second)
    assert fit.floats == ["a", "c"]
