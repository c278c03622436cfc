"""Invented editions with their prose, to try draft, check, build and compare on many.

    python benchmarks/generate.py N [--years Y] [--seed S] [--last YEAR] DIR

N counties with Y reports each (default 1; the last plans YEAR, default 2026), which agree with one another: a
report answers the plan of the one before. DIR/data/<edition>/ is a whole edition, DIR/texts/<edition>.txt its
report. Everything follows from the arguments. The counties are benchmarks/counties.py's.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import re
import shutil
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from counties import HEADLINE, County, Project, Series

from planbook.edition import numerals, parse, rows
from planbook.edition.spans import digest, line_starts

ROOT = Path(__file__).resolve().parents[1]
AREAS = {  # chapter: headings of the review and of the plan
    "industry": (("产业发展稳中有进", "实体经济提质增效"), ("做强现代产业", "加快产业转型")),
    "projects": (("项目建设成效明显", "投资拉动持续发力"), ("扩大有效投资", "抓好项目建设")),
    "urban_rural": (("城乡面貌持续改善", "乡村振兴扎实推进"), ("统筹城乡发展", "推进乡村振兴")),
    "livelihood": (("民生福祉不断增进", "社会事业全面进步"), ("增进民生福祉", "办好民生实事")),
    "ecology": (("生态环境持续向好", "绿色底色更加鲜明"), ("改善生态环境", "推动绿色发展")),
}
WORDY = {  # (sentence with <its word of strength>, commitment, our name of it)
    "industry": (
        ("<加快>推进开发区扩区升级", "push", "开发区扩区升级"),
        ("<完善>企业梯度培育机制", "push", "企业梯度培育"),
        ("<探索>农业生产托管新模式", "propose", "农业生产托管"),
        ("<支持>骨干企业技术改造", "push", "骨干企业技术改造"),
    ),
    "projects": (
        ("<健全>重点项目包联机制", "push", "重点项目包联"),
        ("<谋划>一批基础设施项目", "propose", "基础设施项目储备"),
        ("<深化>招商引资“一把手”工程", "push", "招商引资"),
    ),
    "urban_rural": (
        ("<实施>县城更新行动", "complete", "县城更新"),
        ("<持续>整治农村人居环境", "continue", "农村人居环境整治"),
        ("<启动>国土空间详细规划编制", "start", "国土空间详细规划"),
    ),
    "livelihood": (
        ("<确保>农民工工资按时足额发放", "ensure", "农民工工资"),
        ("<深化>县域医共体改革", "push", "县域医共体"),
        ("<巩固>义务教育优质均衡成果", "continue", "义务教育均衡"),
        ("<守住>不发生规模性返贫底线", "ensure", "防止返贫"),
    ),
    "ecology": (
        ("<配合>做好生态环境保护督察", "assist", "环保督察"),
        ("严格<落实>河湖长制", "complete", "河湖长制"),
        ("<持续>开展扬尘污染治理", "continue", "扬尘治理"),
    ),
}
AIMS = {
    "industry": "坚持把发展经济的着力点放在实体经济上",
    "projects": "坚持项目为王",
    "urban_rural": "坚持以人民为中心的城乡发展",
    "livelihood": "坚持在发展中保障和改善民生",
    "ecology": "坚持绿水青山就是金山银山理念",
}
DOES = re.compile("新增|新建|改造")  # names that begin with what is done
FLAT = {"count": "count", "person": "count", "person_time": "count", "animal": "count", "power": "capacity"}


class Report:
    """A report under construction: its text, and the rows that go with it, span by span."""

    def __init__(self, county: County, planned: int, units: dict[str, str], first: bool):
        self.county, self.planned, self.reviewed, self.first = county, planned, planned - 1, first
        self.units, self.dice = units, county.dice("prose", planned)
        self.text = ""
        self.tables: dict[str, list[dict[str, object]]] = {
            table: [] for table in ("figures", "mentions", "projects", "tasks", "not_tasks")
        }
        self.outline: list[dict[str, object]] = []
        self._ids: set[str] = set()

    # ---- text and rows

    def put(self, words: str) -> None:
        self.text += words

    def heading(self, part: str, section: str, words: str) -> None:
        self._end_line()
        line = self.text.count("\n") + 1
        self.outline.append({"line": line, "part": part, "section": section})
        self.put(f"{section or f'{part}、'}{words}\n")

    def _end_line(self) -> None:
        if self.text and not self.text.endswith("\n"):
            self.put("\n")

    def _span(self, start: int, end: int | None = None) -> dict[str, object]:
        end = len(self.text) if end is None else end
        line = self.text.count("\n", 0, start) + 1
        return {"line": line, "char_start": start, "char_end": end, "sha256": digest(self.text[start:end])}

    def figure(self, printed: str, chapter: str, indicator: str, measure: str, **more: object) -> str:
        """Print a number, with its row; the id of the figure."""
        read = parse(printed, tuple(self.units))
        period = str(more.pop("period", self.reviewed))
        project = str(more.get("project", ""))
        id = "-".join(filter(None, (indicator, project, measure, period)))
        if id in self._ids:
            raise ValueError(f"{id} stands there twice")
        self._ids.add(id)
        value = -read.value if more.get("sign") else read.value
        row = {
            "figure": id,
            "chapter": chapter,
            "indicator": indicator,
            "measure": measure,
            "period": period,
            "scenario": "actual",
            "value": f"{value:f}",
            "unit": read.unit,
            "bound": read.bound,
            "printed": printed,
        }
        self.tables["figures"].append(row | more)
        start = len(self.text)
        self.put(printed)
        self.tables["mentions"].append({"figure": id, **self._span(start)})
        return id

    def not_task(self, words: str, reason: str) -> None:
        start = len(self.text)
        self.put(words)
        self.tables["not_tasks"].append({**self._span(start), "reason": reason})

    def task(
        self,
        id: str,
        chapter: str,
        name: str,
        commitment: str,
        pieces: Sequence[object],
        *,
        project: str = "",
        word: tuple[str, int] | None = None,
    ) -> None:
        """Print a commitment: words, its <word of strength>, and figures as arguments of `figure`."""
        start, figures = len(self.text), []
        for piece in pieces:
            if isinstance(piece, dict):
                figures.append(self.figure(**piece, commitment=commitment, period=self.planned))
                continue
            before, _, rest = str(piece).partition("<")
            self.put(before)
            if rest:
                strength, _, rest = rest.partition(">")
                word = strength, len(self.text)
                self.put(strength + rest)
        assert word, pieces
        row = {
            "task": id,
            "chapter": chapter,
            "name": name,
            "commitment": commitment,
            "word": word[0],
            "word_start": word[1],
            "figures": ";".join(figures),
            "project": project,
        }
        self.tables["tasks"].append(row | self._span(start))

    # ---- what it says

    def measure(self, series: Series) -> str:
        if series.unit == "%":
            return "share" if "占" in series.names[0] else "rate"
        return FLAT.get(self.units[series.unit], "level")

    def number(self, value: float, series: Series) -> str:
        text = f"{value:.{series.digits}f}"
        return (text if float(text) else "1") + series.unit

    def write(self) -> None:
        """The whole report."""
        county, dice = self.county, self.dice
        self.put(
            f"关于{county.name}{self.reviewed}年国民经济和社会发展计划执行情况与{self.planned}年国民经济和社会发展"
            f"计划草案的报告\n——{self.planned}年1月{dice.randint(8, 27)}日在{county.name}人民代表大会上\n"
            f"{county.name}发展和改革局\n各位代表：\n"
        )
        self.heading("一", "", f"{self.reviewed}年国民经济和社会发展计划执行情况")
        self._headline()
        for number, (chapter, (titles, _)) in enumerate(AREAS.items()):
            self.heading("一", f"（{'一二三四五'[number]}）", dice.choice(titles))
            self._reviewed(chapter)
        self._end_line()
        self.put(dice.choice(("同时也要看到，产业结构还不够优，", "在看到成绩的同时，发展中还有不足，")))
        self.put(dice.choice(("民生领域还有短板。", "项目储备还不充足。", "财政收支矛盾依然突出。")))
        self.heading("二", "", f"{self.planned}年国民经济和社会发展计划草案")
        self._targets()
        for number, (chapter, (_, titles)) in enumerate(AREAS.items()):
            self.heading("二", f"（{'一二三四五'[number]}）", dice.choice(titles))
            self._planned(chapter)
        self._end_line()
        self.not_task("各位代表", "address")
        self.put("，")
        self.not_task(dice.choice(("让我们携手奋进", "让我们锐意进取")), "rhetoric")
        self.put("，")
        self.not_task(f"奋力谱写{county.name}发展新篇章", "rhetoric")
        self.put("。\n")

    def _level(self, series: Series, chapter: str, verb: str = "", **more: object) -> None:
        value = self.county.level(series, self.reviewed)
        note = ""
        if self.county.is_revised(series, self.reviewed) and not more.get("plain"):
            value, note = value * 0.97, "基数已修订"
        more.pop("plain", None)
        printed = self.number(value, series)
        if series.digits == 0 and series.own and self.dice.random() < 0.2:
            short = int(value) // 10 * 10
            printed, verb = (f"超过{short}{series.unit}", "") if short else (printed, verb)
        self.put(verb)
        self.figure(printed, chapter, series.indicator, self.measure(series), note=note, **more)
        if note:
            self.put("（按修订后的基数）")

    def _growth(self, series: Series, chapter: str, **more: object) -> None:
        grown = self.county.growth(series, self.reviewed)
        words = f"增长{grown:.1f}%" if grown > 0 else f"下降{-grown:.1f}%"
        if grown > 0:
            self.put("增长")
            words = words[2:]
        self.figure(words, chapter, series.indicator, "growth", **more)

    def _headline(self) -> None:
        early = self.dice.random() < 0.5
        more = {"preliminary": "true"} if early else {}
        self.put("初步核算，预计" if early else self.dice.choice(("", "全年", f"{self.reviewed}年，全县")))
        for number, series in enumerate(HEADLINE):
            name = self.dice.choice(series.names)
            # 预计 stands in the clause of the first only
            mine = more if number == 0 else {}
            self.put(name)
            verb = self.dice.choice(("完成", "达到", "实现", ""))
            self._level(series, "overview", verb, plain=number == 0, **mine)
            self.put("，" + self.dice.choice(("同比", "比上年", "")))
            self._growth(series, "overview")
            if number == 0 and self.dice.random() < 0.6:
                self.put("，增速居")
                place = self.dice.randint(1, 9)
                self.figure(
                    f"全市第{place}位",
                    "overview",
                    series.indicator,
                    "rank",
                    rank_of=f"{series.indicator}-growth-{self.reviewed}",
                )
            self.put("；" if number < len(HEADLINE) - 1 and self.dice.random() < 0.6 else "。")

    def _reviewed(self, chapter: str) -> None:
        left = list(self.county.series[chapter])
        self.dice.shuffle(left)
        while left:
            alike = [one for one in left if one.unit == left[0].unit and one.own == left[0].own]
            if len(alike) > 1 and self.dice.random() < 0.6:
                self._list(chapter, alike[: self.dice.randint(2, 3)], left)
                continue
            series = left.pop()
            name = self.dice.choice(series.names)
            self.put(name)
            self._level(
                series, chapter, verb="" if DOES.match(name) else self.dice.choice(("达到", "为", ""))
            )
            if not series.own and series.unit != "%" and self.dice.random() < 0.7:
                self.put("，" + self.dice.choice(("同比", "比上年", "较上年")))
                self._growth(series, chapter)
            elif series.unit == "%" and self.dice.random() < 0.5:
                change = self.dice.randint(1, 25) / 10
                self.put("，比上年提高")
                self.figure(f"{change}个百分点", chapter, series.indicator, "change")
            self.put("。")
        for project in self._projects(chapter):
            step = project.step(self.planned)
            if step == "done":
                self.put("总投资")
                self._money(project, {})
                self.put(f"的{project.name}建成投产。")
                self._project(project, "built", self.reviewed)
            elif step == "build":
                self.put(f"{project.name}开工建设。")

    def _list(self, chapter: str, alike: Sequence[Series], left: list[Series]) -> None:
        """A、B、C分别达到x、y、z, of levels, or of growth where all rise or all fall."""
        for one in alike:
            left.remove(one)
        names = "、".join(one.names[0] for one in alike)
        if alike[0].own or alike[0].unit == "%":
            self.put(f"{names}分别{self.dice.choice(('达到', '为', '完成'))}")
            for number, one in enumerate(alike):
                self.put("、" if number else "")
                printed = self.number(self.county.level(one, self.reviewed), one)
                self.figure(printed, chapter, one.indicator, self.measure(one))
        else:
            signs = {self.county.growth(one, self.reviewed) > 0 for one in alike}
            rising = [one for one in alike if self.county.growth(one, self.reviewed) > 0]
            group = list(alike) if len(signs) == 1 else rising
            left += [one for one in alike if one not in group]
            if len(group) == 1:
                self.put(group[0].names[0])
                self._growth(group[0], chapter)
            else:
                falls = self.county.growth(group[0], self.reviewed) < 0
                self.put("、".join(one.names[0] for one in group) + f"分别{'下降' if falls else '增长'}")
                for number, one in enumerate(group):
                    self.put("、" if number else "")
                    grown = abs(self.county.growth(one, self.reviewed))
                    sign = {"sign": "-1"} if falls else {}
                    self.figure(f"{grown:.1f}%", chapter, one.indicator, "growth", **sign)
        self.put("。")

    def _targets(self) -> None:
        self.not_task(f"综合考虑，{self.planned}年全县经济社会发展", "lead")
        start = len(self.text)
        self.put("预期目标是：")
        self.tables["not_tasks"][-1] |= self._span(
            int(str(self.tables["not_tasks"][-1]["char_start"])), start + 5
        )
        for number, series in enumerate(HEADLINE):
            self.put("；" if number else "")
            after = self.dice.choice(("", "左右", "以上"))
            goal = f"{self.county.growth_target(series, self.planned):.1f}".removesuffix(".0") + "%"
            row = {"printed": goal + after, "chapter": "overview", "indicator": series.indicator}
            self.task(
                f"{series.indicator}_growth",
                "overview",
                f"{series.names[0]}增速",
                "expect",
                [f"{series.names[0]}增长", row | {"measure": "growth", "scenario": "target"}],
                word=("预期目标", start),
            )
        self.put("。\n")

    def _planned(self, chapter: str) -> None:
        self.not_task(AIMS[chapter], "aim")
        self.put("。")
        promised = [one for one in self.county.series[chapter] if self._promises(one)]
        for series in promised:
            goal = self.number(self.county.level_target(series, self.planned), series)
            row = {
                "chapter": chapter,
                "indicator": series.indicator,
                "measure": self.measure(series),
                "scenario": "target",  # 确保, 力争: aimed at; 新建, 完成: to be done
            }
            name = series.names[0]
            way = self.dice.randint(0, 2)
            if does := DOES.match(name):
                pieces, strength = (
                    [f"<{does[0]}>{name[does.end() :]}", row | {"printed": goal, "scenario": "planned"}],
                    "complete",
                )
            elif series.growth[1] <= 0:
                pieces, strength = [f"{name}<控制在>", row | {"printed": f"{goal}以内"}], "ensure"
            elif way == 0:
                pieces, strength = [f"<确保>{name}", row | {"printed": f"{goal}以上"}], "ensure"
            elif way == 1:
                pieces, strength = [f"<力争>{name}达到", row | {"printed": goal}], "strive"
            else:
                pieces, strength = (
                    [f"<完成>{name}", row | {"printed": goal, "scenario": "planned"}],
                    "complete",
                )
            self.task(series.indicator, chapter, name, strength, pieces)
            self.put(self.dice.choice("。；") if series is not promised[-1] else "。")
        for project in self._projects(chapter):
            self._plan_of(project)
        for number, (words, strength, name) in enumerate(WORDY[chapter]):
            if self.county.dice("wordy", chapter, number, self.planned // 2).random() < 0.7:
                self.task(f"{chapter}_work_{number + 1}", chapter, name, strength, [words])
                self.put("。")

    def _promises(self, series: Series) -> bool:
        return self.county.dice("promise", series.indicator, self.planned).random() < 0.5

    def _projects(self, chapter: str) -> Iterator[Project]:
        """Those of a chapter; the chapter about projects leaves them to the others."""
        return (one for one in self.county.projects(self.planned) if one.kind.chapter == chapter)

    def _plan_of(self, project: Project) -> None:
        step, name, chapter = project.step(self.planned), project.name, project.kind.chapter
        about = {"project": project.id}
        if step == "propose":
            self.task(project.id, chapter, name, "propose", [f"<谋划>{name}"], **about)
            self._project(project, "proposed", "", "propose")
        elif step == "push":
            self.task(project.id, chapter, name, "push", [f"<推动>{name}前期工作"], **about)
            self._project(project, "planned", "", "push")
        elif step == "start":
            pieces = ["<开工>建设总投资", self._money_row(project) | {"scenario": "planned"}, f"的{name}"]
            self.task(project.id, chapter, name, "start", pieces, **about)
            self._project(project, "planned", "", "start")
        elif step == "build":
            self.task(project.id, chapter, name, "push", [f"加快<推进>{name}建设"], **about)
            self._project(project, "started", self.reviewed, "push")
        if step != "done":
            self.put("。")

    def _money_row(self, project: Project) -> dict[str, object]:
        return {
            "printed": f"{project.money}亿元",
            "chapter": project.kind.chapter,
            "indicator": "project_investment",
            "measure": "level",
            "project": project.id,
        }

    def _money(self, project: Project, more: dict[str, object]) -> None:
        self.figure(**(self._money_row(project) | more))  # type: ignore[arg-type]

    def _project(self, project: Project, stage: str, year: object, commitment: str = "") -> None:
        older = not self.first and project.begun < self.planned
        self.tables["projects"].append(
            {
                "project": project.id,
                "name": project.name,
                "sector": project.kind.sector,
                "stage": stage,
                "year": year,
                "chapter": project.kind.chapter,
                "commitment": commitment,
                "continues": project.id if older else "",
            }
        )

    # ---- files

    def save(self, data: Path, texts: Path) -> str:
        """Write the edition and its text; the edition's name."""
        edition = f"{self.county.code}-{self.planned}"
        folder = data / edition
        folder.mkdir(parents=True)
        self.tables["figures"].sort(
            key=lambda row: list(AREAS).index(row["chapter"]) if row["chapter"] in AREAS else -1
        )
        self.tables["not_figures"] = list(self._numerals())
        for table, found in self.tables.items():
            _write_table(folder / f"{table}.csv", table, found)
        lines = self.text.split("\n")
        sha256 = hashlib.sha256(self.text.encode()).hexdigest()
        source = {
            "edition": edition,
            "title": lines[0],
            "county": self.county.name,
            "producer": f"{self.county.name}发展和改革局",
            "status": "draft",
            "date": f"{self.planned}-01-{int(re.findall('1月([0-9]+)日', lines[1])[0]):02}",
            "reviewed": self.reviewed,
            "planned": self.planned,
            "text": {
                "sha256": sha256,
                "length": len(self.text),
                "lines": len(lines),
                "blank": [number for number, line in enumerate(lines, 1) if not line.strip()],
            },
            "licence": "为测试而虚构的报告，可以自由使用。",
            "outline": self.outline,
        }
        body = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in source.items()]
        (folder / "source.yml").write_text("\n".join(body) + "\n", encoding="utf-8")
        texts.mkdir(parents=True, exist_ok=True)
        (texts / f"{edition}.txt").write_text(self.text, encoding="utf-8")
        return edition

    def _numerals(self) -> Iterator[dict[str, object]]:
        """The numerals that are no figures: years, days, headings, counted words."""
        spans = sorted((int(str(m["char_start"])), int(str(m["char_end"]))) for m in self.tables["mentions"])
        starts, headings = line_starts(self.text), {entry["line"] for entry in self.outline}
        for one in numerals.scan(self.text):
            at = bisect_right(spans, (one.start, len(self.text))) - 1
            if at >= 0 and one.end <= spans[at][1]:
                continue
            line = bisect_right(starts, one.start)
            is_date = self.text[one.end - 1 : one.end + 1].strip("0123456789")[:1] in ("年", "月", "日")
            reason = "date" if is_date else "heading" if line in headings else "word"
            yield {**self._span(one.start, one.end), "reason": reason}


