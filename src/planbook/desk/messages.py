"""What the program says in English, for people who use the desk: the same in Chinese, line by line."""

from __future__ import annotations

import re
from collections.abc import Mapping

from planbook.edition.actuals import GLOSSES
from planbook.edition.finding import KINDS
from planbook.edition.rows import HEADERS

from . import words

_NAME = r"(?P<name>[^:\n]+): "
_PATTERNS = [
    (re.compile(pattern), said)
    for pattern, said in (
        # a report that cannot be read
        (_NAME + "the file is empty; .*", "{name}：文件是空的；请选报告的文件"),
        (
            _NAME + r"(?P<size>\d+) MB, expected at most (?P<most>\d+) MB.*",
            "{name}：{size} MB，最多 {most} MB；这是报告吗？",
        ),
        (
            _NAME + r"it unpacks to more than (?P<most>\d+) MB.*",
            "{name}：解开以后超过 {most} MB；这是报告吗？",
        ),
        (
            _NAME + r"(?P<size>\d+) characters, expected at most (?P<most>\d+).*",
            "{name}：有 {size} 个字，最多 {most} 个；请给一份报告，不要整本年鉴",
        ),
        (
            _NAME + r"(?P<size>\d+) pages, expected at most (?P<most>\d+).*",
            "{name}：有 {size} 页，最多 {most} 页；请给一份报告，不要整本汇编",
        ),
        (_NAME + "got a folder, .*", "{name}：这是文件夹；请选报告的文件"),
        (_NAME + "there is no such file", "{name}：没有这个文件"),
        (_NAME + "a (spreadsheet|table); .*", "{name}：这是表格；请选报告本身（Word、PDF、网页、文本、OFD）"),
        (_NAME + "it is locked with a password.*", "{name}：文件有密码；请另存一份不带密码的"),
        (
            _NAME + "a damaged (file|document|PDF|OFD file); .*",
            "{name}：文件坏了；用原来的软件打开，再存一遍",
        ),
        (_NAME + "its XML declares entities.*", "{name}：文件里有不该有的内容；用原来的软件打开，再存一遍"),
        (_NAME + "an archive; .*", "{name}：这是压缩包；请解开，选里面的报告"),
        (_NAME + "a web page without text.*", "{name}：网页里没有文字；请在浏览器里打开，把全文复制过来"),
        (
            _NAME + "a scan, .*",
            "{name}：这是扫描件，每页都是图片；请换带文字的版本，或者请管理员安装文字识别（planbook[ocr]）",
        ),
        (_NAME + "no text in this OFD.*", "{name}：这份 OFD 里没有文字，每页都是图片；请换带文字的版本"),
        (
            _NAME + r"a (?P<kind>\S+) file needs LibreOffice.*",
            "{name}：这台电脑不能直接读这种文件；请用 Word 或 WPS 打开，另存为 docx",
        ),
        (_NAME + "LibreOffice cannot read it.*", "{name}：读不出来；请用 Word 或 WPS 打开，另存为 docx"),
        (_NAME + "PDF needs pypdfium2.*", "{name}：这台电脑还不能读 PDF；请管理员安装 pypdfium2"),
        (
            _NAME + "(not .*; save it as UTF-8|no text; .*|neither UTF-8 nor GBK; .*)",
            "{name}：不是能读的文本；请另存为 UTF-8 文本，或者用 docx、PDF",
        ),
        (
            _NAME + "(.* no report; .*)",
            "{name}：不像一份计划报告，里面没有带数字的句子；请给报告全文",
        ),
        (
            _NAME + r"two reports in one file, the second from line (?P<line>\d+) on.*",
            "{name}：一个文件里有两份报告，第二份从第 {line} 行起；请分成两个文件",
        ),
        # last year's, the name
        (r'--from: got "(?P<name>[^"]*)", .*', "没有叫 {name} 的往年报告"),
        (
            r'--edition: got "(?P<name>[^"]*)", .*',
            "名称“{name}”不行：用小写拼音、数字和连字符，如 guangling-2026",
        ),
        # the book
        (r"there is no book yet.*|nothing has been built yet.*", "还没有书，先做书"),
        (r"another build is running.*", "另一个程序正在做这本书；等它做完再试"),
        (r"the published book is older than what it is made of:", "书比数据旧，先重新做书："),
        (r"what was kept of (?P<name>.+) is damaged or gone.*", "{name} 的结果不在了；请重新做书"),
        (r"the pages could not be made:", "排版没有做成："),
        (
            r"the published book is (as it was|whole).*|(nothing was published|the book is as it was).*",
            "原来的书没有变。",
        ),
        (r"(?P<name>.+) could not be made:", "{name} 没有做成："),
        (r"the failed notebook: .+", "（出错的那一章留着，可以交给管理员看）"),
        (r"the results of .+ are kept for the next build", "其他各章的结果留着，下次不用重算"),
        (r"progress: (?P<rest>.+)", "进展表：{rest}"),
        (r"nothing was written: .*", "什么都没有写入：请先改正各行"),
    )
]
_PLACE = r"(?P<file>[^:]+?)(?::(?P<row>\d+))?(?: (?P<field>[\w.=,-]+))?: "
_FINDINGS = {  # two kinds share their first words, none the next step as well
    slug: re.compile(rf"{_PLACE}{re.escape(title)}(?:: (?P<facts>.*?))?\. {re.escape(step)}")
    for slug, (title, step) in KINDS.items()
}
_FACTS = {"got": "现在是", "expected": "应为", "nearest": "相近的有"}
_ENGLISH = re.compile("[a-z]{3} [a-z]{2}")


def chinese(text: str) -> str:
    """A message of the program in Chinese; a line that nobody has translated stays as it is."""
    return "\n".join(map(_line, text.split("\n")))


def _line(line: str) -> str:
    for slug, pattern in _FINDINGS.items():
        if match := pattern.fullmatch(line):
            return _finding(slug, match)
    for pattern, said in _PATTERNS:
        if match := pattern.fullmatch(line.strip()):
            parts = {name: value or "" for name, value in match.groupdict().items()}
            if "rest" in parts:
                parts["rest"] = _line(parts["rest"])
            if "name" in parts:
                parts["name"] = parts["name"].rpartition("/")[2]
            return said.format(**parts)
    return line


def _finding(slug: str, match: re.Match[str]) -> str:
    file = match["file"].rpartition("/")[2]
    where = f"{file} 第 {match['row']} 行" if match["row"] else file
    table = file.rpartition(".")[0]
    known = words.columns(table) if table in HEADERS else GLOSSES
    field = known.get(match["field"] or "", match["field"])
    what = words.CHECKS[slug]
    parts = re.split(r"; (?=expected |nearest )", match["facts"] or "")
    facts = in_words(dict(part.split(" ", 1) for part in parts if " " in part))
    told = f"{where}{f' {field}' if field else ''}：{what}"
    return f"{told}{facts}"


def in_words(facts: Mapping[str, str]) -> str:
    """What a finding got, expected and has nearest, in brackets; an expectation in English is left out."""
    words_ = [
        f"{_FACTS[name]}{value}"
        for name, value in facts.items()
        if value and name in _FACTS and not (name == "expected" and _ENGLISH.search(value))
    ]
    return f"（{'，'.join(words_)}）" if words_ else ""
