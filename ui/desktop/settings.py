"""What the person at this desk has chosen: a small JSON file beside the station's databases.

Nothing in it is secret. A file that is damaged counts as none: the desk must open.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from borderdesk.swiping.port import SPEEDS, USUAL_SPEED

FILE = "desk.json"
LAST_CAMERA = 63
"""Linux numbers its cameras from 0 to 63."""


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """Choices.

    Attributes:
        watched_folder: Into which the scanner saves; None where none is watched.
        camera: Number of the camera, from 0.
        swipe_port: Serial port of the swipe reader; empty where none is listened to.
        swipe_speed: Bits a second of that port.
    """

    watched_folder: Path | None = None
    camera: int = 0
    swipe_port: str = ""
    swipe_speed: int = USUAL_SPEED

    @classmethod
    def read(cls, home: Path) -> DeskSettings:
        """The choices of a station's folder."""
        try:
            stored = json.loads((home / FILE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return cls()
        if not isinstance(stored, dict):
            return cls()
        folder, camera, port, speed = (
            stored.get(name) for name in ("watched_folder", "camera", "swipe_port", "swipe_speed")
        )
        return cls(
            Path(folder) if isinstance(folder, str) and folder else None,
            camera if type(camera) is int and 0 <= camera <= LAST_CAMERA else 0,
            port if isinstance(port, str) else "",
            speed if speed in SPEEDS else USUAL_SPEED,
        )

    def write(self, home: Path) -> None:
        """Keep the choices, whole or not at all.

        Raises:
            OSError: The folder cannot be written to.
        """
        folder = None if self.watched_folder is None else str(self.watched_folder)
        choices = {
            "watched_folder": folder,
            "camera": self.camera,
            "swipe_port": self.swipe_port,
            "swipe_speed": self.swipe_speed,
        }
        text = json.dumps(choices, indent=2)
        draft = home / f".{FILE}.{os.getpid()}"
        draft.write_text(text + "\n", encoding="utf-8")
        draft.replace(home / FILE)
