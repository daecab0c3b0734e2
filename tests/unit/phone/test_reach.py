"""A phone that calls a machine where nothing listens knows it at once."""

import socket

from ivr.phone.reach import nobody_listens


def test_a_closed_port_says_so_and_a_silent_one_does_not() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        port = silent.getsockname()[1]
        assert not nobody_listens("127.0.0.1", port)
    assert nobody_listens("127.0.0.1", port)
