"""One service keeps a data folder; nodes share it; what cannot be kept says why and what to do."""

from pathlib import Path

import pytest

from ivr.app.data_folder import keep
from ivr.errors import ConfigError


def test_a_second_service_is_told_and_the_first_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "made" / "data"
    with keep(folder, 0), pytest.raises(ConfigError, match="another service keeps"):
        keep(folder, 0)
    keep(folder, 0).close()


def test_nodes_share_but_not_their_number(tmp_path: Path) -> None:
    with keep(tmp_path, 1), keep(tmp_path, 2):
        with pytest.raises(ConfigError, match="node 2 too"):
            keep(tmp_path, 2)
        with pytest.raises(ConfigError, match="several nodes need"):
            keep(tmp_path, 0)
    with keep(tmp_path, 0), pytest.raises(ConfigError):
        keep(tmp_path, 1)


@pytest.mark.parametrize("place", ["/proc/none", "file", "file/below"])
def test_a_folder_that_cannot_be_names_the_remedy(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(ConfigError, match="--data"):
        keep(tmp_path / place, 0)
