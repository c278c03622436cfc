"""planbook.book.share: what a page says of itself: description, card, citation, publication, the way in."""

import re

import pytest
import toybook
import yaml
from PIL import Image

from planbook.book import card, html, share

REPORT = {
    "title": "青石县2030年计划执行情况与2031年计划草案的报告", "county": "青石县",
    "producer": "青石县发展和改革局", "date": "2031-01-15", "url": "https://example.org/report",
    "publication": {"index_number": "000/2031-7", "subject": "", "written": "2031-01-15"},
}  # fmt: skip


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """A small book that names its report and its address."""
    stage = toybook.write(tmp_path_factory.mktemp("share") / "stage")
    config = yaml.safe_load((stage / "_config.yml").read_text("utf-8"))
    config.setdefault("html", {})["baseurl"] = "https://example.org/plan"
    config["sphinx"].setdefault("config", {})["html_context"] = {"report": REPORT}
    (stage / "_config.yml").write_text(yaml.safe_dump(config, allow_unicode=True), "utf-8")
    out = stage.parent / "html"
    html.build(stage, out)
    return out


def meta(path) -> dict[str, str]:
    """The meta elements of a page by name or property."""
    found = re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', path.read_text("utf-8"))
    assert len({name for name, _ in found}) == len(found), "one each"
    return dict(found)


def test_a_page_describes_itself(pages):
    """The lead is the description; title, picture and address are the page's own; one viewport."""
    told = meta(pages / "chapters/overview.html")
    assert told["description"] == told["og:description"] == "2025年羊毛产量预计120吨，增长6%。"
    assert told["og:url"] == "https://example.org/plan/chapters/overview.html"
    assert told["og:image"] == "https://example.org/plan/_static/card.png"
    other = meta(pages / "chapters/industry.html")
    assert other["og:title"].startswith("产业 · ") and other["viewport"]
    canonical = '<link rel="canonical" href="https://example.org/plan/chapters/overview.html"'
    for page in ("index.html", "chapters/overview.html"):
        assert canonical in (pages / page).read_text("utf-8")


def test_the_way_in_leads_to_every_page(pages):
    """Who stays on index.html, without the refresh, finds the pages in their order."""
    ways = re.findall(r'<li><a href="([^"]+)">', (pages / "index.html").read_text("utf-8"))
    assert ways[0] == "chapters/overview.html" and len(ways) == len(list(pages.glob("chapters/*.html")))


def test_citation_and_publication(pages):
    """The page and the report are cited after GB/T 7714; of the publication what is known, once, in front."""
    home, other = ((pages / f"chapters/{name}.html").read_text("utf-8") for name in ("overview", "industry"))
    assert re.search(r'data-cite="online">产业\[EB/OL\]//', other)
    assert f"{REPORT['producer']}. {REPORT['title']}[R/OL]. (2031-01-15)." in other
    assert "<dt>索引号</dt><dd>000/2031-7</dd>" in home and "主题分类" not in home
    assert "索引号" not in other and 'name="dcterms.identifier" content="000/2031-7"' in other


def test_without_report_and_address(toy):
    """A book that names neither claims neither."""
    page = (toy / "chapters/industry.html").read_text("utf-8")
    assert "canonical" not in page and "引用本页" not in page and "og:url" not in page
    assert meta(toy / "chapters/industry.html")["og:image"] == "../_static/card.png"
    assert (toy / "_static/card.png").is_file()


def test_a_long_lead_ends_with_a_sentence():
    """A description holds whole sentences where one fits, else it is cut."""
    from docutils import nodes

    for text, end in (("甲乙丙丁。" * 40, "丁。"), ("甲" * 200, "甲…")):
        tree = nodes.document(None, None)
        tree += nodes.paragraph("", text, classes=["lead"])
        made = share.description(tree)
        assert len(made) <= share.LONGEST and made.endswith(end)


@pytest.mark.parametrize("many", [0, 1, 3])
def test_the_card(tmp_path, many):
    """A small picture of the asked size, however many numbers; the same words give the same bytes."""
    tiles = [("一个名字很长很长的指标", "123456.78亿元", "2025年预计，增速6.5%（全市第一）")] * many
    made = []
    for name in ("a.png", "b.png"):
        card.draw(tmp_path / name, "青石县2030年执行情况和2031年计划（草案）", tiles, "青石县发展和改革局")
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1] and len(made[0]) < 40_000
    assert Image.open(tmp_path / "a.png").size == card.SIZE
