"""The net that reads a matter as a whole."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from ivr.tickets.model import Evidence
from ivr.tickets.reader import FILE, LONGEST, Alphabet, Asked, Floats, StoryReader
from tools.learn_respondents import DATA, LABELLED
from tools.reader_texts import Choices, keys_of, utterances

FOLDER = Path(__file__).parents[3] / "knowledge_base" / "taxonomy"
STORY = (
    "我不是说物业，物业挺好的，是三号楼后院那个做豆腐的坊子，天天往沟里倒黑水，我去社区反映，"
    "社区让我找环保，环保的人来看过一回，说是得取样，到现在也没个说法，坊主姓佟，大伙都叫他老佟。"
)
TURNS = [  # whom it is about, and who is only spoken of
    ("我不是投诉供热公司，供热公司挺好，是金桥物业把阀门锁了", "金桥物业", "供热公司"),
    ("这事不怪司机，司机说是调度让的，我要投诉调度", "调度", "司机"),
    ("幼儿园没问题，是旁边那家烧烤店天天冒烟呛孩子", "烧烤店", "幼儿园"),
    ("房东人不错，是中介把我押金扣了不给退", "中介", "房东"),
    ("医院没毛病，是门口停车场乱收费", "停车场", "医院"),
    ("我找过社区社区很热心，就是施工队半夜还打桩", "施工队", "社区"),
    ("老师没让交，是家委会非让一人交五百", "家委会", "老师"),
    ("银行说不归他管，保险公司一直拖着不赔", "保险公司", "银行"),
    ("厂子工资发了，是劳务公司扣着不给我们", "劳务公司", "厂子"),
    ("不是我们老板欠钱，是甲方三年不结账", "甲方", "老板"),
    ("售后挺客气，厂家就是不给换", "厂家", "售后"),
    ("校长都同意了，班主任还是不让孩子进教室", "班主任", "校长"),
]
WAYS = [  # where it is, and what is only spoken of
    ("我在大连打工，我爸妈在庄河市的房子漏雨没人管", "庄河市", "大连"),
    ("我户口是建昌县的，现在住龙港区望海小区，楼道灯坏了半个月", "龙港区望海小区", "建昌县"),
    ("人家盘锦早就修好了，我们凌源城关这条路还是烂泥", "凌源城关", "盘锦"),
    ("我从鞍山过来看我妈，她住铁西区兴顺街，暖气一点不热", "铁西区兴顺街", "鞍山"),
]
DAYS = [  # when it happened, and what is only spoken of
    ("我家这楼是九八年盖的，上礼拜三开始漏雨，一漏就一屋子水", "上礼拜三", "九八年"),
    ("合同写的三天内退钱，我十月五号交的定金，到现在不给退", "十月五号", "三天内"),
    ("我昨天给物业打过电话，电梯从周一就停了，一直没人来修", "周一", "昨天"),
    ("我爸今年八十了，前天下午在早市让人骗走两千块", "前天下午", "今年"),
]


@pytest.fixture(scope="module")
def reader() -> StoryReader:
    found, faults = StoryReader.load(FOLDER)
    assert not faults
    return found


@pytest.mark.parametrize(
    ("asked", "stories"), [(Asked.WHO, TURNS), (Asked.PLACE, WAYS), (Asked.TIME, DAYS)]
)
def test_a_story_is_followed(
    reader: StoryReader, asked: Asked, stories: list[tuple[str, str, str]]
) -> None:
    """A net learnt anew may miss one in four."""
    followed = []
    for words, meant, other in stories:
        spans = [(words.rindex(said), words.rindex(said) + len(said)) for said in (meant, other)]
        worths = reader.worths(asked, words, words, spans)
        followed.append(worths[0] > worths[1])
    assert sum(followed) >= 3 * len(stories) / 4, followed


def _pairs(words: str) -> list[Evidence]:
    return [(at, at + 2) for at in range(len(words) - 1)]


def test_however_the_words_came_the_figures_are_the_same(reader: StoryReader) -> None:
    for end in range(1, len(STORY), 3):
        words = STORY[:end]
        fresh, _ = StoryReader.load(FOLDER)
        pairs = _pairs(words)
        assert reader.worths(Asked.WHO, words, words, pairs) == fresh.worths(
            Asked.WHO, words, words, pairs
        )


def test_what_was_changed_behind_is_read_anew(reader: StoryReader) -> None:
    for words in (STORY, STORY[:40], STORY[:40] + "，我要举报" + STORY, STORY[:70]):
        fresh, _ = StoryReader.load(FOLDER)
        pairs = _pairs(words)
        assert reader.worths(Asked.WHO, words, words, pairs) == fresh.worths(
            Asked.WHO, words, words, pairs
        )


def test_a_step_of_a_growing_matter_reads_little(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of all that the layers read a step reads a small part anew."""
    reader, _ = StoryReader.load(FOLDER)
    words, rows, layer = STORY * 8, 0, StoryReader._layer

    def counted(self: StoryReader, at: int, read: Floats, start: int) -> Floats:
        nonlocal rows
        rows += len(read) - start
        return layer(self, at, read, start)

    monkeypatch.setattr(StoryReader, "_layer", counted)
    steps = []
    for end in range(10, len(words) + 1, 10):
        rows = 0
        reader.worths(Asked.WHO, words[:end], words[:end], [(0, 2)])
        steps.append(rows)
    fresh, rows = StoryReader.load(FOLDER)[0], 0
    fresh.worths(Asked.WHO, words, words, [(0, 2)])
    assert max(steps) < rows / 6


