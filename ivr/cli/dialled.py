"""What `ivr call` and `ivr probe` share: where to call, from where, and the script's sounds."""

import argparse
import re
import socket
from pathlib import Path
from typing import Any

from ivr.errors import UserError
from ivr.phone import Press, Say
from ivr.settings.load import parse_address
from ivr.settings.model import Settings
from ivr.speech.voice import Voice

_KEYS = re.compile(r"[0-9*#]+")
_TARGET = re.compile(r"(?:sip:)?(?P<number>[^@]+)(?:@(?P<where>.+))?$")
Words = list[tuple[str, str]]  # option and text, in the order given


class Ordered(argparse.Action):
    """Keeps --say and --press in the order they were given."""

    def __call__(self, parser: Any, namespace: Any, values: Any, option: str | None = None) -> None:
        script = getattr(namespace, "script", None) or []
        texts = values if isinstance(values, list) else [values]
        namespace.script = [*script, *((option, text) for text in texts)]


def add_script(parser: argparse.ArgumentParser) -> None:
    """`--to`, `--say`, `--press`."""
    parser.add_argument("--to", metavar="SIP", help="sip:NUMBER@HOST:PORT (the configured service)")
    parser.add_argument(
        "--say",
        nargs="+",
        metavar="TEXT",
        action=Ordered,
        help="sentences, each said when it is the citizen's turn; a .wav is played",
    )
    parser.add_argument("--press", metavar="KEYS", action=Ordered, help="press keys in turn")


def target_of(to: str | None, settings: Settings) -> tuple[str, str, int]:
    """Number, host and port to call."""
    telephone = settings.tables.telephone
    if to is None:
        return "12345", telephone.sip_host, telephone.sip_port
    found = _TARGET.match(to)
    if not found:
        raise UserError(f"--to {to!r} is no address; write sip:12345@127.0.0.1:5060")
    where = found["where"]
    if where is None:
        return found["number"], telephone.sip_host, telephone.sip_port
    host, port = parse_address(where if ":" in where else f"{where}:5060", "--to")
    return found["number"], host, port


def own_address(host: str) -> str:
    """The local address that reaches `host`."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect((host, 9))
        return str(probe.getsockname()[0])


async def script_of(words: Words, settings: Settings) -> list[Say | Press]:
    """The sounds of the script; what is no file is spoken by the site's voice."""
    _check(words)
    voice = Voice(settings.tables.voice)
    if any(option == "--say" and not text.endswith(".wav") for option, text in words):
        await voice.start()
    try:
        script: list[Say | Press] = []
        for option, text in words:
            if option == "--press":
                script.append(Press(text))
            elif text.endswith(".wav"):
                script.append(Say(Path(text), text))
            else:
                script.append(Say(await voice.clip(text), text))
        return script
    finally:
        await voice.stop()


def _check(words: Words) -> None:
    for option, text in words:
        if option == "--press" and not _KEYS.fullmatch(text):
            raise UserError(f"--press {text!r} holds no key of a telephone: 0 to 9, * and #")
        if option == "--say" and text.endswith(".wav") and not Path(text).is_file():
            raise UserError(f"there is no file {text}")
