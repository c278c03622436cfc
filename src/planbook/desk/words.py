"""The words of the pages for the codes of the tables: columns, vocabularies, states, doubts."""

from __future__ import annotations

from planbook.edition import model
from planbook.edition.rows import HEADERS

STATES = {"new": "待看", "accepted": "已接受", "changed": "已修改", "rejected": "已排除"}
KINDS = {
    "figure": "数字",
    "not_figure": "不是统计数字",
    "open": "待定",
    "task": "任务",
    "not_task": "不是任务",
}
TABLES = {
    "figures": "数字", "mentions": "位置", "not_figures": "不是统计数字的", "tasks": "任务",
    "not_tasks": "不是任务的分句", "projects": "项目", "indicators": "自有指标", "units": "自有单位",
}  # fmt: skip
CONFIDENCE = {"low": "低", "middle": "中", "high": "高"}
FLAGS = {
    "pairing?": "并列的数字和名称个数不等",
    "unit?": "没有单位",
    "hedges?": "两个修饰词相互矛盾",
    "value?": "数值读不出来",
    "range": "一个范围，拆成上下限两行",
    "sign": "可能是下降",
    "subject?": "没有找到主语",
    "fraction": "分数",
    "ratio": "比例",
    "print?": "写法不常见",
    "numeral?": "不知是哪一类数字",
    "ocr": "从图片识别",
    "post": "主语取自数字后面",
    "parent": "主语取自上一句",
    "project": "主语是一个项目",
    "inherit": "主语取自前一个数字",
    "unit-new": "单位是新的",
    "unit-shared": "单位取自后面的数字",
    "sign-shared": "下降一词在并列的开头",
    "against?": "和什么相比？",
    "table": "取自表格",
    "word": "用词语表述的目标",
    "word?": "力度词在别的分句里",
    "task?": "可能不是任务",
}
CHECKS = {
    "no-edition": "没有这一份报告的数据", "missing-file": "文件不在了",
    "not-a-file": "文件的位置上是别的东西", "unreadable": "文件读不出来", "too-large": "文件太大",
    "encoding": "不是 UTF-8 编码", "nul": "文件坏了，或者不是文本",
    "empty-file": "文件是空的", "bad-csv": "这一行不是 CSV，看看引号", "header": "表头和应有的不同",
    "ragged-row": "格子多了或者少了", "bad-yaml": "不是能读的 YAML", "duplicate-key": "同一个名称写了两次",
    "unknown-id": "编号不存在", "unknown-unit": "单位不在单位表里", "unknown-code": "代码不存在",
    "unknown-word": "不是可选的词", "unknown-field": "没有这一栏", "bad-number": "应为数字，如 13.30",
    "bad-period": "应为 2025、2022/2025 或 ../2025",
    "bad-value": "填的内容不合要求", "required": "不能为空", "bad-slug": "编号的写法不对",
    "duplicate-row": "和另一行重复：指标、细项、项目、度量、时期、性质都相同",
    "same-name": "两行同名", "no-word": "名称不能只是数字", "formula": "表格软件会把这一格当成公式",
    "wrong-scale": "系数和单位的名称不符", "unit-loop": "单位换算的基本单位不对",
    "wrong-dimension": "单位和指标的量纲不同", "unreadable-print": "原文数字读不出来",
    "not-as-printed": "和原文印的不一致", "no-target": "没有数值的行必须是有参照指标的目标",
    "two-targets": "数值和参照指标只能有一个", "bad-rank": "位次的单位应为“位”，数值应为整数",
    "not-a-rank": "只有位次才有所排指标", "bad-scenario": "时期和性质不合：已完成的在过去，目标和计划在将来",
    "no-mention": "没有位置", "bad-span": "起止位置不对", "overlap": "和另一行的位置交叉",
    "bad-derivation": "推算不出来", "wrong-source": "出处和文件夹不符",
    "not-planned": "计划里没有这一项", "target-or-task": "一行只能说一件事：一个目标，或者一项任务",
    "bad-check": "这一项核对做不了", "typed-number": "句子里直接写了数字", "stale-note": "说明对不上任何核对",
    "other-text": "不是当初读的那份原文", "wrong-length": "原文长度不同", "outside": "位置超出原文",
    "wrong-line": "不在那一行", "wrong-characters": "那里的文字不同", "wrong-digest": "那里的文字变过",
    "claimed-twice": "同一个数字既是统计数字又不是", "cut-numeral": "把一个数字切成了两半",
    "uncovered": "这个数字没有任何一行", "uncovered-clause": "这个分句没有任何一行",
    "task-and-not": "同一个分句既是任务又不是", "wrong-word": "力度词不在那个位置",
    "other-commitment": "数字的力度和任务的不同", "apart": "任务和它的数字不在一处",
    "no-numeral": "这里没有数字",
    "stray-space": "首尾有空格", "control-character": "有不可见字符", "wrong-blank": "空行和原文的不同",
    "wrong-outline": "提纲和原文的不同", "not-in-text": "原文没有这样说",
}  # fmt: skip


def columns(kind: str) -> dict[str, str]:
    """The Chinese names of a table's columns."""
    labels = {name: field.title or name for name, field in model.TABLES[kind].model_fields.items()}
    return {name: labels.get(name, name) for name in HEADERS[kind]}


def flags(row: dict[str, str]) -> list[str]:
    """What is doubtful in a row, in words."""
    return [FLAGS.get(flag, flag) for flag in row.get("flags", "").split()]
