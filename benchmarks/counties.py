"""Counties that nobody founded: their kind, numbers and projects year by year, all of it from a seed.

Each number follows from the seed, its indicator and its year alone, so the reports of two years agree.
"""

from __future__ import annotations

import random
from typing import NamedTuple

FIRST = 2015  # the year of the base levels


class Series(NamedTuple):
    """An indicator as reports print it: names, unit, range of its base level, digits, growth a year in %.

    names: the first is the usual one. own: it is counted anew each year (新建停车位), and has no growth.
    """

    indicator: str
    names: tuple[str, ...]
    unit: str
    low: float
    high: float
    digits: int = 0
    growth: tuple[float, float] = (1, 9)
    own: bool = False


def _s(line: str) -> Series:
    indicator, names, unit, levels, digits, growth = line.split()
    low, high = map(float, levels.split("~"))
    own = growth == "own"
    pair = (-8.0, 8.0) if own else tuple(map(float, growth.split("~")))
    return Series(indicator, tuple(names.split("/")), unit, low, high, int(digits), (pair[0], pair[1]), own)


def _table(text: str) -> tuple[Series, ...]:
    return tuple(_s(line) for line in text.strip().splitlines())


HEADLINE = _table("""
gdp 地区生产总值/生产总值/GDP 亿元 40~400 1 3.5~7.5
industrial_value_added 规模以上工业增加值/规上工业增加值 亿元 10~90 1 -2~10
fixed_asset_investment 固定资产投资 亿元 20~150 1 -6~12
retail_sales 社会消费品零售总额/社零总额 亿元 12~120 1 1~8
general_public_budget_revenue 一般公共预算收入 亿元 2~25 2 -4~9
urban_income 城镇居民人均可支配收入 元 24000~36000 0 3~6.5
rural_income 农村居民人均可支配收入 元 9000~19000 0 4.5~8
""")
COMMON = {
    "industry": _table("""
industrial_enterprises 规模以上工业企业/规上工业企业 户 20~120 0 0~8
new_industrial_enterprises 新增规模以上工业企业 家 3~12 0 own
specialised_enterprises 专精特新中小企业 家 3~30 0 3~15
high_tech_enterprises 高新技术企业 家 5~40 0 3~15
service_revenue 规模以上服务业营业收入 亿元 2~30 1 2~11
above_quota_retail 限额以上消费品零售额 亿元 3~30 1 1~9
electricity_consumption 全社会用电量 亿千瓦时 5~60 2 1~9
express_parcels 快递业务量 万件 200~4000 0 5~18
tourist_visits 接待游客人次 万人次 30~600 1 3~15
tourism_revenue 旅游总收入 亿元 3~50 1 3~15
"""),
    "projects": _table("""
key_projects 重点项目数 个 30~120 0 own
key_project_investment_completed 重点项目完成投资 亿元 15~90 1 own
contracts_signed 签约项目 个 15~70 0 own
contract_value 签约金额 亿元 20~160 1 own
funds_in_place 到位资金 亿元 8~60 1 own
special_bonds 地方政府专项债券 亿元 2~12 2 own
upper_level_funds 争取上级资金 亿元 3~20 2 own
"""),
    "urban_rural": _table("""
old_communities 改造老旧小区 个 4~30 0 own
pocket_parks 新建口袋公园 个 2~9 0 own
parking_spaces 新增停车位 个 200~1500 0 own
pipe_networks 改造地下管网 公里 8~60 1 own
roads_built 新建改建公路 公里 20~140 1 own
rural_tap_water 农村自来水普及率 % 86~97 1 0~0.4
toilets_renovated 农村厕所改造 座 300~4000 0 own
beautiful_villages 和美乡村 个 4~24 0 own
greening_rate 建成区绿化覆盖率 % 36~43 1 0~0.6
"""),
    "livelihood": _table("""
new_urban_jobs 城镇新增就业 人 1500~7000 0 own
rural_labour_transfer 农村劳动力转移就业 万人 1~12 2 own
vocational_training 职业技能培训 人 1000~6000 0 own
school_places 新增学位 个 300~3000 0 own
childcare_places 婴幼儿托位 个 200~1500 0 3~12
hospital_beds 医疗卫生机构床位 张 800~4000 0 0~4
elderly_care_beds 养老床位 张 400~2600 0 0~6
village_opera_shows 送戏下乡演出 场 60~300 0 own
county_treatment_rate 县域内就诊率 % 84~93 1 0~0.6
rural_minimum_living_standard 农村低保标准 元 4800~7200 0 3~7
"""),
    "ecology": _table("""
good_air_share 空气质量优良天数比例 % 76~90 1 0~0.8
pm25 细颗粒物（PM2.5）平均浓度 微克/立方米 24~44 0 -5~0
forest_coverage 森林覆盖率 % 22~60 1 0~0.6
soil_conservation_region 水土流失综合治理面积 平方公里 10~70 1 own
afforestation_area 造林面积 万亩 1~8 2 own
rural_sewage_rate 农村生活污水治理率 % 22~40 1 3~7
"""),
}
OF_KIND = {
    "农业县": _table("""
grain_output 粮食总产量 亿斤 3~20 2 0~2
grain_area 粮食播种面积 万亩 30~160 1 0~1
vegetable_output 蔬菜产量 万吨 6~60 1 1~6
high_standard_farmland 高标准农田建设面积 万亩 2~12 1 own
pig_slaughter 生猪出栏 万头 8~70 1 -4~7
cooperatives 农民专业合作社 家 200~900 0 0~5
"""),
    "煤炭县": _table("""
coal_output 原煤产量 万吨 600~5000 0 -3~6
coal_capacity 煤炭产能 万吨/年 900~6000 0 0~3
industrial_profit 规模以上工业企业利润总额 亿元 6~60 1 -9~11
solid_waste_utilisation 一般工业固体废物综合利用率 % 55~70 1 0~1.5
mine_restoration 矿山生态修复面积 亩 300~2600 0 own
"""),
    "工业县": _table("""
designated_output 规模以上工业总产值 亿元 90~700 1 2~12
emerging_value_added 战略性新兴产业增加值 亿元 6~60 1 5~16
upgrade_projects 技术改造项目 个 12~70 0 own
invention_patents 有效发明专利拥有量 件 120~900 0 4~16
zone_enterprises 园区入驻企业 家 60~320 0 2~9
"""),
    "沿海县": _table("""
aquatic_output 水产品产量 万吨 6~50 2 1~5
port_throughput 港口货物吞吐量 万吨 400~3600 0 2~11
container_throughput 集装箱吞吐量 万标箱 4~60 1 3~13
exports 出口总额 亿元 8~90 1 -4~13
"""),
    "旅游县": _table("""
overnight_visitors 接待过夜游客 万人次 15~160 1 4~16
tea_output 茶叶产量 吨 600~6000 0 1~6
agricultural_online_sales 农产品网络零售额 万元 4000~60000 0 5~16
herb_area 中药材种植面积 万亩 2~14 1 1~6
"""),
    "牧区旗": _table("""
sheep_inventory 羊存栏 万只 40~220 1 -2~5
cattle_inventory 牛存栏 万头 6~40 1 1~7
milk_output 牛奶产量 万吨 3~40 1 2~9
wind_capacity 风电装机 万千瓦 40~260 0 4~14
grassland_restoration 草原生态修复面积 万亩 4~30 1 own
"""),
}
SITES = "松岭 柳湾 望河 石桥 云台 青杨 丰泽 白沙 南坪 东沟 泉林 平川 沙城 榆树 双塔 凤岗 临水 桃源 龙湖 金山"
FIRST_NAMES = "澄 沅 霁 岚 栖 苍 朔 渌 黛 砚 鹭 蒲 桑 榕 椒 霜 汀 磐 菱 荻 蔚 骊 萤 箬"
SECOND_NAMES = "川 原 泽 岭 河 溪 湖 山 坪 湾 峪 陵"


