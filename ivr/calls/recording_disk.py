"""录音磁盘 whether the disk keeps up with the recordings: an alarm for the pages, and figures."""

from bridge.events import RecordingBehind


class RecordingDisk:
    """Calls go on whatever the disk does; who looks after the machine must know."""

    def __init__(self) -> None:
        self.behind = False
        self.lost_seconds = 0.0  # of sound, since the service began
        self._lost_now = 0.0  # since the disk fell behind

    def take(self, event: RecordingBehind) -> None:
        """What the telephone tells of it."""
        self.lost_seconds += event.lost
        self._lost_now += event.lost
        self.behind = event.seconds > 0
        if not self.behind:
            self._lost_now = 0.0

    def renewed(self) -> None:
        """The sound begins anew, and with it the recordings."""
        self.behind, self._lost_now = False, 0.0

    def __call__(self) -> str | None:
        """What is wrong now, in words."""
        if self._lost_now:
            return f"录音写盘跟不上，已丢失约 {self._lost_now:.0f} 秒录音；请立即检查数据盘。"
        if self.behind:
            return "录音写盘跟不上，录音暂存在内存中；请检查数据盘。"
        return None
