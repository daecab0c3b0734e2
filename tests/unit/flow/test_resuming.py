"""Words after an answer, by what is known of them alone."""

from ivr.flow import actions as do
from ivr.flow.events import Finding, Reply, Understood
from tests.unit.flow.talk import Talk, shipped

POWER = Reply(
    Finding.ANSWER, "power-price", "电费多少钱一度", "电价分三档。", "电价分三档，超出部分加价。"
)
WATER = Reply(
    Finding.ANSWER, "water-price", "水费多少钱一吨", "水价分三级。", among=("power-price",)
)


def understand(text: str, whole: str, _among: tuple[str, ...]) -> Understood:
    if "电费" in text:
        return Understood(text, whole, "inquiry", POWER)
    context = POWER if "阶梯" in text else WATER
    return Understood(text, whole, "inquiry", WATER, in_context=context)


def entries(*said: str) -> list[str]:
    talk = Talk(shipped("12345"), understand)
    talk.start()
    for words in said:
        talk.say(words)
    return [given.entry for given in talk.of(do.AnswerGiven)]


def test_words_that_fit_two_articles_and_name_neither_are_of_the_one_just_read() -> None:
    assert entries("电费多少钱一度", "阶梯是咋算的") == ["power-price", "power-price"]


def test_a_named_article_is_another_matter() -> None:
    assert entries("电费多少钱一度", "水费呢") == ["power-price", "water-price"]
