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


def data() -> Path:
    """The folder of the learner's log: MLPATH_HOME, else the platform's place for data."""
    from platformdirs import user_data_path

    return _chosen() or user_data_path(APP, appauthor=False)


def cache() -> Path:
    """The folder of what may be thrown away: MLPATH_HOME/cache, else the platform's place for caches."""
    from platformdirs import user_cache_path

    home = _chosen()
    return home / "cache" if home else user_cache_path(APP, appauthor=False)


def config_file() -> Path:
    """The file of the learner's settings: MLPATH_HOME/config.toml, else in the platform's place for settings."""
    from platformdirs import user_config_path

    return (_chosen() or user_config_path(APP, appauthor=False)) / "config.toml"


def logs() -> Path:
    """The folder of the log of mishaps: MLPATH_HOME/logs, else the platform's place for logs."""
    from platformdirs import user_log_path

    home = _chosen()
    return home / "logs" if home else user_log_path(APP, appauthor=False)
