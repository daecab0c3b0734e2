"""Reads the site's TOML files into `Settings`, or raises `ConfigError` with every fault at once."""

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

import ivr
from ivr.errors import ConfigError, Fault
from ivr.settings.model import Settings, Tables
from ivr.settings.source import Source, read

LONGEST_KEPT = 36_500  # days: a hundred years
DEFAULT_FILE = Path("config") / "hotline.toml"


@dataclass(frozen=True, slots=True)
class Overrides:
    """What the command line says, which wins over the files."""

    sip: str | None = None  # HOST:PORT
    web: str | None = None  # HOST:PORT
    data: str | None = None


def default_file() -> Path:
    """`config/hotline.toml` here, or beside the installed packages."""
    if DEFAULT_FILE.exists():
        return DEFAULT_FILE
    return Path(ivr.__file__).parent.parent / DEFAULT_FILE


def load(file: Path | None = None, overrides: Overrides = Overrides()) -> Settings:
    """Read the settings; every fault has its file, its line and, where we know one, a remedy."""
    main = (file or default_file()).resolve()
    source = read(main)
    faults = list(source.faults)
    raw = _overridden(source.tables, overrides, faults)
    tables = _convert(raw, source, faults)
    faults += _impossible(tables, source)
    if faults:
        raise ConfigError(faults)
    base = main.parent.parent
    speech = msgspec.structs.replace(
        tables.speech,
        models=base / tables.speech.models,
        lexicon=base / tables.speech.lexicon,
    )
    voice = msgspec.structs.replace(
        tables.voice, cache=base / tables.voice.cache, prompts=base / tables.voice.prompts
    )
    data = Path(overrides.data).resolve() if overrides.data else base / tables.folders.data
    return Settings(
        tables=msgspec.structs.replace(tables, speech=speech, voice=voice),
        base=base,
        data=data,
        dialplans=base / tables.folders.dialplans,
        knowledge_base=base / tables.folders.knowledge_base,
        files=tuple(source.files),
        place=source.place,
    )


def parse_address(text: str, what: str) -> tuple[str, int]:
    """HOST:PORT with a literal address; brackets around IPv6."""
    host, colon, port = text.rpartition(":")
    host = host.strip("[]")
    try:
        if not colon or not 0 <= int(port) <= 65535:
            raise ValueError
        return str(ipaddress.ip_address("127.0.0.1" if host == "localhost" else host)), int(port)
    except ValueError:
        raise ConfigError(
            [
                Fault(
                    what,
                    None,
                    f"{text!r} is not HOST:PORT with a literal address",
                    "write for example 127.0.0.1:5060",
                )
            ]
        ) from None


def _overridden(
    tables: Mapping[str, Any], overrides: Overrides, faults: list[Fault]
) -> dict[str, Any]:
    raw = {
        key: dict(value) if isinstance(value, Mapping) else value for key, value in tables.items()
    }
    for option, text, names in (
        ("--sip", overrides.sip, ("telephone", "sip_host", "sip_port")),
        ("--web", overrides.web, ("web", "host", "port")),
    ):
        if text is None:
            continue
        try:
            host, port = parse_address(text, option)
        except ConfigError as error:
            faults += error.faults
            continue
        raw.setdefault(names[0], {}).update({names[1]: host, names[2]: port})
    return raw


def _convert(raw: Mapping[str, Any], source: Source, faults: list[Fault]) -> Tables:
    fields = {field.name: field for field in msgspec.structs.fields(Tables)}
    built: dict[str, Any] = {}
    for name, value in raw.items():
        if name not in fields:
            file, line = source.place(name)
            known = ", ".join(sorted(fields))
            faults.append(Fault(file, line, f"unknown table [{name}]", f"known are: {known}"))
            continue
        try:
            built[name] = msgspec.convert(value, fields[name].type, dec_hook=_path)
        except msgspec.ValidationError as error:
            faults.append(_as_fault(name, str(error), source))
    return Tables(**built)


