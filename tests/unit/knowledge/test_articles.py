"""The shipped articles, and what becomes of broken ones."""

from datetime import date
from pathlib import Path

from ivr.knowledge import KnowledgeBase, Severity
from ivr.knowledge.article import SPOKEN_LIMIT, variables_in
from ivr.knowledge.loader import load_articles
from tests.unit.knowledge.conftest import FOLDER, TODAY, local_values

GOOD = """
  - id: {id}
    question: 身份证丢了怎么补办
    ways: [身份证丢了怎么办, 补身份证]
    answer: 请本人带户口簿到派出所补办。
"""


def test_the_shipped_articles_have_no_errors_and_are_enough() -> None:
    kb, faults = KnowledgeBase.load(FOLDER, {}, TODAY)
    assert [str(f) for f in faults if f.severity is Severity.ERROR] == []
    assert len(kb) >= 300
    assert sum(a.police for a in kb.articles) >= 80
    assert all(len(a.ways) >= 4 for a in kb.articles)
    assert all(a.reviewer and a.unit and a.valid_from for a in kb.articles)


def test_no_two_articles_are_asked_in_the_same_words() -> None:
    faults = KnowledgeBase.load(FOLDER, {}, TODAY)[1]
    assert [str(f) for f in faults if "also asks for" in f.message] == []


def test_who_asks_how_a_lost_paper_is_replaced_hears_of_it() -> None:
    faults = KnowledgeBase.load(FOLDER, {}, TODAY)[1]
    assert [str(f) for f in faults if "asks for what was lost" in f.message] == []


def test_every_local_value_has_its_line_in_the_sites_file() -> None:
    used = {
        name
        for path in (FOLDER / "articles").glob("*.yaml")
        for name in variables_in(path.read_text(encoding="utf-8"))
    }
    assert used == set(local_values())


def test_answers_fit_one_breath() -> None:
    kb, _ = KnowledgeBase.load(FOLDER, {}, TODAY)
    assert [a.id for a in kb.articles if a.speakable and len(a.answer) > SPOKEN_LIMIT] == []


def write(folder: Path, text: str, name: str = "a.yaml") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_broken_article_is_named_with_its_line_and_the_rest_loads(tmp_path: Path) -> None:
    text = (
        "articles:" + GOOD.format(id="a") + "\n  - id: b\n    question: x\n" + GOOD.format(id="c")
    )
    articles, faults = load_articles(write(tmp_path, text), {}, TODAY)
    assert [a.id for a in articles] == ["a", "c"]
    assert [(f.entry, f.line, f.severity) for f in faults[:1]] == [("b", 7, Severity.ERROR)]
    assert "answer" in faults[0].message


def test_a_file_that_is_no_yaml_loses_only_the_article_with_the_fault(tmp_path: Path) -> None:
    broken = "\n  - id: b\n    question: [x\n    answer: 'y\n"
    text = "articles:" + GOOD.format(id="a") + broken + GOOD.format(id="c")
    articles, faults = load_articles(write(tmp_path, text), {}, TODAY)
    assert [a.id for a in articles] == ["a", "c"]
    assert faults[0].severity is Severity.ERROR
    assert faults[0].line is not None
    assert 7 <= faults[0].line <= 11


def test_faults_of_content_are_found(tmp_path: Path) -> None:
    def one(**changes: str) -> str:
        fields = {"id": "a", "question": "问", "answer": "答"} | changes
        return "articles:\n  - " + "\n    ".join(f"{k}: {v}" for k, v in fields.items()) + "\n"

    cases = {
        "too long": one(answer="长" * 81),
        "not spoken": one(answer="请看 https://example.org"),
        "expired": one(valid_until="2020-01-01"),
        "no date": one(valid_until="明年"),
        "unknown field": one(colour="红"),
        "no flag": one(police="也许"),
    }
    for n, (case, text) in enumerate(cases.items()):
        articles, faults = load_articles(write(tmp_path / str(n), text), {}, TODAY)
        assert articles == [], case
        assert len(faults) == 1, case
    twice = "articles:" + GOOD.format(id="a") + GOOD.format(id="a")
    articles, faults = load_articles(write(tmp_path / "twice", twice), {}, TODAY)
    assert len(articles) == 1
    assert "already used" in faults[0].message


def test_an_unfilled_article_loads_but_is_not_speakable(tmp_path: Path) -> None:
    text = "articles:\n  - {id: a, question: 几号供暖, answer: '从{供暖开始日期}开始。'}\n"
    folder = write(tmp_path, text)
    (empty,), faults = load_articles(folder, {}, date(2026, 1, 1))
    assert empty.unfilled == ("供暖开始日期",)
    assert faults[0].severity is Severity.NOTICE
    (filled,), faults = load_articles(folder, {"供暖开始日期": "十一月一日"}, date(2026, 1, 1))
    assert filled.answer == "从十一月一日开始。"
    assert faults == []


def test_a_clause_is_left_out_until_its_value_is_filled(tmp_path: Path) -> None:
    text = "articles:\n  - {id: a, question: 怎么交水费, answer: '到营业厅[，也可用{渠道}]交。'}\n"
    folder = write(tmp_path, text)
    (without,), faults = load_articles(folder, {}, TODAY)
    assert without.speakable
    assert without.answer == without.full == "到营业厅交。"
    assert [f.severity for f in faults] == [Severity.NOTICE]
    assert "渠道" in faults[0].message
    (filled,), faults = load_articles(folder, {"渠道": "支付宝"}, TODAY)
    assert filled.answer == "到营业厅，也可用支付宝交。"
    assert faults == []


def test_an_article_that_is_asked_for_a_loss_and_does_not_speak_of_it_is_named(
    tmp_path: Path,
) -> None:
    def faults_of(name: str, way: str, answer: str, full: str = "") -> list[str]:
        text = (
            "articles:\n  - id: a\n    question: 健康证去哪办\n"
            f"    ways: [办健康证, {way}]\n    answer: {answer}\n    full: {full}\n"
        )
        articles, faults = load_articles(write(tmp_path / name, text), {}, TODAY)
        assert [a.id for a in articles] == ["a"]
        assert all(f.severity is Severity.NOTICE for f in faults)
        assert all((f.file, f.line) == (articles[0].file, 2) for f in faults)
        return [f.message for f in faults]

    asked = ("健康证丢了怎么补", "那个本让我弄丢了", "证书遗失", "卡找不着了", "给我补办一个")
    for n, way in enumerate(asked):
        assert way in faults_of(f"asked{n}", way, "带身份证去办。")[0]
        assert faults_of(f"told{n}", way, "带身份证去办。", "遗失的可以补发。") == []
        assert faults_of(f"said{n}", way, "带身份证去办，丢了的也去那里补。") == []
    others = ("怕闹大丢工作", "卡没丢就是刷不出来", "肇事的人找不着", "还能补领两个月吗")
    for n, way in enumerate(others):
        assert faults_of(f"other{n}", way, "带身份证去办。") == []


def test_no_folder_is_a_fault_not_a_crash(tmp_path: Path) -> None:
    kb, faults = KnowledgeBase.load(tmp_path / "none", {}, TODAY)
    assert len(kb) == 0
    assert len(faults) == 1
    assert kb.decide("身份证怎么补").action == "handoff"
