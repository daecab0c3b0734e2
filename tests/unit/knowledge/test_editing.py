"""What editors do: import a table, keep former versions, see what is missing."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from ivr.cli.kb_import import import_table
from ivr.errors import UserError
from ivr.knowledge import KnowledgeBase, Severity
from ivr.knowledge.gaps import gaps
from ivr.knowledge.loader import load_articles

TODAY = date(2026, 11, 21)
HEAD = ["编号", "标准问题", "相似问法", "关键词", "答案", "备注"]
ROW = ["kite", "风筝在哪放", "放风筝去哪；哪能放风筝", "风筝；哪|去哪", "请到公园空地放。", "x"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "articles").mkdir()
    text = (
        "articles:\n"
        "  - id: kite\n    question: 风筝在哪放\n    answer: 旧的说法。\n"
        "    valid_from: 2026-01-01\n"
        "  - {id: swim, question: 哪里能游泳, answer: 旧泳池。}\n"
    )
    (tmp_path / "articles" / "a.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def table(folder: Path, *rows: list[str], kind: str = "csv") -> Path:
    path = folder / f"new.{kind}"
    if kind == "xlsx":
        book = Workbook()
        for row in (HEAD, *rows):
            book.worksheets[0].append(row)
        book.save(path)
    else:
        text = "\n".join(",".join(row) for row in (HEAD, *rows))
        path.write_text(text, encoding="gb18030" if kind == "csv" else "utf-8")
    return path


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_imported_article_is_a_new_version_and_the_former_one_stays(
    folder: Path, kind: str
) -> None:
    swim = ["swim", "哪里能游泳", "", "", "新泳池。", ""]
    path = table(folder, ROW, swim, kind=kind)
    assert import_table(path, folder / "articles", TODAY) == (2, 2)
    kb, faults = KnowledgeBase.load(folder, {}, TODAY)
    assert [f for f in faults if f.severity is Severity.ERROR] == []
    assert kb.decide("请问风筝去哪放").answer == "请到公园空地放。"
    assert [(a.answer, a.valid_until) for a in kb.versions("kite")] == [
        ("旧的说法。", date(2026, 11, 20)),
        ("请到公园空地放。", None),
    ]
    before, _ = load_articles(folder / "articles", {}, date(2026, 11, 20))
    assert {a.answer for a in before} == {"旧的说法。", "旧泳池。"}
    assert kb.article("kite").keys == (("风筝",), ("哪", "去哪"))


def test_an_article_expires_and_another_begins_while_the_service_runs(folder: Path) -> None:
    import_table(table(folder, ROW), folder / "articles", date(2026, 11, 30))
    days = [TODAY]
    kb, _ = KnowledgeBase.load(folder, {}, TODAY, clock=lambda: days[-1])
    assert kb.decide("请问风筝在哪放").answer == "旧的说法。"
    days.append(date(2026, 11, 29))
    assert kb.decide("请问风筝在哪放").answer == "旧的说法。"
    days.append(date(2026, 11, 30))
    assert kb.decide("请问风筝在哪放").answer == "请到公园空地放。"
    assert kb.article("kite").answer == "请到公园空地放。"


def test_a_table_with_a_fault_imports_nothing(folder: Path) -> None:
    for rows, message in (
        ([["", "问", "", "", "答", ""]], "no id"),
        ([ROW, ROW], "twice"),
        ([["../x", "问", "", "", "答", ""]], "id"),
    ):
        with pytest.raises(UserError, match=message):
            import_table(table(folder, *rows), folder / "articles", TODAY)
    (folder / "bad.xlsx").write_bytes(b"no sheet")
    with pytest.raises(UserError, match="can be read"):
        import_table(folder / "bad.xlsx", folder / "articles", TODAY)
    (folder / "head.csv").write_text("一,二\n1,2\n", encoding="utf-8")
    with pytest.raises(UserError, match="lacks the columns"):
        import_table(folder / "head.csv", folder / "articles", TODAY)
    assert [p.name for p in (folder / "articles").iterdir()] == ["a.yaml"]


@pytest.mark.parametrize(
    ("answer", "dates", "message"),
    [
        ("长" * 100, "", "more than 80"),
        ("请看 https://a.example", "", "cannot be spoken"),
        ("请打{坏的", "", "cannot be spoken"),
        ("请来。", "2026-12-31,2026-12-01", "before it begins"),
        ("请来。", "2026-02-01,2026-03-01", "was over"),
        ("请来。", "2025-06-01,", "must begin later"),
        ("请来。", "明天,", "is no date"),
    ],
)
def test_a_version_that_could_not_be_read_does_not_end_the_one_in_use(
    folder: Path, answer: str, dates: str, message: str
) -> None:
    path = folder / "new.csv"
    head = "编号,标准问题,答案,生效日期,失效日期"
    path.write_text(f"{head}\nkite,风筝在哪放,{answer},{dates or ','}\n", encoding="utf-8")
    with pytest.raises(UserError, match=f"new.csv:2: .*{message}.*nothing was imported"):
        import_table(path, folder / "articles", TODAY)
    kb, _ = KnowledgeBase.load(folder, {}, TODAY)
    assert kb.decide("请问风筝在哪放").answer == "旧的说法。"


def test_titles_above_the_head_are_passed_over_and_odd_flags_are_not(folder: Path) -> None:
    path = folder / "new.csv"
    rows = "某市知识条目,,,\n编号,标准问题,答案,公安\nboat,哪里能划船,请到湖边。,{}\n"
    path.write_text(rows.format("也许"), encoding="utf-8")
    with pytest.raises(UserError, match=r"new\.csv:3: 公安"):
        import_table(path, folder / "articles", TODAY)
    path.write_text(rows.format("否"), encoding="utf-8")
    assert import_table(path, folder / "articles", TODAY) == (1, 0)


def test_gaps_are_gathered_and_grievances_are_none(kb: KnowledgeBase) -> None:
    asked = [
        "林权证怎么办理",
        "想问一下林权证怎么办",
        "林权证咋办理",
        "叉车证在哪里考",
        "我要投诉物业公司",
        "转人工",
        "嗯",
    ]
    found = gaps(kb, asked)
    assert [(g.text, g.count) for g in found] == [("林权证怎么办理", 3), ("叉车证在哪里考", 1)]
    assert found[0].others == ["想问一下林权证怎么办", "林权证咋办理"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("articles: 3\n", "articles is no list"),
        (
            "articles:\n  - {id: z, question: 问什么, answer: 答。, valid_from: 2027-01-01,"
            " valid_until: 2026-12-01}\n",
            "ends on 2026-12-01, before it begins",
        ),
    ],
)
def test_what_can_never_be_read_is_an_error_and_the_rest_is_loaded(
    folder: Path, text: str, message: str
) -> None:
    (folder / "articles" / "b.yaml").write_text(text, encoding="utf-8")
    articles, faults = load_articles(folder / "articles", {}, TODAY)
    (error,) = [f for f in faults if f.severity is Severity.ERROR]
    assert message in error.message
    assert {a.id for a in articles} == {"kite", "swim"}
