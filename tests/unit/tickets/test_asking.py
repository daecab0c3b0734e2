"""What is asked fits the matter: nobody is asked what nobody can know, nor what was said."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from ivr.flow.steps.draft import Draft
from ivr.tickets import Understanding
from ivr.tickets.asking import asks_of
from ivr.tickets.asks import ASKS, REST
from ivr.tickets.model import Kind
from ivr.tickets.taxonomy import Taxonomy, load_taxonomy
from ivr.tickets.taxonomy_check import notices

TEXTS = Draft(next="end").questions
FITTING = (
    # who it is follows from the matter, or nobody knows
    ("半夜有人放音响吵得睡不着", "spot"),
    ("楼下广场舞太吵了天天跳到十点", "spot"),
    ("路边井盖没了", "spot"),
    ("路口摆摊的占道经营车都过不去", "spot"),
    ("小区垃圾好几天没人收了", "spot"),
    ("我家停水两天了", "home"),
    ("我家停电了", "home"),
    ("家里没有暖气", "home"),
    ("我们村自来水发黄", "village"),
    ("辽阳市弓长岭区安平乡，我们村自来水发黄", "village"),
    ("物业收了物业费不打扫卫生", "estate"),
    # who it is must be known
    ("这个健身房办的卡不给退钱", "shop_and_place"),
    ("在一家饭店吃饭吃出了虫子", "shop_and_place"),
    ("老板欠我三个月工资不给", "employer"),
    ("孩子学校老师打人", "school"),
    ("培训班退费不给退", "agency"),
    ("去诊所打针打坏了大夫不承认", "hospital"),
    ("公交车司机骂人", "bus"),
    ("出租车司机绕道不打表", "plate"),
    ("银行把我的定期存成了理财", "bank"),
    # no place is asked for where none is
    ("在网上买的手机是坏的商家不给退货", "platform"),
    ("我的养老金这个月没发", "town"),
    ("申请低保半年了没有结果帮我催一催", "residence"),
    # nothing to ask
    ("天天有骚扰电话打我手机", None),
    ("在淘宝上买的衣服质量太差不给退货", None),
    ("建议提高养老金标准", None),
    ("建议全市的公交车都换成电动的", None),
)


@pytest.mark.parametrize(("text", "question"), FITTING)
def test_the_first_question_fits_the_matter(
    understanding: Understanding, called_at: datetime, text: str, question: str | None
) -> None:
    ticket = understanding.draft(text, called_at=called_at).tickets[0]
    asked = [name for name in understanding.questions_of(ticket) if name in TEXTS]
    assert next(iter(asked), None) == question


@pytest.mark.parametrize(
    ("text", "fact", "asked"),
    [
        # a whole district is no address
        ("沈阳市铁西区我家暖气不热", "place", True),
        ("沈阳市铁西区兴华街奥林小区我家暖气不热", "place", False),
        # what is so all the time has no beginning
        ("沈阳市铁西区兴华街奥林小区我家暖气不热", "time", True),
        ("沈阳市铁西区兴华街奥林小区我家暖气一直不热", "time", False),
        ("沈阳市铁西区兴华街奥林小区刚才突然停水了", "time", False),
        # 老板 is nobody who could be found
        ("老板欠我工资不给", "respondent", True),
        ("盛达建筑公司欠我工资不给", "respondent", False),
        ("二一七路公交车司机骂人", "respondent", False),
    ],
)
def test_what_was_said_is_not_asked(
    understanding: Understanding, called_at: datetime, text: str, fact: str, asked: bool
) -> None:
    ticket = understanding.draft(text, called_at=called_at).tickets[0]
    assert (fact in ticket.to_ask) is asked


def test_every_industry_has_an_answer(understanding: Understanding) -> None:
    taxonomy = understanding.classifier.taxonomy
    industries = {industry for industry, _ in taxonomy.types}
    assert {industry for industry, kind in taxonomy.asks if kind == REST} == industries
    assert {key for key in taxonomy.asks if key[1] != REST} <= set(taxonomy.types)


def test_every_question_has_its_words() -> None:
    facts = {ask.fact for ask in ASKS.values()} | {ask.question for ask in ASKS.values()}
    assert facts | {"city", "district", "shop_and_place", "praised"} <= set(TEXTS)


def test_the_kind_says_what_is_asked_where_the_list_is_silent(
    understanding: Understanding, called_at: datetime
) -> None:
    ticket = understanding.draft("我家停水两天了", called_at=called_at).tickets[0]
    assert [ask.question for ask in asks_of(ticket, Taxonomy())] == ["place", "request"]
    doubted = replace(ticket, category_confidence=0.2, alternatives=())
    taxonomy = understanding.classifier.taxonomy
    assert asks_of(doubted, taxonomy) == asks_of(ticket, Taxonomy())
    praise = replace(ticket, kind=Kind.PRAISE)
    assert [ask.question for ask in asks_of(praise, Taxonomy())] == ["praised"]


def test_unknown_words_in_the_table_are_named_with_their_line(tmp_path: Path) -> None:
    rows = ("行业领域,问题类型,要问", "供热,其余类型,住处 起始", "供热,室温不达标,电话")
    (tmp_path / "asks.csv").write_text("\n".join((*rows, rows[1])), "utf-8")
    taxonomy, faults = load_taxonomy(tmp_path)
    found = [(f.line, f.message) for f in faults if f.file.endswith("asks.csv")]
    assert [line for line, _ in found] == [3, 4]
    assert "电话" in found[0][1]
    assert taxonomy.asks_of("供热", "新的类型") == (ASKS["住处"], ASKS["起始"])
    assert taxonomy.asks_of("别的行业", "新的类型") is None


def test_industries_without_a_row_are_named(understanding: Understanding) -> None:
    taxonomy = understanding.classifier.taxonomy
    assert not [line for line in notices(taxonomy) if "asks.csv" in line]
    (told,) = [line for line in notices(replace(taxonomy, asks={})) if "asks.csv" in line]
    assert told.startswith("48 行业领域")
