"""Every fault found while a case is put together: triggered once, and told word for word."""

import re
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from optimizer.domain import assemble as module
from optimizer.domain.assemble import assemble
from optimizer.domain.case import Case
from optimizer.faults import Fault, WorkbookFaults
from optimizer.labels import known
from optimizer.tables.frames import tables_from_frames
from optimizer.tables.read import read_tables
from optimizer.tables.schema import schema
from optimizer.tables.write import write_workbook
from tests.domain.fault_cases import CASES, Frames
from tests.workbooks.test_stories import told_in_stories

TODAY = date(2026, 5, 20)

#: Severity, place, found, expected and remedy of each kind.
SAID: dict[str, tuple[str, str, str, str, str]] = {
    "horizon_start_missing": (
        "warning",
        "",
        "没有写规划起始日",
        "参数表写明 horizon_start（规划起始日）",
        "本次按 2026-04-01 起算；写明后结果才可复现。",
    ),
    "unknown_reference": (
        "error",
        "projects row 1/wanted_carrier",
        "K3",
        "载体表中已有的编号或名称",
        "相近的有：K2、K1。请改正，或在对应的表中补上。",
    ),
    "opening_missing": (
        "error",
        "carriers row 1/opens",
        "状态为 规划，没有启用日期",
        "在建或规划载体写明启用日期",
        "请填写启用日期；已在使用的请把状态改为“现有”。",
    ),
    "carrier_area_missing": (
        "error",
        "carriers row 1/lettable_area_m2",
        "没有可用面积、建筑面积、工位数，也没有房源",
        "至少一项面积来源",
        "请填写可用面积（或建筑面积、工位数），或在房源表列出其房间。",
    ),
    "efficiency_assumed": (
        "warning",
        "carriers row 1/efficiency",
        "载体 K1 没有可用面积、房源和得房率",
        "可用面积或得房率",
        "本次按建筑面积 × 0.7（假定）= 700 ㎡ 计算，请核实。",
    ),
    "area_differs_rooms": (
        "warning",
        "carriers row 1/lettable_area_m2",
        "载体 K1 可用面积 150 ㎡，房源合计 100 ㎡",
        "两者相差不超过 2%",
        "本次按可用面积计算；请核对房源是否漏列或重复。",
    ),
    "area_differs_gross": (
        "warning",
        "carriers row 1/lettable_area_m2",
        "载体 K1 可用面积 150 ㎡，建筑面积 × 得房率 = 200 ㎡",
        "两者相差不超过 2%",
        "本次按可用面积计算；请核对得房率。",
    ),
    "area_differs_let_vacant": (
        "warning",
        "carriers row 1/lettable_area_m2",
        "载体 K1 可用面积 150 ㎡，已租 + 空置 = 120 ㎡",
        "两者相差不超过 2%",
        "本次按可用面积计算；请核对已租、空置面积。",
    ),
    "lettable_above_gross": (
        "error",
        "carriers row 1/lettable_area_m2",
        "载体 K1 可用面积 150 ㎡，大于建筑面积 100 ㎡",
        "可用面积不大于建筑面积",
        "请核对两项面积的数值和单位。",
    ),
    "entered_before_founded": (
        "warning",
        "projects row 1/entered",
        "项目 T1 的入驻日期早于成立日期",
        "入驻日期不早于成立日期",
        "请核对两个日期；本次照用。",
    ),
    "latest_before_earliest": (
        "error",
        "stays row 1/latest",
        "项目 P1 的最晚日期早于最早日期",
        "最晚日期不早于最早日期",
        "请改正两个日期。",
    ),
    "need_given_twice": (
        "error",
        "stays row 1/area_m2",
        "项目 P1：阶段需求表为 90，项目表同一环节为 100",
        "同一环节的需求只填一处，或两处一致",
        "请删去一处，或改成一致。",
    ),
    "need_without_area": (
        "warning",
        "projects row 1/acceleration_months",
        "项目 P1 填了时长或最小面积，没有面积",
        "同一环节的面积",
        "请补填面积；本次不计该环节。",
    ),
    "project_without_need": (
        "error",
        "projects row 1/incubation_area_m2",
        "项目 P1 没有任何环节的面积需求",
        "至少一个环节的面积（或工位数）",
        "请在项目表填写如“孵化面积”，或在阶段需求表加一行；不再入驻的请把状态改为“退出”。",
    ),
    "min_area_above_area": (
        "error",
        "projects row 1/incubation_area_m2",
        "项目 P1 的最小面积 120 ㎡ 大于面积",
        "最小面积不大于面积",
        "请核对两项面积。",
    ),
    "stage_already_past": (
        "warning",
        "projects row 1/nursery_area_m2",
        "项目 P1 填了已过环节“苗圃”的需求",
        "当前环节及以后的需求",
        "本次不计；若当前环节有误请改正。",
    ),
    "home_missing": (
        "error",
        "projects row 1/present_carrier",
        "在园项目 T1 没有现载体，房源表中也没有它",
        "现载体，或房源表中的现租户",
        "请填写现载体，或在房源表的“现租户”填其名称。",
    ),
    "present_area_missing": (
        "error",
        "projects row 1/present_area_m2",
        "在园项目 T1 没有现面积",
        "现面积，或房源表中的房间面积",
        "请填写现面积。",
    ),
    "present_stage_missing": (
        "error",
        "projects row 1/stage",
        "在园项目 T1 没有当前环节",
        "当前环节（其载体有多个环节，无法推断）",
        "请填写当前环节。",
    ),
    "room_in_other_carrier": (
        "error",
        "projects row 1/present_carrier",
        "项目 T1 的现载体为 K1，而其房间 R1 在另一载体",
        "项目表与房源表一致",
        "请核对后改正其中一处。",
    ),
    "room_area_differs": (
        "error",
        "projects row 1/present_area_m2",
        "项目 T1 现面积 50 ㎡，房源表合计 60 ㎡",
        "两处相差不超过 2%",
        "请核对后改正其中一处。",
    ),
    "room_lease_differs": (
        "warning",
        "projects row 1/lease_end",
        "项目 T1 的租期与房源表的到期日不在同一季度",
        "两处一致",
        "本次按项目表计算；请核对。",
    ),
    "room_lease_end_missing": (
        "warning",
        "rooms row 1/lease_end",
        "已租房间 R1 没有到期日，租户不在项目表",
        "到期日",
        "本次按占用到规划期末计算；请补填。",
    ),
    "lease_end_missing": (
        "warning",
        "projects row 1/lease_end",
        "在园项目 T1 没有租期",
        "租期至",
        "本次按占用到规划期末计算；请补填。",
    ),
    "lease_over_free": (
        "warning",
        "projects row 1/lease_end",
        "在园项目 T1 的租期已过：2025-09-30",
        "规划期内的租期",
        "本次按可离园处理，现面积视为空出；仍在园的请更新租期，或把“可搬迁”填“否”。",
    ),
    "lease_over_stays": (
        "warning",
        "projects row 1/lease_end",
        "在园项目 T1 的租期已过：2025-09-30，不可搬迁",
        "规划期内的租期",
        "本次按仍在原处计算；请更新租期。",
    ),
    "lease_past_closing": (
        "error",
        "projects row 1/lease_end",
        "项目 T1 的租期晚于载体 K1 的停用日期",
        "租期不晚于停用日期",
        "请改正其中一个日期。",
    ),
    "sits_where_not_open": (
        "error",
        "projects row 1/present_carrier",
        "在园项目 T1 的现载体 K1 到 2026Q2 才启用",
        "已启用的载体",
        "请核对启用日期或现载体。",
    ),
    "sits_in_other_stage": (
        "warning",
        "projects row 1/stage",
        "在园项目 T1 的当前环节不在载体 K1 的环节之内",
        "载体环节包含其当前环节",
        "本次照现状计算；请核对环节。",
    ),
    "room_above_carrier": (
        "error",
        "rooms row 1/area_m2",
        "房间面积 50 ㎡，大于载体 K1 的 40 ㎡",
        "房间面积不大于所在载体",
        "请核对面积的数值和单位。",
    ),
    "sitting_above_capacity": (
        "error",
        "carriers row 1/lettable_area_m2",
        "载体 K1 在园 160、另有已租 0，超过可用 150（㎡）",
        "在园面积不超过可用面积",
        "请核对可用面积（或工位数）、在园项目的现面积和预留房间。",
    ),
    "pin_needs_one_place": (
        "error",
        "pins row 1/carrier",
        "项目 P1 的锁定没有写地点",
        "载体、房源、园区三项中填一项",
        "请填写其中一项，其余留空。",
    ),
    "pin_binds_nothing": (
        "warning",
        "pins row 1/stage",
        "项目 P1 的锁定没有可约束的环节",
        "该地点可承接的环节",
        "请核对环节和地点；本次不起作用。",
    ),
    "pin_against_fit": (
        "error",
        "pins row 1/project",
        "项目 P1 锁定在 K2，但不符合：环节",
        "符合条件的载体",
        "请改换载体，或更正需求/载体属性；确需如此的，在匹配表写“允许=是”。",
    ),
    "relation_with_itself": (
        "error",
        "relations row 1/b",
        "项目 P1 与自己的关系",
        "两个不同的项目",
        "请改正其中一个。",
    ),
    "pair_given_twice": (
        "error",
        "pairs row 2/carrier",
        "项目 P1 与 K1 的匹配写了两次",
        "每对项目（环节）与载体一行",
        "请删去重复的一行。",
    ),
    "policy_ends_before_start": (
        "error",
        "policy row 1/to",
        "失效日期早于生效日期",
        "失效日期不早于生效日期",
        "请改正两个日期。",
    ),
    "stay_fits_nowhere": (
        "warning",
        "projects row 1/project",
        "项目 P1 的孵化环节没有符合条件的载体；最接近的 K1 不符合：载体面积",
        "至少一个符合条件的载体",
        "本次不能安置；请核对需求和载体属性。",
    ),
    "nobody_takes_part": (
        "error",
        "projects row 1/status",
        "1 个项目的状态都是：储备",
        "至少一个要安排的项目（在园、已立项或在谈）",
        "请改正项目状态；储备项目要参与安排，请在参数表把 include_reserve 设为“是”。",
    ),
    "unknown_goal_rank": (
        "error",
        "settings row 3/setting",
        "排序目标 profit 不存在",
        "已有的目标名",
        (
            "可用：value、waiting、overstay、carrier_moves、campus_moves、focus、neighbours、relief、unknown、unwanted、change、"
            "relations、policy、investment、service、unmet、homecoming、vacancy、balance、targets。"
        ),
    ),
    "candidate_given_twice": (
        "error",
        "candidates row 2/phase",
        "地块 A 的这一期写了两次",
        "每个地块的每一期只有一行",
        "请写明不同的期次，或删去重复的一行。",
    ),
    "stage_shares_impossible": (
        "error",
        "candidates row 1/min_share_nursery",
        "各环节最低占比合计 110%，最高占比合计 200%",
        "最低占比合计不超过 100%，最高占比合计不低于 100%，且最低不高于最高",
        "请改正各环节的占比。",
    ),
    "forecast_range": (
        "error",
        "forecast row 1/projects",
        "4",
        "项目数在下限 5 和上限 9 之间",
        "请改正项目数、下限或上限。",
    ),
    "forecast_in_the_past": (
        "warning",
        "forecast row 1/year",
        "2025",
        "预测年份不早于规划起始年 2026",
        "这一行不计入；请改正年份或规划起始日（已入驻、已申请的写在项目表）。",
    ),
    "flow_shares_above_one": (
        "error",
        "flow row 1/leave_share",
        "毕业率与退出率合计 110%",
        "合计不超过 100%，其余继续留在本环节",
        "请改正毕业率或退出率。",
    ),
    "flow_given_twice": (
        "error",
        "flow row 2/stage",
        "incubation",
        "每个环节（和产业）只有一行",
        "请删去重复的一行，或写明不同的产业。",
    ),
    "conversion_of_other_stage": (
        "error",
        "conversions row 1/from_stage",
        "nursery",
        "载体 K1 现有的环节",
        "请改正原环节，或在载体表补上。",
    ),
    "conversion_given_twice": (
        "error",
        "conversions row 2/carrier",
        "K1",
        "载体 K1 每种改造（从某环节改为某环节）只有一行",
        "请删去重复的一行，或合并两行的比例。",
    ),
    "plan_scope_unread": (
        "error",
        "policy row 1/scope",
        "campus=A;stage=incubation",
        "发展规划的“载体总面积下限”能识别的范围：全市、园区；不识别：环节",
        "请改写范围；否则这一行会被当作对更大范围的要求。",
    ),
    "scenario_target_missing": (
        "error",
        "scenarios row 1/target",
        "没有写这项变化的对象",
        "写明对象：要关闭的载体或地块，或参数名",
        "请填写对象。",
    ),
    "scenario_value_slip": (
        "error",
        "scenarios row 1/value",
        "+30%",
        "推迟的月数，如 12",
        "请写月数。",
    ),
    "scenario_value_demand": (
        "error",
        "scenarios row 1/value",
        "many",
        "需求的倍数或增减，如 1.3、+30%、-30%",
        "请改写成倍数或带正负号的百分数。",
    ),
    "scenario_value_budget": (
        "error",
        "scenarios row 1/value",
        "less",
        "预算的倍数或增减，如 0.8、-20%",
        "请改写成倍数或带正负号的百分数。",
    ),
    "scenario_value_close": (
        "error",
        "scenarios row 1/value",
        "soon",
        "关闭日期、年份，或“关闭”",
        "请写日期。",
    ),
    "scenario_value_setting": (
        "error",
        "scenarios row 1/value",
        "much",
        "参数 折现率 的一个有效值，写法与参数表相同",
        "请改正数值。",
    ),
    "scenario_setting_unread": (
        "error",
        "scenarios row 1/target",
        "horizon_quarters",
        "情景可以改变的参数：折现率、去化季度数、投资计入方式、载体使用年限、未满足需求的单价、飞地回流权重、空置单价、环节失衡代价、一个项目只在一处、必须全部安置、技术条件未知时、苗圃权重、孵化权重、加速权重、产业化权重",
        "其他参数在读台账时已经用过，在情景里改不起作用；请在参数表改后另做一次。",
    ),
    "scenario_target_unread": (
        "error",
        "scenarios row 1/target",
        "A",
        "空白：预算情景对所有年度资金上限起作用",
        "请删去对象。",
    ),
    "scenario_given_twice": (
        "error",
        "scenarios row 2/target",
        "A",
        "情景“S”对同一对象的同一种变化只有一行",
        "请删去重复的一行，或改写情景名称。",
    ),
    "conversion_to_same_stage": (
        "error",
        "conversions row 1/to_stage",
        "incubation",
        "与原环节不同的新环节",
        "请改正原环节或新环节。",
    ),
    "forecast_given_twice": (
        "warning",
        "forecast row 2/projects",
        "4",
        "同一产业、环节、年份和单个面积只有一行",
        "两行的项目数相加使用；如果是重复，请删去一行。",
    ),
    "candidate_named_as_carrier": (
        "error",
        "candidates row 1/site",
        "规划地块与现有载体同名：K1",
        "与载体表不同的名称",
        "请改写地块名称，或写明期次。",
    ),
    "phases_out_of_order": (
        "warning",
        "candidates row 2/phase",
        "一期",
        "地块 A 的各期按先后排列：后一期不早于表中的前一期开工",
        "按表中顺序处理；如果顺序写反了，请调整各行。",
    ),
    "share_of_other_stage": (
        "error",
        "candidates row 1/min_share_nursery",
        "0.2",
        "A 的“环节”列中有的环节",
        "请在环节列补上，或删去这一最小占比。",
    ),
    "must_build_cannot_start": (
        "error",
        "candidates row 1/earliest_start",
        "必须建设，但最早 2028Q2 才能开工",
        "在规划期内（到 2026Q4）能开工",
        "请提前最早开工日期（含同一地块前几期的），延长规划期，或不设为必须建设。",
    ),
    "candidate_opens_late": (
        "warning",
        "candidates row 1/lead_months",
        "最早 2027Q1 才能启用",
        "在规划期内（到 2026Q4）能启用",
        "本次不会选它（必须建设的照建，但期内不能使用）；请核对工期、最早开工日期和规划期。",
    ),
}


