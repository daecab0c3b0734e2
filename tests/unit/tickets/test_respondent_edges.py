"""Where the name of the one who is meant begins and ends."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.tickets.mentions import Mention, find_mentions
from ivr.tickets.respondent_edges import FILE, Chosen, Edge, Edges, begins_of, ends_of, signs
from tools import learn_edges

WEIGHTS = Path(__file__).parents[3] / "knowledge_base" / "taxonomy"
LEARNT, FAULTS = Edges.load(WEIGHTS)


def fitted(text: str, chosen: str, edges: Edges = LEARNT) -> str:
    start = text.index(chosen)
    span = start, start + len(chosen)
    mentions = [m for m in find_mentions(text, text) if m.span != span]
    return text[
        slice(*edges.fitted(text, text, [*mentions, Mention(span, ("border",), True)], span))
    ]


def test_what_was_learnt_is_of_the_labelled_utterances() -> None:
    """After a change of the labels: python -m tools.learn_edges."""
    assert not FAULTS
    assert LEARNT.digest == learn_edges.digest()


@pytest.mark.parametrize(
    ("text", "chosen", "name"),
    [
        ("聚宝物业把业主的活动室租出去了", "聚宝物", "聚宝物业"),
        ("我投诉邻居养的狗半夜叫唤", "邻居养", "邻居"),
        ("老板跑了工资没给", "老板跑", "老板"),
        ("投诉物业来人收费不开票", "物业来", "物业"),
        ("周记烧饼铺用过期的面", "周记烧饼铺用", "周记烧饼铺"),
        ("昌顺快递不给送上门", "昌顺快", "昌顺快递"),
        ("社区说系统升级让等着", "社区说", "社区"),
        ("快递老给扔驿站不送上门", "快递老", "快递"),
        ("物业名称是锦安物业，监控坏了", "名称是锦安物业", "锦安物业"),
        ("欠我工资的老板叫大军", "老板叫大军", "大军"),
        ("镇东头有个养猪场往河里排粪水", "镇东头有个养猪场", "养猪场"),
        ("平台“顺意出行”涨了抽成", "平台“顺意出行", "顺意出行"),
        ("公园那块一个环卫工大姐捡着我的包", "公园那块一个环卫工大姐", "环卫工大姐"),
        ("我家的地被村书记张贵成私自包给了别人", "村书记", "村书记张贵成"),
    ],
)
def test_a_name_is_whole_and_holds_nothing_else(text: str, chosen: str, name: str) -> None:
    assert fitted(text, chosen) == name


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("我投诉昌顺快递，东西丢了", "昌顺快递"),
        ("表扬公交司机王师傅，人特别好", "公交司机王师傅"),
        ("市第八医院骨科的大夫态度不好", "市第八医院骨科"),
        ("楼上半夜蹦迪", "楼上"),
        ("村书记私自把地包给了别人", "村书记"),
    ],
)
def test_a_good_name_stays(text: str, chosen: str) -> None:
    assert fitted(text, chosen) == chosen


@pytest.mark.parametrize("broken", [None, b"", b"no archive"])
def test_without_what_was_learnt_it_stays(tmp_path: Path, broken: bytes | None) -> None:
    if broken is not None:
        (tmp_path / FILE).write_bytes(broken)
    edges, faults = Edges.load(tmp_path)
    assert [fault.file for fault in faults] == [str(tmp_path / FILE)]
    assert fitted("我投诉邻居养的狗", "邻居养", edges) == "邻居养"


@given(st.text("物业公司，。的我把在a□", min_size=1, max_size=40), st.data())
def test_it_stays_near_and_within_the_clause(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    begins, ends = LEARNT.fitted(text, text, [], (start, end))
    assert 0 <= begins < ends <= len(text)
    assert min(end, ends) > max(start, begins)
    added = text[min(begins, start) : start] + text[end : max(ends, end)]
    assert not set(added) & set("，。")


def test_the_labelled_edges_are_among_those_that_are_weighed() -> None:
    """The one that is there already always is; each says what it would drop or add."""
    chosen = Chosen("投诉邻居养的狗", "投诉邻居养的狗", (2, 5), ())
    assert ends_of(chosen) == [3, 4, 5, 6, 7]
    assert begins_of(chosen, 4) == [0, 1, 2, 3]
    assert "end drops 养" in set(signs(chosen, Edge.END, (2, 4)))
    assert "begin adds 诉" in set(signs(chosen, Edge.BEGIN, (1, 4)))


def test_a_place_is_never_cut() -> None:
    chosen = Chosen("建昌县八家子镇村里说没钱", "□" * 7 + "村里说没钱", (7, 9), ())
    assert begins_of(chosen, 9) == [7, 8]
    assert fitted("我找物业物业说等着", "物业物业") == "物业"


@pytest.mark.parametrize("chosen", [(0, 1), (1, 2), (0, 2)])
def test_what_is_said_twice_is_taken_once_and_where_it_was_chosen(chosen: tuple[int, int]) -> None:
    begins, ends = LEARNT.fitted("我我", "我我", [], chosen)
    assert min(ends, chosen[1]) > max(begins, chosen[0])


def test_learning_finds_what_does_not_belong_to_a_name() -> None:
    lessons = [
        learn_edges.Lesson(
            "",
            0,
            name,
            Chosen(f"投诉{name}养狗", f"投诉{name}养狗", (2, 3 + len(name)), ()),
            (2, 2 + len(name)),
        )
        for name in ("邻居", "老赵家", "楼上", "对门", "房东", "隔壁")
    ]
    steps = learn_edges.weights_of(lessons)
    edges = Edges({name: weight / learn_edges.STEP for name, weight in steps.items()})
    assert fitted("投诉老孙养狗", "老孙养", edges) == "老孙"