def _write_table(path: Path, table: str, found: Iterable[dict[str, object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows.HEADERS[table], lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(found)


def generate(many: int, folder: Path, years: int = 1, seed: int = 2026, last: int = 2026) -> list[str]:
    """Write `many` counties' editions into data/ and texts/ of a folder; their names."""
    data = folder / "data"
    data.mkdir(parents=True, exist_ok=True)
    for table in rows.SHARED:
        shutil.copyfile(ROOT / "data" / f"{table}.csv", data / f"{table}.csv")
    units = {row["unit"]: row["dimension"] for row in rows.read("units", data, "none").rows}
    made = []
    for number in range(1, many + 1):
        county = County(seed, number)
        for planned in range(last - years + 1, last + 1):
            report = Report(county, planned, units, first=planned == last - years + 1)
            report.write()
            made.append(report.save(data, folder / "texts"))
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description="Invented editions with their prose.")
    parser.add_argument("many", metavar="N", type=int, help="counties")
    parser.add_argument("folder", metavar="DIR", type=Path)
    parser.add_argument("--years", metavar="Y", type=int, default=1, help="reports of each county")
    parser.add_argument("--seed", metavar="S", type=int, default=2026)
    parser.add_argument("--last", metavar="YEAR", type=int, default=2026, help="what the last report plans")
    args = parser.parse_args()
    made = generate(args.many, args.folder, args.years, args.seed, args.last)
    print(f"{len(made)} editions in {args.folder / 'data'}")


if __name__ == "__main__":
    main()
