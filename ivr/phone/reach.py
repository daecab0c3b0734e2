"""Whether anybody listens at an address, as far as the far machine says so at once."""

import socket

ANSWER_SECONDS = 0.1  # an ICMP message from this machine or its network


def nobody_listens(host: str, port: int) -> bool:
    """True when the far machine refuses; False when it says nothing, as a telephone does."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as ping:
        ping.settimeout(ANSWER_SECONDS)
        try:
            ping.connect((host, port))
            ping.send(b"\r\n\r\n")  # RFC 5626 §4.4.1: a keep-alive, which asks nothing
            ping.recv(1)
        except ConnectionRefusedError:
            return True
        except OSError:
            pass
    return False
