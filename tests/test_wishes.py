"""planbook.edition.exhibits: what an edition wants for its chapters, and what is wrong with it."""

import json

import pytest
import yaml
from editions import EDITION, copy

from planbook.check import check
from planbook.edition import load
from planbook.edition.exhibits import wishes

FILE = f"data/{EDITION}/exhibits.yml"
PICTURE = {
    "form": "bars",
    "figures": ["crops-millet-level-reviewed", "crops-buckwheat-level-reviewed"],
    "topic": "farming",
    "caption": "{reviewed}年的面积",
}
WISH = {
    "lead": "{planned}年种{crops-millet-level-planned}。",
    "key_numbers": ["sheep-level-reviewed", "revenue_to_gdp"],
    "topics": ["energy", "farming"],
    "exhibits": [PICTURE],
}


@pytest.fixture
def data(tmp_path):
    return copy(tmp_path)


def write(data, **chapters):
    text = yaml.safe_dump(json.loads(json.dumps(chapters)), allow_unicode=True, sort_keys=False)
    (data / EDITION / "exhibits.yml").write_text(text, encoding="utf-8")


def test_a_sound_file(data):
    """Nothing to complain of; years are filled in, ids keep theirs."""
    write(data, overview={"key_numbers": ["gdp-level-reviewed"]}, industry=WISH)
    assert check(EDITION, data) == []
    found = wishes(load(EDITION, data))
    assert list(found) == ["overview", "industry"]
    assert found["industry"].lead == "2026年种{crops-millet-level-planned}。"
    assert found["industry"].exhibits[0].caption == "2025年的面积"
    assert found["industry"].key_numbers == ("sheep-level-reviewed", "revenue_to_gdp")


def picture(**fields):
    return {"exhibits": [PICTURE | fields]}


FAULTS = [
    ({"topics": ["farmin"]}, "unknown-code", "topics", "“farmin”", "farming"),
    (picture(topic="enrgy"), "unknown-code", "topics", "“enrgy”", "energy"),
    ({"key_numbers": ["sheep-levle-reviewed"]}, "unknown-id", "figures", "“sheep-levle-reviewed”",
     "sheep-level-2025"),
    ({"key_numbers": ["revenue_to_gpd"]}, "unknown-id", "figures", "“revenue_to_gpd”", "revenue_to_gdp"),
    (picture(figures=["sheep-level-2025", "herbs-levels-2025"]), "unknown-id", "figures",
     "“herbs-levels-2025”", "herbs-level-2025"),
    (picture(whole="powr_planned"), "unknown-id", "figures", "“powr_planned”", "power_planned"),
    (picture(figures=["sheep-level-2025"]), "bad-value", "exhibits.0.figures", None, ""),
    (picture(form="bar"), "unknown-word", "exhibits.0.form", "“bar”", "bars"),
    (picture(captoin="甲"), "unknown-field", "exhibits.0.captoin", "", "caption"),
    (picture(caption=""), "required", "exhibits.0.caption", "", ""),
    (picture(caption="共12.5万亩"), "typed-number", "caption", "“12.5”", ""),
    (picture(caption="{sheep-level-2025}"), "bad-value", "caption", "“{sheep-level-2025}”", ""),
    (picture(note="不含3个乡"), "typed-number", "note", "“3”", ""),
    (picture(note="{sheep-level-2025}之外"), "bad-value", "note", "“{sheep-level-2025}之外”", ""),
    ({"lead": "羊9.6万只"}, "typed-number", "lead", "“9.6”", ""),
    ({"lead": "羊{sheep-levle-2025}"}, "unknown-id", "lead", "“sheep-levle-2025”", "sheep-level-2025"),
    ({"lead": "羊{"}, "bad-value", "lead", "“羊{”", ""),
    ({"titles": ["甲"]}, "unknown-field", "titles", "", "topics"),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "slug", "field", "got", "close"), FAULTS)
def test_faults(data, fields, slug, field, got, close):
    """Each in its chapter's entry, with the field, what it got and the nearest name."""
    write(data, overview={}, industry=WISH | fields)
    (found,) = check(EDITION, data)
    assert (found.slug, found.file, found.field, found.nearest) == (slug, FILE, f"industry.{field}", close)
    assert found.row == 2 and got in (None, found.got)


def test_an_unknown_chapter(data):
    """With all that there are and the nearest; the other chapters are checked all the same."""
    write(data, industy=WISH, industry=WISH | {"topics": ["farmin"]})
    first, second = check(EDITION, data)
    assert (first.slug, first.row, first.field, first.nearest) == ("unknown-id", 1, "industy", "industry")
    assert "overview, industry" in first.expected and second.slug == "unknown-code"


@pytest.mark.parametrize("entry", [None, [], "甲", {"exhibits": "甲"}, {"exhibits": [None]}])
def test_another_shape(data, entry):
    """No mapping, no list: told as such, and left out when the edition is read."""
    write(data, industry=entry)
    assert {f.slug for f in check(EDITION, data)} == {"bad-value"}
    assert wishes(load(EDITION, data)) == {}


def test_a_broken_file(data):
    """What is no YAML is told by its line."""
    (data / EDITION / "exhibits.yml").write_text("overview: [\n", encoding="utf-8")
    (found,) = check(EDITION, data)
    assert (found.slug, found.file) == ("bad-yaml", FILE)


def test_the_file_is_followed(data):
    """Who asked for wishes is told when they change, also when there were none."""
    from planbook.edition import reads

    ed = load(EDITION, data)
    assert wishes(ed) == {}
    record = ed.reads.record()
    write(data, industry=WISH)
    assert reads.changes(record, data) == [f"{EDITION}/exhibits.yml changed"]
