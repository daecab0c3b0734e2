"""The model store: what the manifest knows, what is installed, which one is in use."""

import tomllib
from pathlib import Path

import msgspec

from ivr.errors import ConfigError, Fault, ModelMissing

ACTIVE = "active.toml"
MANIFEST = "manifest.toml"
DEFAULT = "hotline-cn-small"
PUBLIC = "vosk-model-small-cn-0.22"


class ModelEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One model of the manifest."""

    title: str
    rate: int
    license: str
    shipped: bool = False
    url: str = ""
    sha256: str = ""
    sha256_source: str = ""  # who says so
    download_mb: int = 0
    memory_mb: int = 0
    notes: str = ""


def manifest(models: Path) -> dict[str, ModelEntry]:
    """The models that the manifest names; `ConfigError` when it cannot be read."""
    file = models / MANIFEST
    if not file.is_file():
        return {}
    try:
        return msgspec.toml.decode(file.read_bytes(), type=dict[str, ModelEntry])
    except msgspec.DecodeError as error:
        raise ConfigError([Fault(str(file), None, str(error), "restore the manifest")]) from error


def chosen(models: Path) -> str:
    """The name that `ivr models use` wrote, or the shipped model's."""
    file = models / ACTIVE
    if not file.is_file():
        return DEFAULT
    try:
        name = tomllib.loads(file.read_text("utf-8")).get("model")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError([Fault(str(file), None, str(error), REMEDY_USE)]) from error
    if not isinstance(name, str) or not name:
        raise ConfigError([Fault(str(file), None, "names no model", REMEDY_USE)])
    return name


REMEDY_USE = f"choose again: `ivr models use {DEFAULT}`"


def folder_of(models: Path, name: str = "") -> Path:
    """The folder of a model by name or path, empty for the one in use; `ModelMissing` if absent."""
    name = name or chosen(models)
    folder = Path(name) if "/" in name else models / name
    if folder.is_dir() and not missing_parts(folder):
        return folder
    what = (
        f"is not complete ({', '.join(missing_parts(folder))})"
        if folder.is_dir()
        else "is not here"
    )
    raise ModelMissing(
        f"the speech model {folder} {what}. Bring the public one by `ivr models fetch {PUBLIC}` "
        f"and `ivr models use {PUBLIC}`, or use the shipped one: `ivr models use {DEFAULT}`"
    )


def missing_parts(folder: Path) -> list[str]:
    """What vosk needs and this folder lacks."""
    old_layout = (folder / "final.mdl").is_file()
    parts = [] if old_layout else [_first_missing(folder, "am/final.mdl")]
    if old_layout:
        parts += [
            _first_missing(folder, "mfcc.conf"),
            _first_missing(folder, "HCLG.fst", "HCLr.fst"),
        ]
    else:
        parts += [
            _first_missing(folder, "conf/mfcc.conf"),
            _first_missing(folder, "graph/HCLG.fst", "graph/HCLr.fst"),
        ]
    return [part for part in parts if part]


def _first_missing(folder: Path, *names: str) -> str:
    return "" if any((folder / name).is_file() for name in names) else names[0]
