"""`ivr bench media`: how bars are judged, and those of the jitter buffer."""

from bridge.media.bench.bars import Bar, figures, jitter


def test_a_bar_is_held_up_to_its_bound() -> None:
    assert Bar("a", 22.0, "ms", 22).held
    assert Bar("b", 22.1, "ms", 22).row()["verdict"] == "MISSED"
    assert Bar("c", 5.0, "").held is None
    assert [row["held"] for row in figures([Bar("d", 1.0, "", 2)])] == [True]


def test_the_bars_of_the_jitter_buffer_are_held() -> None:
    bars = jitter()
    assert len(bars) == 3
    for bar in bars:
        assert bar.held, bar
