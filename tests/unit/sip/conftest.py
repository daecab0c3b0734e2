"""What the SIP tests share."""

from collections.abc import Callable

import pytest
from sip_net import SDP, Net, message


@pytest.fixture
def net() -> Net:
    """Two agents: 5070 dials, 5080 answers."""
    network = Net()
    network.agent(5070)
    network.agent(5080)
    return network


@pytest.fixture
def request_text() -> Callable[..., str]:
    return message


@pytest.fixture
def sdp_text() -> str:
    return SDP
