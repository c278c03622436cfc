"""Editions that nobody wrote: rows of every edition at hand, mixed and changed at random.

`write` makes a `data/` folder; what it holds follows from its arguments alone. Each of `TWISTS` is one way in
which reports differ. An edition counts only where planbook's own `check` finds nothing wrong with it.
"""

import csv
import json
import random
import re
import shutil
from collections.abc import Collection
from decimal import Decimal
from pathlib import Path
from typing import get_args

from planbook.check.validate import check
from planbook.edition import exhibits, parse, rows
from planbook.edition import spans as text_spans
from planbook.edition.model import CODELISTS, KEY

ROOT = Path(__file__).resolve().parents[1]
TESTS = ROOT / "tests" / "data"
SOURCES = (  # the data folder, the edition, how many years it lies ahead
    (ROOT / "data", "guangling-2026", 0),
    (TESTS / "good", "qingshi-2026", 0),
    (TESTS / "counties", "qingshi-2026", 0),
    (TESTS / "counties", "qingshi-2027", 1),
)
SHARED = ("indicators", "units", "codelists")
EDITION = "random-2026"
FOREIGN = ("广灵", "青石", "大同", "曌煜")
COUNTIES = ("清河区", "玉泉市", "长岭土家族自治县", "云中县", "北辰新区", "东乡自治旗")
TWISTS = (
    "values", "units", "bounds", "scenarios", "periods", "preliminary", "sign", "no_last_year", "no_levels",
    "items", "labels", "chinese", "notes", "words", "stages", "few_chapters", "lone", "plans_only", "derived",
    "checks", "exhibits", "mentions", "no_projects", "topics", "ranks", "same_value", "only_projects",
)  # fmt: skip
NAMES = (
    "新能源汽车动力电池回收利用与梯次利用示范基地及其配套的检验检测公共服务平台和人才实训中心二期工程配套设施改造提升",
    "5G基站（含室分）", "G5京昆高速", "A_b*c*", "[方括号]", "`代码`", "$价格$", "<b>粗</b>", "“双引号”",
    "'单引号'", "100MW/200MWh储能", "第3批", "1. 甲", "加号+", "减号-", "#号", "|竖线|", "{role}`x`",
    "https://a.example/x", "2024年结转", "&amp;", "\\反斜线", "~~删除~~", "a@b.cn", "三期2×66万千瓦",
    "～10公里", "甲：乙", "!感叹",
    "^上标^", "等号 ==", "（一）甲", "龘𠮷🌾镇", "第12345678901234567890号",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijkl",
)  # fmt: skip
NOTES = (
    "含2024年结转的3个项目", "口径为规模以上工业（年主营业务收入2000万元以上）", "与上年不可比",
    "见<脚注>*1*", "约占全省的1/3", "*号", "其中5%由`县`筹", "按1:2配套", "全部10户，另有Ⅱ类2处", "a_b_c",
    "按 2025-12-31 的汇率",
)  # fmt: skip
VALUES = (
    "0", "0.0", "1", "0.01", "0.5", "3.14159", "12.30", "99.99", "100", "104.5", "250", "1000", "123456789",
    "8888888888", "1,234.5", "７．５", "0.000123", "60", "50", "150", "33.3",
)  # fmt: skip
OWN_TOPICS = ("own-topic", "projects", "other", "5g_network", "source")
HEDGES = (
    ("超", ""), ("超过", ""), ("不少于", ""), ("", "以上"), ("近", ""), ("不超过", ""), ("", "以内"),
    ("约", ""), ("", "左右"), ("至少", ""), ("不到", ""),
)  # fmt: skip
CHINESE = ("一", "两", "三", "五", "十二", "二十", "一百零五")


def _pool() -> dict:
    """The rows of all sources, with the years of the first; an id that two sources have is the first's."""
    pool: dict = {table: {} for table in SHARED}
    pool |= {"figures": [], "projects": {}}
    for data, edition, ahead in SOURCES:
        for table in SHARED:
            for row in rows.read(table, data, edition).rows:
                same_name = {(one.get("codelist"), one.get("label_zh")) for one in pool["codelists"].values()}
                if table == "indicators":
                    row = row | {"label_zh": _unlike(row, pool[table].values())}
                if table != "codelists" or (row["codelist"], row["label_zh"]) not in same_name:
                    pool[table].setdefault(rows.key_of(table, row), dict(row))
        for row in rows.read("projects", data, edition).rows:
            row = _earlier(row, ahead)
            pool["projects"].setdefault(row["project"], row)
        for row in rows.read("figures", data, edition).rows:
            pool["figures"].append(_earlier(row, ahead))
    _one_code(pool)
    return pool


