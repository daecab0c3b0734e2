"""A recording that fails is on record; the caller notices nothing."""

from bridge.events import RecordingFailed
from ivr.store.journal import EventKind
from tests.unit.calls.conftest import Site


async def test_a_full_disk_is_a_fault_of_ours_and_the_call_goes_on(site: Site) -> None:
    leg = await site.answered()
    site.session().on_leg(RecordingFailed(leg, "No space left on device"))
    site.listening.hear("社保卡丢了怎么补办")
    await site.said(leg, "带身份证到社保卡服务网点办理")
    site.telephone.ends(leg)
    await site.over()
    (fault,) = (e for e in site.journal() if e.kind is EventKind.FAULT)
    assert fault.data == {"what": "recording", "error": "No space left on device"}
