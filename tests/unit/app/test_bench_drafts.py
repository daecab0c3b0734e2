"""What `ivr bench understanding` says of a step's time."""

from pathlib import Path

from ivr.cli import bench_drafts
from ivr.tickets import Understanding

FOLDER = Path(__file__).parents[3] / "knowledge_base"
TEXTS = ["我家暖气不热三天了在铁西区建设大道三号楼", "楼道灯坏了物业不管", "请问医保断缴能补吗"]


def test_every_step_of_a_growing_call_is_timed() -> None:
    understanding, _ = Understanding.load(FOLDER)
    took = bench_drafts.steps(understanding, TEXTS)
    length = sum(map(len, TEXTS))
    assert length / 20 <= len(took) <= length / 5 + 1
    assert all(ms >= 0 for ms in took)
    names = [row["measure"] for row in bench_drafts.rows(understanding, TEXTS)]
    assert names == ["ms a step, median", "ms a step, p99", "ms a step, longest"]