def _unlike(row: dict, others: Collection[dict]) -> str:
    """The row's name, unlike that of every other row."""
    taken = {one["label_zh"] for one in others if one["indicator"] != row["indicator"]}
    return f"{row['label_zh']}（另计）" if row["label_zh"] in taken else row["label_zh"]


def _one_code(pool: dict) -> None:
    """Where two sources have two codes for one name, the rows use the first's."""
    known = set(pool["codelists"])
    names = {(row["codelist"], row["label_zh"]): row["code"] for row in pool["codelists"].values()}
    other = {}
    for data, edition, _ in SOURCES:
        for row in rows.read("codelists", data, edition).rows:
            other[rows.key_of("codelists", row)] = names.get((row["codelist"], row["label_zh"]), row["code"])
    for found, columns in (
        (pool["indicators"].values(), ("chapter", "topic")),
        (pool["projects"].values(), ("sector", "chapter")),
        (pool["figures"], ("chapter",)),
    ):
        for row in found:
            for column in columns:
                if row[column] and f"{column}/{row[column]}" not in known:
                    row[column] = other[f"{column}/{row[column]}"]


def _earlier(row: dict, years: int) -> dict:
    found = dict(row)
    for column in ("period", "year"):
        if column in found:
            found[column] = re.sub(r"\d{4}", lambda year: str(int(year[0]) - years), found[column])
    return found


POOL = _pool()
COMMON = {  # what data/ has: it is in every edition
    table: {rows.key_of(table, row) for row in rows.read(table, ROOT / "data", "none").rows}
    for table in SHARED
}


