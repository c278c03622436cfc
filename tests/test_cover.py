"""The cover and the metadata."""

import datetime

import pytest
import typst_toy as toy

from planbook.errors import BindError
from planbook.formats.cover import Cover, as_date, in_words
from planbook.formats.typst import compile


@pytest.fixture
def stage(tmp_path, monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return toy.stage(tmp_path)


def test_the_cover_says_what_the_report_is(stage):
    """Title from the configuration, everything else from the edition's source.yml."""
    cover = Cover.of(
        stage, [("edition", "qingshi-2031"), ("growth", {}), ("draft", True), ("ids", ["a", "b"])]
    )
    assert cover.title == "青石县经济社会发展计划读本"
    assert cover.subtitle == "2030年执行情况与2031年计划（草案）"
    assert ("报告日期", "2031年1月15日") in cover.facts and cover.edition == "qingshi-2031"
    assert cover.parameters == (
        ("edition", "qingshi-2031"),
        ("growth", "—"),
        ("draft", "是"),
        ("ids", "a、b"),
    )


def test_no_clock_is_read(stage):
    """Without a given day no day of building is claimed; the metadata have that of the report."""
    cover = Cover.of(stage)
    assert "成书日期" not in dict(cover.facts)
    assert cover.built == datetime.date(2031, 1, 15)


def test_source_date_epoch_is_the_day_of_the_build(stage, monkeypatch):
    """SOURCE_DATE_EPOCH, in UTC, goes before what the caller says."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1893456000")
    cover = Cover.of(stage, built=datetime.date(2031, 2, 2))
    assert dict(cover.facts)["成书日期"] == "2030年1月1日"
    assert "datetime(year: 2030, month: 1, day: 1)" in compile.main(cover, ["Noto Sans SC"])


def test_a_bad_epoch_is_said(stage, monkeypatch):
    """A value that is no number of seconds is an error that shows it."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(BindError, match="yesterday"):
        Cover.of(stage)


def test_a_stage_without_configuration_is_said(tmp_path):
    """The message names the file that is missing."""
    with pytest.raises(BindError, match=r"_config\.yml"):
        Cover.of(tmp_path)


def test_parameters_cannot_become_markup(stage):
    """A parameter's value is a string for Typst, whatever it holds."""
    text = compile.main(Cover.of(stage, [("note", toy.HOSTILE)]), ["Noto Sans SC"])
    assert '"#panic(\\"x\\") \\\\\\" ] }' in text


def test_dates_in_words():
    """Dates and ISO strings are told in Chinese; what is no date stays as it is."""
    assert in_words("2026-01-27") == in_words(datetime.date(2026, 1, 27)) == "2026年1月27日"
    assert in_words("year's end") == "year's end" and in_words(None) == ""
    assert as_date("2026") is None
