"""output: the bundles that a notebook receives."""

from planbook.show import output
from planbook.show.markup import Words


def test_a_text_goes_out_in_two_forms(screen):
    """MyST for the book, GFM for any other Jupyter; a class of ours only in the book."""
    output.put_words(Words("[70](#fig-x)", "70"), "lead")
    ((data, metadata),) = screen
    assert data == {
        "application/vnd.planbook.myst": "{.lead}\n[70](#fig-x)", "text/markdown": "70",
    } and not metadata  # fmt: skip


def test_publish_hands_the_raw_bundle_to_ipython(monkeypatch):
    """IPython gets the bundle as it is, not a representation of it."""
    import IPython.display

    seen = {}
    monkeypatch.setattr(IPython.display, "display", lambda data, **how: seen.update(data=data, **how))
    output.publish({"text/plain": "x"}, {"a": 1})
    assert seen == {"data": {"text/plain": "x"}, "metadata": {"a": 1}, "raw": True}