class Maker:
    """One edition under construction."""

    def __init__(self, seed: int, size: int, twists: Collection[str]):
        self.random, self.twists = random.Random(seed), set(twists)
        self.size = size
        self.units = {key: dict(row) for key, row in POOL["units"].items()}
        self.indicators = {key: dict(row) for key, row in POOL["indicators"].items()}
        self.codes = {key: dict(row) for key, row in POOL["codelists"].items()}
        self.county = self.random.choice(COUNTIES)
        self.figures = self._chosen()
        self.projects: dict[str, dict] = {}

    def has(self, twist: str, chance: float = 0.4) -> bool:
        """Whether a twist is on, and strikes here."""
        return twist in self.twists and self.random.random() < chance

    def _chosen(self) -> list[dict]:
        found = [dict(row) for row in POOL["figures"]]
        if "few_chapters" in self.twists:
            kept = self.random.sample(sorted({row["chapter"] for row in found}), 2)
            found = [row for row in found if row["chapter"] in kept]
        if "no_last_year" in self.twists:
            found = [row for row in found if not ("2025" in row["period"] and self.random.random() < 0.7)]
        if "no_levels" in self.twists:
            found = [row for row in found if row["measure"] != "level"]
        if "only_projects" in self.twists:
            found = [row for row in found if row["project"]]
        # Whole indicators, so that years, growth and parts stay together.
        groups: dict[str, list[dict]] = {}
        for row in found:
            groups.setdefault(row["indicator"], []).append(row)
        picked: list[dict] = []
        order = sorted(groups)
        self.random.shuffle(order)
        for indicator in order:
            picked += groups[indicator]
            if len(picked) >= self.size:
                break
        if "plans_only" in self.twists and picked:
            chapter = picked[0]["chapter"]
            picked = [row for row in picked if row["chapter"] != chapter or row["scenario"] != "actual"]
        if "lone" in self.twists and picked:
            chapter = picked[-1]["chapter"]
            first = next(row for row in picked if row["chapter"] == chapter)
            picked = [row for row in picked if row["chapter"] != chapter or row is first]
        return picked

    def twist(self) -> None:
        """Change what is to be changed, and keep rows whose ids and keys stay their own."""
        kept: dict[tuple, dict] = {}
        ids: set[str] = set()
        for row in self.figures:
            self._row(row)
            for column, value in row.items():
                row[column] = self._home(value)
            if not self._printed(row):
                continue
            if row["scenario"] == "actual" and "commitment" in row:
                row["commitment"] = ""
            row["figure"] = self._id(row, ids)
            key = tuple(row[column] for column in KEY)
            if key in kept:
                continue
            ids.add(row["figure"])
            kept[key] = row
        self.figures = list(kept.values())
        old = {row.pop("_old"): row for row in self.figures}
        for row in self.figures:
            ranked = old.get(row["rank_of"], {})
            alike = ranked and all(ranked[column] == row[column] for column in KEY[:3])
            row["rank_of"] = ranked["figure"] if alike and ranked["measure"] != "rank" else ""
        for row in self.figures:
            if row["project"]:
                self._project(row["project"])
        if "no_projects" not in self.twists:
            spare = sorted(POOL["projects"])
            for key in self.random.sample(spare, self.random.randint(0, 5)):
                self._project(key)

    def _home(self, text: str) -> str:
        home = self.county.removesuffix("自治县").removesuffix("自治旗").rstrip("区市县")
        for name in FOREIGN:
            text = text.replace(name, home)
        return text

    def _row(self, row: dict) -> None:
        row["_old"] = row["figure"]
        if "no_projects" in self.twists:
            row["project"] = ""
        if self.has("labels", 0.2) and not row["project"]:
            self._own_indicator(row)
        if self.has("items", 0.3):
            row["item"] = self.random.choice(NAMES) + self.random.choice(("", "2", "3", "7"))
        if self.has("notes", 0.3):
            row["note"] = self.random.choice(NOTES)
        if self.has("preliminary", 0.3):
            row["preliminary"] = "true"
        if self.has("periods", 0.15):
            row["period"] = self.random.choice(("2024", "2021/2025", "../2025", "2026", "2026/2030", "2027"))
            row["scenario"] = "target" if row["period"][-4:] > "2025" else "actual"
        if self.has("scenarios", 0.2):
            ahead = row["period"][-4:] > "2025"
            row["scenario"] = self.random.choice(("target", "planned") if ahead else ("actual", "planned"))
        if self.has("topics", 0.2):
            self._retopic(row)
        if self.has("ranks", 0.05):
            row |= {"measure": "rank", "unit": "位", "value": "1", "against": "", "sign": ""}
            row["printed"] = self.random.choice(("全市第一", "第3位", "前三名", "全省首位"))

    def _own_indicator(self, row: dict) -> None:
        name = f"own_{row['indicator']}"[:60]
        own = dict(self.indicators[row["indicator"]])
        own |= {"indicator": name, "label_zh": f"{self.random.choice(NAMES)}{len(self.indicators)}"}
        if self.has("labels"):
            own["chapter"] = own["topic"] = ""
        self.indicators.setdefault(name, own)
        row["indicator"] = name

    def _retopic(self, row: dict) -> None:
        name = f"moved_{row['indicator']}"[:60]
        own = dict(self.indicators[row["indicator"]]) | {"indicator": name, "aliases": ""}
        own["label_zh"] = f"{own['label_zh']}（改列）"
        topics = [key.partition("/")[2] for key in self.codes if key.startswith("topic/")]
        own["topic"] = self.random.choice([*self.random.sample(topics, 2), "", *OWN_TOPICS])
        if own["topic"] in OWN_TOPICS:
            label = NAMES[OWN_TOPICS.index(own["topic"])]
            new = {"codelist": "topic", "code": own["topic"], "label_zh": label, "label_en": ""}
            self.codes.setdefault(f"topic/{own['topic']}", new)
        self.indicators.setdefault(name, own)
        row["indicator"] = name

    def _printed(self, row: dict) -> bool:
        """Print the row anew, and let the row say what is printed; whether that can be read."""
        if row["measure"] == "rank":
            read = parse(row["printed"])
            row |= {"value": str(read.value), "unit": read.unit, "bound": read.bound, "preliminary": ""}
            return True
        if row["value"] == "":
            return row["scenario"] != "actual" and row["against"] in self.indicators
        if self.has("words", 0.1) and row["period"] >= "2026" and row["measure"] == "growth":
            row |= {"value": "", "unit": "", "bound": "approx", "printed": "与经济增长基本同步"}
            row |= {"against": "gdp", "scenario": "target", "sign": ""}
            return True
        if not self.twists & {"values", "units", "bounds", "chinese", "sign", "same_value"}:
            return True
        row["sign"] = ""
        value, unit = row["value"].lstrip("-"), row["unit"]
        falls = row["value"].startswith("-")
        if self.has("values", 0.3):
            value = self.random.choice(VALUES)
            falls = row["measure"] in ("growth", "change") and self.random.random() < 0.3
        if "same_value" in self.twists and row["measure"] not in ("growth",):
            value = "5"
        if self.has("units", 0.3) and row["measure"] not in ("growth", "share", "rate", "completion"):
            dimension = self.units[unit]["dimension"]
            alike = [key for key, one in self.units.items() if one["dimension"] == dimension]
            unit = self.random.choice(alike)
        if self.has("chinese", 0.2) and row["measure"] == "count":
            value = self.random.choice(CHINESE)
        if falls and self.has("sign", 0.5):
            row["sign"], falls = "-1", False
        said = f"{value}{unit}"
        if self.has("bounds", 0.3):
            before, after = self.random.choice(HEDGES)
            said = f"{before}{said}{after}"
        elif not self.twists & {"values", "units", "chinese", "sign", "same_value"}:
            return True
        elif row["bound"] != "eq" and not falls:
            said = {"gt": f"超{said}", "ge": f"{said}以上", "lt": f"近{said}", "le": f"{said}以内"}.get(
                row["bound"], f"约{said}"
            )
        if falls:
            said = f"下降{said}"
        try:
            read = parse(said, tuple(self.units))
        except ValueError:
            return False
        value = -read.value if row["sign"] else read.value
        flip = {"gt": "lt", "lt": "gt", "ge": "le", "le": "ge"}
        bound = flip.get(read.bound, read.bound) if row["sign"] else read.bound
        if row["sign"] and value > 0:
            return False
        row |= {"printed": said, "value": f"{value:f}", "unit": read.unit or unit, "bound": bound}
        return True

    def _id(self, row: dict, known: set[str]) -> str:
        period = row["period"].replace("../", "to_").replace("/", "_")
        middle = [row["project"]] if row["project"] else []
        item = (
            re.sub(r"[^a-z0-9_]+", "", row["_old"].removeprefix(row["indicator"]).split("-")[1:2][0])
            if (row["item"] and "-" in row["_old"])
            else ""
        )
        item = "" if item == row["project"] else item
        for number in range(1, 999):
            part = [f"{item or 'part'}{'' if number == 1 else number}"] if row["item"] or number > 1 else []
            made = "-".join([row["indicator"], *part, *middle, row["measure"], period])
            if made not in known:
                return made
        raise AssertionError(row)

    def _project(self, key: str) -> None:
        if key in self.projects:
            return
        found = {column: self._home(value) for column, value in POOL["projects"][key].items()}
        if "stages" in self.twists:
            found["stage"] = self.random.choice(CODELISTS["stage"])
            found["year"] = ""
        if self.has("items", 0.3):
            found["name"] = f"{self.random.choice(NAMES)}{len(self.projects) or ''}"
        if self.has("notes", 0.3):
            found["note"] = self.random.choice(NOTES)
        self.projects[key] = found

    # ---- the YAML files

    def derived(self) -> dict:
        """Sums and shares of figures of one dimension, and of each other."""
        made: dict = {}
        groups: dict[str, list[dict]] = {}
        for row in self.figures:
            if row["value"] and row["measure"] in ("level", "count", "capacity"):
                groups.setdefault(self.units[row["unit"]]["base"], []).append(row)
        for number, (_, alike) in enumerate(sorted(groups.items())):
            if len(alike) < 2:
                continue
            two = self.random.sample(alike, 2)
            ids = [row["figure"] for row in two]
            caveat = self.random.choice(("", *NOTES[:2])) if "notes" in self.twists else ""
            label = self.random.choice(NAMES) if self.has("labels") else f"推算{'甲乙丙丁'[number % 4]}"
            entry = {"label": label, "inputs": ids, "decimals": self.random.randint(0, 3), "caveat": caveat}
            if self.random.random() < 0.5:
                made[f"made_{number}"] = entry | {"op": "sum", "unit": two[0]["unit"]}
            else:
                made[f"made_{number}"] = entry | {"op": "share", "unit": "%"}
        return made

    def checks(self) -> dict:
        """A whole with its parts for some figures, made so that it holds or not."""
        made: dict = {}
        groups: dict[tuple, list[dict]] = {}
        for row in self.figures:
            if row["value"] and row["measure"] in ("level", "count", "capacity") and not row["sign"]:
                groups.setdefault((row["indicator"], row["measure"], row["period"]), []).append(row)
        for number, alike in enumerate(groups.values()):
            if len(alike) < 3 or len(alike) > 5:
                continue
            ids = [row["figure"] for row in alike]
            if self.random.random() < 0.7 and all(row["unit"] == alike[0]["unit"] for row in alike):
                total = sum(Decimal(row["value"]) for row in alike[1:])
                if total and total >= 0:
                    value = f"{total:f}"
                    alike[0] |= {"value": value, "printed": f"{value}{alike[0]['unit']}", "bound": "eq"}
            made[f"sum_{number}"] = {
                "kind": "sum", "title": "合计", "figure": ids[0], "of": ids[1:], "reason": "各项是全部",
            }  # fmt: skip
            made[f"part_{number}"] = made[f"sum_{number}"] | {"kind": "part", "title": "部分"}
        return made

    def exhibits(self, derived: dict) -> dict:
        """Wishes for some chapters: any forms of any figures."""
        made: dict = {}
        for chapter in sorted({row["chapter"] for row in self.figures}):
            own = [row["figure"] for row in self.figures if row["chapter"] == chapter]
            every = [*own, *derived]
            wish: dict = {}
            if self.random.random() < 0.5:
                wish["key_numbers"] = self.random.sample(every, min(len(every), 3))
            if self.random.random() < 0.5:
                wish["topics"] = self.random.sample(
                    [key.partition("/")[2] for key in self.codes if key.startswith("topic/")], 2
                )
            if len(every) > 2 and self.random.random() < 0.8:
                wish["exhibits"] = [self._exhibit(every) for _ in range(2)]
            if self.random.random() < 0.3:
                wish["lead"] = "{reviewed}年，{" + self.random.choice(every) + "}"
            if wish:
                made[chapter] = wish
        return made

    def _exhibit(self, every: list[str]) -> dict:
        form = self.random.choice(get_args(exhibits.Form))
        many = 3 if form == "bullet" or len(every) < 6 else self.random.choice((2, 3, 6))
        whole = {"whole": self.random.choice(every)} if self.random.random() < 0.3 else {}
        return {"form": form, "figures": self.random.sample(every, many), "caption": "编者所选"} | whole

    def write(self, data: Path) -> None:
        """Write the `data/` folder."""
        self.twist()
        folder = data / EDITION
        folder.mkdir(parents=True)
        for table in SHARED:
            shutil.copyfile(ROOT / "data" / f"{table}.csv", data / f"{table}.csv")
        checks = self.checks() if "checks" in self.twists else {}
        derived = self.derived() if "derived" in self.twists else {}
        wishes = self.exhibits(derived) if "exhibits" in self.twists else {}
        for name, entries in (("checks", checks), ("derived", derived), ("exhibits", wishes)):
            if entries:  # JSON is YAML
                _write(folder / f"{name}.yml", json.dumps(entries, ensure_ascii=False, indent=1))
        _table(folder, "figures", self.figures)
        if self.projects:
            _table(folder, "projects", list(self.projects.values()))
        wanted = {row["indicator"] for row in self.figures} | {row["against"] for row in self.figures}
        own = {
            "indicators": [row for key, row in self.indicators.items() if key in wanted],
            "units": list(self.units.values()),
            "codelists": list(self.codes.values()),
        }
        for table, found in own.items():
            found = [
                {column: self._home(value) for column, value in row.items()}
                for row in found
                if rows.key_of(table, row) not in COMMON[table]
            ]
            if found:
                _table(folder, table, found)
        at = 0
        if "mentions" in self.twists:
            places = []
            for number, row in enumerate(self.figures):
                start, at = at, at + len(row["printed"])
                places.append(
                    {
                        "figure": row["figure"], "line": str(number // 3 + 1), "char_start": str(start),
                        "char_end": str(at), "sha256": text_spans.digest(row["printed"]),
                    }
                )  # fmt: skip
                at += 1
            _table(folder, "mentions", places)
        lines = len(self.figures) // 3 + 2
        source = {
            "edition": EDITION, "title": "2025年计划执行情况与2026年计划草案的报告", "county": self.county,
            "producer": f"{self.county}发展和改革局", "date": "2026-01-20", "reviewed": 2025, "planned": 2026,
            "text": {"sha256": "0" * 64, "length": max(at, 1), "lines": lines}, "licence": "为测试而编",
            "outline": [{"line": 1, "part": "一", "section": ""}] if "mentions" in self.twists else [],
        }  # fmt: skip
        _write(folder / "source.yml", json.dumps(source, ensure_ascii=False, indent=1))


def _write(path: Path, text: str) -> None:
    path.write_text(text + "\n", encoding="utf-8")


def _table(folder: Path, table: str, found: list[dict]) -> None:
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows.HEADERS[table], lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(found)


def write(data: Path, seed: int, size: int, twists: Collection[str]) -> list:
    """Make the edition in a new folder; what `check` finds wrong with it."""
    Maker(seed, size, twists).write(data)
    return check(EDITION, data)
