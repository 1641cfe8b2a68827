"""`python -m ui.commands`: the sub-commands where the desk's window is not installed."""

from __future__ import annotations

import sys

from ui.commands.main import run

if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
