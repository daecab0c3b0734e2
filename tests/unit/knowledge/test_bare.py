"""A question that names no matter is never read an article, nor offered two by chance."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.knowledge import Action, KnowledgeBase
from ivr.knowledge.article import asked_as
from ivr.knowledge.bare import names_nothing
from ivr.knowledge.decision import Reason
from ivr.knowledge.labelled import FILE, read_labelled
from ivr.knowledge.terms import spoken
from tests.unit.knowledge.conftest import FOLDER

BEFORE = ("", "请问", "那", "我想问一下", "那个", "嗯，", "这个", "你好，")
BARE = (
    *("需要本人去吗", "多少钱", "几天能办下来", "在哪办", "要带什么材料", "都要啥手续", "怎么办理"),
    *("最多能领几个月", "什么时候能到账", "需要单位盖章吗", "我应该找哪个部门", "能让别人替我去吗"),
    *(
        "网上能办吗",
        "有效期几年",
        "要预约吗",
        "多大岁数能办",
        "外地人能办吗",
        "过期了怎么办",
        "收费吗",
    ),
    *(
        "一个月能领多少钱",
        "材料不全咋办",
        "要复印件还是原件",
        "可以代办吗",
        "能寄到家吗",
        "上哪弄去",
    ),
)
AFTER = ("", "啊", "呢", "，谢谢", "？", "呀")


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(BEFORE), st.sampled_from(BARE), st.sampled_from(AFTER))
def test_a_question_of_nothing_is_asked_back_or_handed_over(
    kb: KnowledgeBase, before: str, bare: str, after: str
) -> None:
    decision = kb.decide(before + bare + after)
    assert decision.action is not Action.ANSWER
    assert not (decision.action is Action.CLARIFY and decision.alternatives)


def test_the_caller_is_asked_which_matter_is_meant(kb: KnowledgeBase) -> None:
    decision = kb.decide("几天能办下来")
    assert (decision.action, decision.reason) == (Action.CLARIFY, Reason.BARE)
    assert "哪一件事" in (decision.question or "")


@pytest.mark.parametrize(
    "text",
    [
        *("身份证多少钱", "护照几天能办下来", "你们电话多少", "12345几点上班"),
        *("单位不要我了给多少钱", "我这号跟别人一样咋办"),
    ],
)
def test_what_names_a_matter_is_not_bare(kb: KnowledgeBase, text: str) -> None:
    assert not names_nothing(text, kb.taken_apart(text))


def test_no_way_of_an_article_and_no_line_that_one_answers_is_bare(kb: KnowledgeBase) -> None:
    ways = [way for article in kb.articles for way in asked_as(article)]
    lines = [line.text for line in read_labelled(FOLDER / FILE) if line.answers]
    bare = [text for text in (*ways, *lines) if names_nothing(text, spoken(text, kb.lexicon))]
    assert bare == []
