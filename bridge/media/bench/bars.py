"""The bars of the media plane, measured and judged: `ivr bench media` prints them."""

import random
from collections.abc import Callable
from dataclasses import asdict, dataclass

from bridge.media.bench import network, runs
from bridge.media.bench.cost import Cost

FEW, SOME, MANY = 50, 100, 300  # calls; the peer is measured with SOME: it has no more breath
ROUNDS = 3  # of floor and media in turn, so that both meet the same machine
_SEEDS = 5

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Bar:
    """One figure beside its bound; without a bound it is for information."""

    name: str
    figure: float
    unit: str
    bound: float | None = None  # at most
    note: str = ""

    @property
    def held(self) -> bool | None:
        """Whether the figure is at most the bound."""
        return None if self.bound is None else self.figure <= self.bound

    def row(self) -> dict[str, object]:
        """For a table."""
        verdict = {None: "", True: "held", False: "MISSED"}[self.held]
        bound = "" if self.bound is None else f"≤ {self.bound:.3g} {self.unit}".rstrip()
        return {
            "bar": self.name,
            "figure": f"{self.figure:.3g} {self.unit}".rstrip(),
            "bound": bound,
            "verdict": verdict,
            "note": self.note,
        }


def _mean(costs: list[Cost]) -> float:
    return sum(cost.cpu_percent for cost in costs) / len(costs)


async def measure(seconds: float, tell: Progress, many: int = MANY, few: int = FEW) -> list[Bar]:
    """Every bar; takes about two minutes."""
    bottom, bare, full, small = [], [], [], []
    stats: dict[str, float] = {}
    for number in range(1, ROUNDS + 1):
        tell(f"round {number} of {ROUNDS}: the floor at {many} calls")
        bottom.append(await runs.floor(many, seconds, listeners=True))
        bare.append(await runs.floor(many, seconds, listeners=False))
        tell(f"round {number} of {ROUNDS}: the media process at {many} and at {few} calls")
        cost, stats = await runs.media(many, seconds)
        full.append(cost)
        small.append((await runs.media(few, seconds))[0])
    bars = [*_cpu(bottom, bare, full, small), *_inside(full[-1], stats)]
    tell(f"{SOME} calls on the peer" if runs.peer_installed() else "no peer is installed")
    bars.append(await _peer(seconds, full))
    tell(f"{many} calls while another process keeps a core busy")
    async with runs.busy():
        plain = await runs.floor(many, seconds, listeners=True, pinned=False)
        pressed, _ = await runs.media(many, seconds, pinned=False)
    note = f"the floor process beside it: {plain.gap_p99_ms:.1f} ms"
    bars.append(Bar("p99 gap between packets, a core busy", pressed.gap_p99_ms, "ms", 22, note))
    tell("the jitter buffer")
    return bars + jitter()


def _cpu(bottom: list[Cost], bare: list[Cost], full: list[Cost], small: list[Cost]) -> list[Bar]:
    ours, theirs = _mean(full), _mean(bare)
    many, few = full[0].calls, small[0].calls
    each, alone = ours / many, _mean(small) / few
    note = f"{ours:.1f} % of a core, the floor {theirs:.1f} %"
    sound = f"the floor that sends the listeners' datagrams as well: {_mean(bottom):.1f} %"
    return [
        Bar(f"CPU at {many} calls / floor of as many packets", ours / theirs, "", 1.6, note),
        Bar(f"CPU at {many} calls / floor with listeners", ours / _mean(bottom), "", None, sound),
        Bar(f"CPU a call at {many} / at {few}", each / alone, "", 1.15),
    ]


def _inside(cost: Cost, stats: dict[str, float]) -> list[Bar]:
    lost = cost.sent - stats["packets_in"] + stats["send_errors"] + stats["listener_dropped"]
    made_up = f"frames made up {stats['jitter_lost']:.0f}, thrown away "
    made_up += f"{stats['jitter_discarded'] + stats['jitter_late']:.0f}"
    each = cost.growth_kb / cost.calls
    return [
        Bar("packets lost inside", lost, "", 0, f"of {cost.sent}; {made_up}"),
        Bar("memory a call", stats["memory_kb_a_call"], "kB", 64),
        Bar("its growth while measured", each, "kB", 1),
    ]


async def _peer(seconds: float, full: list[Cost]) -> Bar:
    name = "CPU a call / aiosipua + aiortp"
    if not runs.peer_installed():
        return Bar(name, float("nan"), "", None, "not installed: pip install --group peers")
    ours, theirs = _mean(full) / full[0].calls, await runs.peers(SOME, seconds)
    each = theirs.cpu_percent / SOME
    note = f"{ours:.3f} % of a core, the peer {each:.3f} % at {SOME} calls, "
    note += f"{theirs.received / theirs.sent:.0%} of its packets sent"
    return Bar(name, ours / each, "", 1 / 3, note)


def jitter() -> list[Bar]:
    """The jitter buffer against networks in numbers, the worst of some seeds."""
    costs, delays = [], []
    for seed in range(_SEEDS):
        rng = random.Random(seed)
        lossy = [None if rng.random() < 0.03 else rng.uniform(0, 5) for _ in range(2000)]
        lost = network.run(lossy).lost_share
        costs.append(3 * lost * len(lossy) / lossy.count(None))  # of exactly 3 %
        rough = network.run([rng.uniform(0, 60) for _ in range(1500)])
        delays.append(rough.delay(after=200) - network.run([0.0] * 300).delay())
    once: list[float | None] = [5.0] * 500
    once[200] = None
    return [
        Bar("sound lost at 3 % random loss", max(costs), "%", 3.5),
        Bar("delay added by 60 ms of jitter", max(delays), "ms", 100),
        Bar("frames thrown away after a single loss", 499 - len(network.run(once).frames), "", 0),
    ]


def figures(bars: list[Bar]) -> list[dict[str, object]]:
    """For programs."""
    return [{**asdict(bar), "held": bar.held} for bar in bars]
