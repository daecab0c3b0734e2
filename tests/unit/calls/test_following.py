"""What words mean after something was spoken of."""

from collections.abc import Mapping, Sequence

from ivr.calls.following import Following
from ivr.knowledge.article import Article
from ivr.knowledge.decision import Action, Candidate, Decision, Reason, between, whether

POWER = Candidate("power", "电费多少钱一度", 0.99)
WATER = Candidate("water", "水费多少钱一吨", 0.98)
LICENCE = Candidate("licence", "残疾证到期怎么办", 0.6)
HOUSE = Candidate("house", "房子过户给子女怎么办", 0.3)
NAME = Candidate("name", "怎么改名字", 0.4)
UNKNOWN = Decision(Action.HANDOFF, Reason.UNKNOWN)
KNOWN_BY = {
    "power": ("电费",),
    "water": ("水费",),
    "licence": ("残疾证", "换证"),
    "house": ("名字", "房"),
    "name": ("名字",),
}


class Answers:
    """Decides as it is told; an article is known by one or two words."""

    def __init__(self, decided: Mapping[str, Decision]) -> None:
        self.decided = decided

    def decide(self, text: str) -> Decision:
        return self.decided.get(text, UNKNOWN)

    def choose(self, text: str, among: Sequence[str]) -> str | None:
        return None

    def fits(self, entry: str, text: str) -> bool:
        return all(word in text for word in KNOWN_BY[entry])

    def speaks_of(self, entry: str, text: str) -> bool:
        return KNOWN_BY[entry][0] in text

    def names_matter(self, text: str) -> bool:
        return any(words[0] in text for words in KNOWN_BY.values())

    def article(self, entry: str) -> Article:
        raise KeyError(entry)


def answer(of: Candidate) -> Decision:
    return Decision(Action.ANSWER, Reason.FOUND, of.entry, of.title, score=of.score)


def test_an_article_of_another_subject_is_no_answer() -> None:
    answers = Answers({"电费阶梯咋算": answer(WATER), "电费多少钱一度阶梯咋算": answer(POWER)})
    assert [d.entry for d in Following(answers, POWER.title, "阶梯咋算").likely()] == ["power"]


def test_what_the_words_alone_find_must_be_spoken_of() -> None:
    following = Following(Answers({}), NAME.title, "他爸不同意")
    assert following.alone(between(HOUSE, WATER)).reason == Reason.BARE
    assert following.alone(between(NAME, HOUSE)) == whether(NAME)


def test_long_words_are_taken_as_they_are() -> None:
    following = Following(Answers({}), NAME.title, "我家的水龙头一直滴水这可咋整才好")
    assert following.alone(between(HOUSE, WATER)) == between(HOUSE, WATER)


def test_an_article_is_offered_where_all_of_it_was_said() -> None:
    answers = Answers(
        {"残疾证换证": Decision(Action.HANDOFF, Reason.UNSURE, alternatives=(LICENCE,))}
    )
    assert Following(answers, "残疾证怎么办", "换证").likely() == (whether(LICENCE),)
    assert Following(answers, "残疾证怎么办", "换房").likely() == ()


def test_a_question_without_a_subject_is_asked_of_the_matter() -> None:
    unsure = Decision(Action.HANDOFF, Reason.UNSURE, alternatives=(NAME,))
    answers = Answers({"怎么改名字他爸不同意咋办": unsure, "怎么改名字水费咋办": unsure})
    assert Following(answers, NAME.title, "他爸不同意咋办").likely() == (whether(NAME),)
    assert Following(answers, NAME.title, "水费咋办").likely() == ()  # it names one
    assert Following(answers, NAME.title, "他爸不同意").likely() == ()  # it asks nothing


def test_a_question_that_names_its_subject_keeps_what_is_likely() -> None:
    asked = Following(Answers({}), POWER.title, "残疾证丢了咋办")
    assert asked.alone(whether(LICENCE)) == whether(LICENCE)
    told = Following(Answers({}), POWER.title, "我有残疾证的")
    assert told.alone(whether(LICENCE)).reason == Reason.BARE
