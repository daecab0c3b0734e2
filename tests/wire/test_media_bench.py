"""A short run of the media benchmark: its parts work, and nothing is lost inside."""

from bridge.media.bench import runs


async def test_floor_and_media_take_the_same_packets() -> None:
    bottom = await runs.floor(4, 0.3, listeners=True)
    cost, stats = await runs.media(4, 0.3)
    assert bottom.cpu_percent > 0
    assert cost.cpu_percent > 0
    assert stats["packets_in"] == cost.sent == bottom.sent
    assert stats["listener_frames"] >= stats["packets_out"] - 4 * 10
    assert stats["listener_dropped"] == 0