class Kind(NamedTuple):
    thing: str
    sector: str
    chapter: str


WORKS = (
    Kind("冷链物流园", "logistics", "industry"), Kind("食品加工厂", "food", "industry"),
    Kind("装备制造产业园", "machinery", "industry"), Kind("光伏电站", "solar", "industry"),
    Kind("风电场", "wind", "industry"), Kind("储能电站", "storage", "industry"),
    Kind("污水处理厂", "waste", "ecology"), Kind("水库", "water_works", "urban_rural"),
    Kind("滨河公园", "city", "urban_rural"), Kind("中学新校区", "education", "livelihood"),
    Kind("人民医院分院", "health", "livelihood"), Kind("旅游度假区", "tourism", "industry"),
    Kind("数据中心", "data_centre", "industry"), Kind("农产品交易市场", "trade", "industry"),
)  # fmt: skip
STEPS = ("propose", "push", "start", "build", "done")


class Project(NamedTuple):
    id: str
    name: str
    kind: Kind
    money: str  # 亿元
    begun: int  # the planned year of the report that first names it

    def step(self, planned: int) -> str:
        """How far the report that plans a year says it is; "" where it says nothing."""
        at = planned - self.begun
        return STEPS[at] if 0 <= at < len(STEPS) else ""


class County:
    """One invented county: `seed` and `number` are all it is made of."""

    def __init__(self, seed: int, number: int):
        self.seed, self.number = seed, number
        pick = self.dice("county")
        self.kind = pick.choice(tuple(OF_KIND))
        name = pick.choice(FIRST_NAMES.split()) + pick.choice(SECOND_NAMES.split())
        self.name = name + ("旗" if self.kind == "牧区旗" else pick.choice(("县", "县", "县", "市", "区")))
        self.code = f"county{number:04}"
        self.city = pick.choice(SITES.split()) + "市"
        self.series = {
            chapter: self._chosen(chapter, every) for chapter, every in COMMON.items()
        }  # a county reports most of what is common, and what its kind has
        for one in OF_KIND[self.kind]:
            area = "ecology" if one.indicator in ("mine_restoration", "grassland_restoration") else "industry"
            self.series[area] = (*self.series[area], one)

    def dice(self, *key: object) -> random.Random:
        """A die of its own for each thing, so that no number depends on what was asked before."""
        return random.Random(f"{self.seed}/{self.number}/{key}")

    def _chosen(self, chapter: str, every: tuple[Series, ...]) -> tuple[Series, ...]:
        dice = self.dice("chosen", chapter)
        return tuple(one for one in every if dice.random() < 0.8) or every[:2]

    def growth(self, series: Series, year: int) -> float:
        """% of a year, one digit; never 0."""
        grown = round(self.dice("growth", series.indicator, year).uniform(*series.growth), 1)
        return grown or 0.1

    def level(self, series: Series, year: int) -> float:
        """Of a year, in its unit."""
        level = self.dice("base", series.indicator).uniform(series.low, series.high)
        if series.own:
            return level * self.dice("own", series.indicator, year).uniform(0.85, 1.2)
        for each in range(FIRST + 1, year + 1):
            level *= 1 + self.growth(series, each) / 100
        return min(level, 99.5) if series.unit == "%" else level

    def growth_target(self, series: Series, year: int) -> float:
        """What the report before promised for a year: near what came, in halves."""
        near = self.growth(series, year) + self.dice("target", series.indicator, year).uniform(-1.2, 1.2)
        return max(1.0, round(near * 2) / 2)

    def level_target(self, series: Series, year: int) -> float:
        """What the report before promised for a year, in its unit, rounded as plans are."""
        near = self.level(series, year) * self.dice("target", series.indicator, year).uniform(0.93, 1.06)
        if series.unit == "%":
            return min(round(near, 1), 99.0)
        step = 10 ** max(-series.digits, len(str(int(near))) - 2)
        return max(step, round(near / step) * step)

    def is_revised(self, series: Series, year: int) -> bool:
        """Whether the report of the year after gives this year's level on another base."""
        return not series.own and self.dice("revised", series.indicator, year).random() < 0.06

    def projects(self, planned: int) -> list[Project]:
        """Those that the report which plans a year names."""
        named = []
        for begun in range(planned - len(STEPS) + 1, planned + 1):
            dice = self.dice("projects", begun)
            for number in range(dice.randint(1, 3)):
                kind = dice.choice(WORKS)
                name = f"{dice.choice(SITES.split())}{kind.thing}项目"
                money = f"{dice.uniform(0.5, 28):.1f}"
                named.append(Project(f"p{begun}_{number + 1}", name, kind, money, begun))
        unlike = {one.name: one for one in named}
        return list(unlike.values())
