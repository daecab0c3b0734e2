"""Where turns of speech begin and end; the frames are the time."""

from hypothesis import given
from hypothesis import strategies as st

from ivr.speech.config import EndpointConfig
from ivr.speech.endpoint import FRAME, Edge, Endpointer

CONFIG = EndpointConfig()
LOUD, QUIET = -20.0, -70.0


class Line:
    """Feeds an endpointer and keeps its edges with their times."""

    def __init__(self, config: EndpointConfig = CONFIG) -> None:
        self.endpointer = Endpointer(config)
        self.frames = 0
        self.edges: list[tuple[Edge, float]] = []

    @property
    def now(self) -> float:
        return self.frames * FRAME

    def hear(self, level: float, seconds: float) -> "Line":
        for _ in range(round(seconds / FRAME)):
            self.frames += 1
            if edge := self.endpointer.hear(level, self.now):
                self.edges.append((edge, self.now))
        return self


def test_a_sentence_is_one_turn() -> None:
    line = Line().hear(QUIET, 1).hear(LOUD, 2).hear(QUIET, 2)
    (began, began_at), (ended, ended_at) = line.edges
    assert (began, ended) == (Edge.BEGAN, Edge.ENDED)
    assert 1.0 < began_at < 1.2  # quick enough for barge-in
    assert abs(ended_at - (3 + CONFIG.trailing_silence)) < 0.05


def test_the_onset_is_where_the_sound_began() -> None:
    line = Line().hear(QUIET, 1).hear(LOUD, 0.5)
    assert abs(line.endpointer.started - 1.0) < 0.021


def test_a_pause_inside_a_sentence_does_not_end_it() -> None:
    line = Line().hear(QUIET, 1).hear(LOUD, 1).hear(QUIET, 0.5).hear(LOUD, 1).hear(QUIET, 2)
    assert [edge for edge, _ in line.edges] == [Edge.BEGAN, Edge.ENDED]


def test_a_click_is_no_speech() -> None:
    line = Line().hear(QUIET, 1)
    for _ in range(5):
        line.hear(LOUD, 0.04).hear(QUIET, 0.3)
    assert line.edges == []


def test_after_a_single_word_more_patience() -> None:
    line = Line().hear(QUIET, 1).hear(LOUD, 0.3).hear(QUIET, 2)
    assert abs(line.edges[1][1] - (1.3 + CONFIG.short_trailing_silence)) < 0.05


def test_a_recognised_word_needs_no_more_patience() -> None:
    line = Line().hear(QUIET, 1).hear(LOUD, 0.3)
    line.endpointer.words("好", line.now)
    line.hear(QUIET, 2)
    assert abs(line.edges[1][1] - (1.3 + CONFIG.trailing_silence)) < 0.05


def test_steady_noise_is_learned_and_speech_above_it_found() -> None:
    line = Line().hear(-45, 5)
    line.edges.clear()
    line.endpointer.reset()
    line.hear(-45, 3)
    assert line.edges == []
    line.hear(LOUD, 1).hear(-45, 2)
    assert [edge for edge, _ in line.edges] == [Edge.BEGAN, Edge.ENDED]


def test_a_turn_without_new_words_goes_stale_in_noise() -> None:
    line = Line().hear(QUIET, 1).hear(LOUD, 1)
    line.endpointer.words("暖气不热", line.now)
    line.hear(LOUD, 5)
    assert abs(line.edges[1][1] - (2 + CONFIG.stale)) < 0.05


def test_a_turn_has_a_longest_length() -> None:
    line = Line(EndpointConfig(max_turn=5)).hear(QUIET, 1).hear(LOUD, 5.5)
    assert line.edges[1][0] is Edge.ENDED
    assert abs(line.edges[1][1] - 6) < 0.05


def test_digital_silence_from_the_start_is_quiet() -> None:
    assert Line().hear(-100, 3).edges == []


@given(st.lists(st.tuples(st.floats(-100, 0), st.integers(1, 100)), max_size=30))
def test_edges_alternate_whatever_is_heard(sounds: list[tuple[float, int]]) -> None:
    line = Line()
    for level, frames in sounds:
        line.hear(level, frames * FRAME)
    expected = [Edge.BEGAN, Edge.ENDED] * len(line.edges)
    assert [edge for edge, _ in line.edges] == expected[: len(line.edges)]


def test_a_noisy_line_from_the_first_frame_is_no_turn() -> None:
    assert Line().hear(-35, 3).edges == []


def test_noise_that_begins_later_turns_out_to_be_no_speech() -> None:
    line = Line().hear(-75, 1).hear(-40, 4)
    assert [edge for edge, _ in line.edges][:2] == [Edge.BEGAN, Edge.ENDED]
    assert line.endpointer.voiced < CONFIG.min_speech


def test_speech_from_the_first_frame_is_found() -> None:
    line = Line()
    for _ in range(4):
        line.hear(-18, 0.16).hear(-34, 0.04)
    line.hear(-60, 2)
    assert [edge for edge, _ in line.edges] == [Edge.BEGAN, Edge.ENDED]
