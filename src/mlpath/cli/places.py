"""Where mlpath keeps its files: all under MLPATH_HOME where that is set, else where the platform wants each kind.

data    the learner's log and its backups      never thrown away
cache   compiled curricula, the kept plan      may be thrown away at any time
config  config.toml, the learner's settings
logs    what went wrong                        may be thrown away at any time
"""

from __future__ import annotations

import os
from pathlib import Path

APP = "mlpath"
PROJECT_FILE = "mlpath.toml"
"""A project's settings, in its folder."""


def _chosen() -> Path | None:
    home = os.environ.get("MLPATH_HOME", "")
    return Path(home).expanduser() if home else None


def _platform(kind: str) -> Path:
    import platformdirs  # not needed where MLPATH_HOME is set

    found: Path = getattr(platformdirs, f"user_{kind}_path")(APP, appauthor=False)
    return found


def data() -> Path:
    """The folder of the learner's log: MLPATH_HOME, else the platform's place for data."""
    return _chosen() or _platform("data")


def cache() -> Path:
    """The folder of what may be thrown away: MLPATH_HOME/cache, else the platform's place for caches."""
    home = _chosen()
    return home / "cache" if home else _platform("cache")


def config_file() -> Path:
    """The file of the learner's settings: MLPATH_HOME/config.toml, else in the platform's place for settings."""
    return (_chosen() or _platform("config")) / "config.toml"


def logs() -> Path:
    """The folder of the log of mishaps: MLPATH_HOME/logs, else the platform's place for logs."""
    home = _chosen()
    return home / "logs" if home else _platform("log")