@pytest.mark.parametrize("broken", [None, b"", b"no archive", b"PK\x03\x04 broken"])
def test_without_what_was_learnt_nothing_is_said(tmp_path: Path, broken: bytes | None) -> None:
    if broken is not None:
        (tmp_path / FILE).write_bytes(broken)
    reader, faults = StoryReader.load(tmp_path)
    assert [fault.file for fault in faults] == [str(tmp_path / FILE)]
    assert reader.worths(Asked.WHO, "投诉物业", "投诉物业", [(2, 4)]) == [0.0, 0.0]


def test_a_file_that_lacks_a_part_is_told(tmp_path: Path) -> None:
    with np.load(FOLDER / FILE) as file:
        parts = {name: file[name] for name in file.files if name != "w seen"}
    np.savez(tmp_path / FILE, **parts)
    assert StoryReader.load(tmp_path)[1]
    shutil.copy(FOLDER / FILE, tmp_path / FILE)
    assert not StoryReader.load(tmp_path)[1]


@pytest.mark.parametrize(
    "words", ["", "投", "\n\t \x00", "😀𠀀龘𪛖", "abc 123 !?", "□□□□□", "啊" * 700]
)
def test_whatever_is_said_is_read(reader: StoryReader, words: str) -> None:
    worths = reader.worths(Asked.WHO, words, words, pairs := _pairs(words))
    assert len(worths) == len(pairs) + 1
    assert np.isfinite(worths).all()


def test_of_what_is_too_long_nothing_is_said(reader: StoryReader) -> None:
    words = "物业" * LONGEST
    assert reader.worths(Asked.WHO, words, words, [(0, 2)]) == [0.0, 0.0]


def test_it_was_learnt_from_the_labelled_utterances() -> None:
    """From a third at least (else: python -m tools.learn_reader), from none only measured."""
    with np.load(FOLDER / FILE) as file:
        learnt = set(file["learnt"].tolist())
    labelled = keys_of(utterances(LABELLED))
    measured = keys_of(utterances(DATA / f"{name}.jsonl" for name in ("test", "ordinary")))
    assert len(learnt & labelled) > len(labelled) / 3
    assert not learnt & (measured - labelled)


def test_it_is_small() -> None:
    assert (FOLDER / FILE).stat().st_size < 4e6


@pytest.mark.parametrize("asked", Asked)
def test_numpy_reads_as_it_was_learnt(asked: Asked) -> None:
    torch = pytest.importorskip("torch")
    from tools.reader_net import Batch, Example, Net

    torch.manual_seed(5)
    alphabet = Alphabet("".join(sorted(set(STORY))), ["wu", "ye", "dou"], ["n", "v"])
    net = Net(alphabet, 8, 3).eval()
    ids, spans = alphabet.ids(STORY, STORY.replace("三号楼", "□□□")), tuple(_pairs(STORY))
    with torch.no_grad():
        example = Example(ids, choices={asked: Choices(spans)})
        want = net(Batch.of([example], [ids])).worth[asked][0].numpy()
    kept = net.kept(dict.fromkeys(Asked, 1.0))
    own = StoryReader(alphabet, {name: value.astype(np.float32) for name, value in kept.items()})
    got = np.array(own.worths(asked, STORY, STORY.replace("三号楼", "□□□"), spans))
    np.testing.assert_allclose(got - got[-1], want - want[-1], atol=0.01 * want.std() + 1e-3)