def faults_of(frames: Frames, code: str) -> list[Fault]:
    _, faults = assemble(*tables_from_frames(frames), today=TODAY)
    return [fault for fault in faults if fault.code == code]


@pytest.mark.parametrize("code", SAID)
def test_a_fault_is_found_once_and_told_word_for_word(code: str) -> None:
    (fault,) = faults_of(CASES[code], code)

    assert fault.severity == SAID[code][0]
    assert f"{fault.sheet} {fault.cell}".strip() == SAID[code][1]
    assert (fault.found(), fault.expected(), fault.remedy()) == SAID[code][2:]


def test_every_fault_of_assembling_has_its_case() -> None:
    written = set()
    for path in Path(module.__file__).parent.glob("*.py"):
        words = re.findall(r'"([a-z_]+)"', path.read_text(encoding="utf-8"))
        written |= {word for word in words if known(f"fault.{word}.expected")}
    # Sources of a carrier's area that differ are named after the source.
    written |= {f"area_differs_{source}" for source in ("rooms", "gross", "let_vacant")}
    # Values of a scenario that cannot be read are named after its kind.
    written |= {f"scenario_value_{kind}" for kind in ("slip", "demand", "budget", "close")}

    # What is told of ledgers stands word for word in the gallery.
    assert set(CASES) == set(SAID)
    assert set(SAID) <= written
    assert written - set(SAID) <= told_in_stories()


