"""What outbound work is about; kept in the ledger with the work."""

import msgspec


class FollowUp(msgspec.Struct, frozen=True, tag="follow_up"):
    """回访 Ask the citizen how a handled ticket was handled."""

    ticket: str
    summary: str  # said to the citizen: 您反映的…


class RingBack(msgspec.Struct, frozen=True, tag="ring_back"):
    """回拨 Ring a citizen whom nobody could serve."""

    call: str
    reason: str  # abandoned, offered, missed
