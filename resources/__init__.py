"""Data that the program ships: weights, fonts, tables, messages, the default policy, drawn specimens.

Everything is reached through `path`, so that a checkout, an editable install and a wheel find it alike.
"""

from __future__ import annotations

from pathlib import Path

_ROOT = Path(__file__).resolve().parent


def path(*parts: str) -> Path:
    """Where a shipped file lies.

    Args:
        parts: Path below `resources/`, such as `"tessdata", "mrz.traineddata"`.

    Raises:
        FileNotFoundError: Nothing of that name is shipped; the installation is damaged.
    """
    found = _ROOT.joinpath(*parts)
    if not found.exists():
        raise FileNotFoundError(f"shipped file missing: {'/'.join(parts)}")
    return found