@pytest.mark.parametrize("code", SAID)
def test_a_fault_is_told_in_english_without_open_places(code: str) -> None:
    (fault,) = faults_of(CASES[code], code)

    sentence = fault.sentence("en")
    assert "{" not in sentence
    assert "@" not in sentence


ERRORS = [code for code, said in SAID.items() if said[0] == "error"]


@pytest.mark.parametrize("code", ERRORS)
def test_an_error_stops_and_a_case_from_tables_raises_it(code: str) -> None:
    with pytest.raises(WorkbookFaults) as raised:
        Case.from_tables(**CASES[code])

    assert code in {fault.code for fault in raised.value.faults}


@pytest.mark.parametrize("code", sorted(set(SAID) - set(ERRORS)))
def test_a_warning_goes_on_and_stays_with_the_case(code: str) -> None:
    case = Case.from_tables(**CASES[code])

    assert code in {fault.code for fault in case.warnings}


@pytest.mark.parametrize("code", sorted(set(SAID) - {"horizon_start_missing"}))
def test_a_fault_in_a_workbook_names_the_cell(code: str, tmp_path: Path) -> None:
    path = tmp_path / "城市.xlsx"
    write_workbook(CASES[code], path)
    _, faults = assemble(*read_tables(path), today=TODAY)
    (fault,) = (each for each in faults if each.code == code)

    sheet, _, place = SAID[code][1].partition(" row ")
    row, _, key = place.partition("/")
    headers = {str(cell.value): cell.column_letter for cell in load_workbook(path)[fault.sheet][1]}
    label = schema()[sheet].by_key[key].label("zh")
    # Where the column is not in the workbook, the first cell of the row is named.
    letter = next((at for text, at in headers.items() if text.startswith(label)), "A")
    assert (fault.file, fault.cell) == ("城市.xlsx", f"{letter}{int(row) + 1}")


def test_all_faults_are_gathered_at_once() -> None:
    both = {"relations": CASES["relation_with_itself"]["relations"]}
    frames = {**CASES["min_area_above_area"], **both}
    _, faults = assemble(*tables_from_frames(frames))

    assert {"min_area_above_area", "relation_with_itself"} <= {fault.code for fault in faults}
