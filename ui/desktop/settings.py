"""What the person at this desk has chosen: a small JSON file beside the station's databases.

Nothing in it is secret. A file that is damaged counts as none: the desk must open.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

FILE = "desk.json"


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """Choices.

    Attributes:
        watched_folder: Into which the scanner saves; None where none is watched.
    """

    watched_folder: Path | None = None

    @classmethod
    def read(cls, home: Path) -> DeskSettings:
        """The choices of a station's folder."""
        try:
            stored = json.loads((home / FILE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return cls()
        folder = stored.get("watched_folder") if isinstance(stored, dict) else None
        return cls(Path(folder) if isinstance(folder, str) and folder else None)

    def write(self, home: Path) -> None:
        """Keep the choices, whole or not at all.

        Raises:
            OSError: The folder cannot be written to.
        """
        folder = None if self.watched_folder is None else str(self.watched_folder)
        text = json.dumps({"watched_folder": folder}, indent=2)
        draft = home / f".{FILE}.{os.getpid()}"
        draft.write_text(text + "\n", encoding="utf-8")
        draft.replace(home / FILE)