def _path(kind: type, value: Any) -> Any:
    """Paths are written as text; msgspec knows none."""
    if kind is Path and isinstance(value, str):
        return Path(value)
    raise ValueError(f"Expected `{kind.__name__}`, got `{type(value).__name__}`")


def _as_fault(table: str, message: str, source: Source) -> Fault:
    """msgspec ends its message with ` - at `$.operators[1].phone``; the key may be named before."""
    words, _, where = message.partition(" - at ")
    path = table + where.strip("`").removeprefix("$")
    if path.endswith("[...]"):  # a value of a free table: msgspec does not say which
        path = _first_odd(path.removesuffix("[...]"), source)
    if key := re.search(r"unknown field `([^`]+)`", words):
        path += f".{key[1]}"
    file, line = source.place(path)
    return Fault(file, line, f"[{table}] {words}", "see the comments in config/hotline.toml")


def _first_odd(path: str, source: Source) -> str:
    """The first value of a table of texts that is no text."""
    value: Any = source.tables
    for name in path.split("."):
        value = value.get(name, {}) if isinstance(value, Mapping) else {}
    odd = [key for key, entry in value.items() if not isinstance(entry, str)]
    return f"{path}.{odd[0]}" if odd else path


def _impossible(tables: Tables, source: Source) -> list[Fault]:
    """Values of the right type that cannot work."""
    faults = []
    for path, host in (
        ("telephone.sip_host", tables.telephone.sip_host),
        ("telephone.media_host", tables.telephone.media_host),
        ("media.host", tables.media.host),
        ("web.host", tables.web.host),
    ):
        try:
            ipaddress.ip_address(host)
        except ValueError:
            faults.append(
                _at(source, path, f"{host!r} is not a literal IP address", "write 0.0.0.0 for all")
            )
    for path, port in (
        ("telephone.sip_port", tables.telephone.sip_port),
        ("web.port", tables.web.port),
    ):
        if not 0 <= port <= 65535:
            faults.append(_at(source, path, f"{port} is no port", "0 to 65535"))
    for path, ports in (("media.rtp_ports", tables.media.rtp_ports),):
        low, high = ports
        if not 1024 <= low < high <= 65535:
            faults.append(_at(source, path, f"{low} to {high} is no range of ports", ""))
    if not (1 <= tables.board.node <= 9 if tables.board.url else tables.board.node == 0):
        remedy = "several nodes share a [board] url, and each has its own node from 1 to 9"
        faults.append(_at(source, "board.node", f"{tables.board.node} is no node here", remedy))
    for number, network in enumerate(tables.telephone.trusted):
        try:
            ipaddress.ip_network(network)
        except ValueError:
            path = f"telephone.trusted[{number}]"
            faults.append(_at(source, path, f"{network!r} is no network", "write 10.1.2.0/24"))
    for name in ("recordings", "clips", "calls", "tickets"):
        path = f"privacy.keep_{name}_days"
        days = getattr(tables.privacy, f"keep_{name}_days")
        if not 0 <= days <= LONGEST_KEPT:
            remedy = f"0 (for ever) to {LONGEST_KEPT}"
            faults.append(_at(source, path, f"{days} days cannot be kept", remedy))
    return faults + _never(tables, source)


def _never(tables: Tables, source: Source) -> list[Fault]:
    """Figures with which nobody would ever be rung."""
    faults = []
    for path, value in (
        ("queue.ring_seconds", tables.queue.ring_seconds),
        ("outbound.ring_seconds", tables.outbound.ring_seconds),
        ("outbound.max_attempts", tables.outbound.max_attempts),
    ):
        if value <= 0:
            faults.append(_at(source, path, f"with {value} nobody is rung", "write more than 0"))
    for window in tables.outbound.windows:
        if window.begin >= window.end:
            message = f"{window.begin} to {window.end} is no part of a day"
            remedy = "begin before the end; over midnight write two"
            faults.append(_at(source, "outbound.windows", message, remedy))
    return faults


def _at(source: Source, path: str, message: str, remedy: str) -> Fault:
    file, line = source.place(path)
    return Fault(file, line, message, remedy)
