"""What a list, a page or an export shows of a person by default."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.language.mask import mask_digits, mask_fields, mask_number, mask_text


def test_the_middle_of_a_number_is_hidden() -> None:
    assert mask_number("02400000001") == "024****0001"
    assert mask_number("110") == "110"
    assert mask_number("2000304") == "2****04"  # of a short number at least half
    assert mask_number("80000203") == "80****03"


def test_numbers_inside_a_text_are_masked() -> None:
    assert mask_digits("我电话13900000000，住3号楼402") == "我电话139****0000，住3号楼402"


def test_our_own_numbers_stay() -> None:
    data = {"caller": "02400000001", "number": "2611210001", "said": ["13900000000"]}
    assert mask_fields(data) == {
        "caller": "024****0001",
        "number": "2611210001",
        "said": ["139****0000"],
    }


def test_a_merged_ticket_says_into_which() -> None:
    history = [{"why": "并入 2611210001：邻居13900000000也说了"}]
    shown = mask_fields({"number": "2611210002", "merged_into": "2611210001", "history": history})
    assert shown["history"] == [{"why": "并入 2611210001：邻居139****0000也说了"}]


def test_what_the_whole_text_hides_its_pieces_hide_too() -> None:
    draft = {"text": "患者是周国庆，昨天摔了", "time": "国庆", "state": "昨天摔了", "place": None}
    shown = mask_fields(draft)
    assert shown == {**draft, "text": "患者是周**，昨天摔了", "time": "***"}


def test_a_name_that_the_text_hides_no_field_shows() -> None:
    draft = {
        "text": "我叫郇小丽，家里没水",
        "summary": "您反映郇小丽家里没水",
        "course": "家里没水",
    }
    shown = mask_fields(draft)
    assert shown["summary"] == "您反映郇**家里没水"
    assert shown["course"] == "家里没水"


@given(st.from_regex(r"\A[0-9]{7,19}\Z"), st.text(max_size=8).filter(lambda t: not t.isdigit()))
def test_no_long_run_of_digits_gets_through(number: str, around: str) -> None:
    assert number not in mask_digits(f"{around} {number} {around}")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("我电话是幺三九零零零零一二三四", "我电话是幺三九****一二三四"),
        ("一三九，零零零零，一二三四你记一下", "一三九****一二三四你记一下"),
        ("二幺零幺零二幺九九零零幺零幺幺二三叉", "二幺零***********幺二三叉"),
        ("身份证21010219900101123X", "身份证210***********123X"),
        ("打幺八六两个四零零七八九幺", "打幺八六****七八九幺"),
        ("我手机一三九五个零幺二三", "我手机一三九****零幺二三"),
        ("一百三十九 八八四二 六六三一", "一三九****六六三一"),
        ("车牌辽阿八八六六幺", "车牌辽阿*****"),
        ("车号是辽B那个Q七八九零", "车号是辽B*****"),
        ("我是居民刘桂兰", "我是居民刘**"),
        ("银行卡6222 0210 0111 6245 702", "银行卡622************5702"),
        ("车牌辽A12345违停", "车牌辽A*****违停"),
        ("车牌号是辽诶幺二三四五", "车牌号是辽诶*****"),
        ("我叫王小明住在铁西区建设中路3号楼402", "我叫王**住在铁西区建设中路**号***"),
        ("您反映您叫张小明电话是13900000000", "您反映您叫张**电话是139****0000"),
        ("万科小区三号楼二单元五零一暖气不热", "万科小区***暖气不热"),
        ("三杠二杠五零一", "***"),
        ("联系人李红，电话024-23456789", "联系人李*，电话024****6789"),
        ("我要找医院的刘爱华医生", "我要找医院的刘**医生"),
        ("我姓李叫李建国", "我姓李叫李**"),
        ("我爸叫李国强今年八十", "我爸叫李**今年八十"),
        ("联系人王某某", "联系人王**"),
        ("举报人：陈志强", "举报人：陈**"),
        ("包工头刘二柱欠钱", "包工头刘**欠钱"),
        ("李建国，男，四十五岁", "李**，男，四十五岁"),
        ("张建国13900000000", "张**139****0000"),
        ("我是张伟，家住沈河区", "我是张*，家住沈河区"),
        ("幺三九 零零零零 啊 幺二三四", "幺三九****幺二三四"),
        ("车牌是辽艾幺二三四五", "车牌是辽艾*****"),
        ("住六楼二号", "住***"),
        ("邮箱abc@example.com", "邮箱a***"),
    ],
)
def test_a_person_is_masked_as_written_and_as_spoken(said: str, shown: str) -> None:
    assert mask_text(said) == shown


@pytest.mark.parametrize(
    "text",
    [
        "帮我叫救护车", "我叫车来", "物业王经理", "从八号开始停水", "三楼漏水", "打了12345热线三次",
        "二零二六年十一月二十一日", "2026-11-21T12:17:39.387205+08:00", "家里只有十五度",
        "司机师傅把包送回来了", "替邻居张大爷反映一下", "谢谢医生",
        "包工头电话不接", "病人能做检查吗", "叫高速路政来", "业主方便的话", "叫王局长来听电话",
        "一三五路公交车不来", "欠我三千五百块钱", "3号线地铁",
    ],
)  # fmt: skip
def test_what_tells_nobody_stays(text: str) -> None:
    assert mask_text(text) == text


_DATA = Path(__file__).parents[2] / "data" / "privacy"


def _lines(name: str) -> list[str]:
    lines = (_DATA / name).read_text("utf-8").split("\n")
    return [line for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize("text", _lines("public.txt"))
def test_public_words_and_amounts_stay(text: str) -> None:
    assert mask_text(text) == text


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("文溯街17号，501路公交不停", "文溯街**号，501路公交不停"),
        ("文溯街17号，2024年起没路灯", "文溯街**号，2024年起没路灯"),
        ("文溯街17号，希望修", "文溯街**号，希望修"),
        ("文溯街17号的老板", "文溯街**号的老板"),
        ("三单元门禁坏了", "***门禁坏了"),
        ("佟丽春天天敲墙", "佟**天天敲墙"),
        ("尾号0034的208路", "尾号****的208路"),
        ("15号楼北侧", "***北侧"),
        ("身份证尾号0034，补办", "身份证尾号****，补办"),
    ],
)
def test_what_stands_beside_is_not_eaten(said: str, shown: str) -> None:
    assert mask_text(said) == shown


@pytest.mark.parametrize("line", _lines("said.tsv"))
def test_nothing_personal_is_shown_however_it_is_said(line: str) -> None:
    said, secrets = line.split("\t")
    shown = mask_text(said)
    assert [secret for secret in secrets.split(";") if secret in shown] == []
    assert mask_text(shown).count("*") >= shown.count("*")


@pytest.mark.parametrize(
    "said",
    [
        "时间是2026年11月20日", "出生人口下降", "工人不戴安全帽", "用水高峰水压小",
        "别安排师傅来了", "施工许可证", "沈阳大东区", "铁西区建设大道", "我是高中老师",
        "一共欠了一万二千三百四十五块", "三楼三百平米", "从一月一号到十二月三十一号",
        "第一，第二，第三，第四", "周一周二周三都没人",
    ],
)  # fmt: skip
def test_everyday_words_are_no_names_and_no_numbers(said: str) -> None:
    assert mask_text(said) == said


_SPOKEN = str.maketrans("0123456789", "零幺二三四五六七八九")


@given(
    st.from_regex(r"\A1[3-9][0-9]{9}\Z"),
    st.sampled_from(["", " ", "，", "-", "呃"]),
    st.booleans(),
)
def test_no_telephone_gets_through_however_it_is_said(
    number: str, pause: str, spoken: bool
) -> None:
    said = number.translate(_SPOKEN) if spoken else number
    told = f"我电话{said[:3]}{pause}{said[3:7]}{pause}{said[7:]}，"
    assert said[3:7] not in mask_text(told).replace(said[:3], "", 1).replace(said[-4:], "")
