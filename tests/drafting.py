"""Prose written for the tests of `planbook draft`: an invented county's report, and ways to draft sentences."""

# ruff: noqa: E501  (a sentence of a report is one line)

from __future__ import annotations

from pathlib import Path

from planbook.draft import compose
from planbook.edition import rows

DATA = Path(__file__).parents[1] / "data"

HEAD = "关于云溪县2025年国民经济和社会发展计划执行情况与2026年国民经济和社会发展计划草案的报告"
REVIEW = [
    "一、2025年计划执行情况",
    "初步核算，预计2025年生产总值完成86.4亿元，同比增长5.2%；规上工业增加值增长6.8%，增速全市第三。",
    "（一）产业发展稳中有进",
    "小麦、玉米、油菜种植面积分别达到12.5万亩、8.3万亩、2.1万亩，粮食总产量4.1亿斤。新建标准化大棚320座，培育家庭农场46家。",
    "总投资3.2亿元的清泉矿泉水项目建成投产，年产能15万吨。接待游客210万人次，增长12.4%，其中过夜游客38万人次。",
    "（二）民生保障扎实有力",
    "城镇新增就业2860人，城镇和农村居民收入分别增长4.9%、6.3%。火灾起数和伤亡人数分别下降10%、8%。",
]
PLAN = [
    "二、2026年预期目标和主要任务",
    "2026年全县经济社会发展主要预期目标是：生产总值增长5.5%左右，投资增长6%，农村居民收入增长高于经济增长。",
    "（一）做强产业",
    "培育壮大新型工业。新增规上工业企业5家，力争工业总产值突破90亿元。推动投资2.4亿元的云溪冷链物流园开工建设，配合推进云溪至青石高速公路前期工作。",
    "（二）改善民生",
    "办好民生实事。确保城镇新增就业2800人以上，改造老旧小区12个，切实提升居民生活品质。",
    "各位代表！让我们携手前行，谱写云溪发展新篇章。",
]
REPORT = "\n".join(
    [
        HEAD,
        "——2026年1月12日在云溪县第十六届人民代表大会第五次会议上",
        "云溪县发展和改革局　周行远",
        *REVIEW,
        *PLAN,
        "",
    ]
)


def drafted(text: str = REPORT, **more) -> compose.Draft:
    """The draft of a text with the shared tables."""
    return compose.draft(text, DATA, **more)


def review(*sentences: str) -> list:
    """The figures of sentences of the part that looks back."""
    text = "\n".join([HEAD, "一、2025年计划执行情况", *sentences, "二、2026年主要任务", "各位代表。", ""])
    return drafted(text).figures


def plan(*sentences: str):
    """The draft of sentences of the part that looks ahead."""
    text = "\n".join([HEAD, "一、2025年计划执行情况", "总体平稳。", "二、2026年主要任务", *sentences, ""])
    return drafted(text)


def brief(figures) -> list[tuple[str, str]]:
    """(printed, subject) of figures."""
    return [(figure.printed, figure.subject) for figure in figures]


def shared() -> Path | None:
    """The folder of texts that are not in the repository, None where there is none."""
    for folder in Path(__file__).resolve().parents:
        if (folder / "shared" / "draft" / "score_draft.py").is_file():
            return folder / "shared"
    return None


def project(folder: Path) -> Path:
    """A `data/` folder with the shared tables only."""
    data = folder / "data"
    data.mkdir()
    for name in rows.SHARED:
        (data / f"{name}.csv").write_bytes((DATA / f"{name}.csv").read_bytes())
    return data
