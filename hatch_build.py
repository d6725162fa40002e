"""Building a wheel: each shipped curriculum is compiled, so that the first command need not read its YAML."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledCurricula(BuildHookInterface[Any]):
    """Adds the compiled form of each curriculum to the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile them; not for an installation for editing, where they would go stale."""
        if self.target_name != "wheel" or version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        from mlpath.library import compiled, open_curriculum

        for file in sorted((root / "curricula").glob("*/curriculum.yaml")):
            target = root / "build" / compiled.shipped_form(file.parent).name
            compiled.write_compiled(target, open_curriculum(str(file.parent)))
            build_data["force_include"][str(target)] = f"mlpath/curricula/{target.name}"
