"""The program's entry: with a sub-command the command line, without one the desk."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program.

    Args:
        argv: Without the program's name; that of the process where None.

    Returns:
        The exit status: 0 done, 1 something could not be done, 2 wrong usage.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    if _is_for_commands(words):
        from ui.commands.main import run

        return run(words)
    try:
        arguments = make_parser().parse_args(words)
    except SystemExit as leaving:  # help, or wrong usage
        return leaving.code if isinstance(leaving.code, int) else 0
    if arguments.headless_demo is not None:
        from ui.desktop.demo import demonstrate

        return demonstrate(_home(arguments), arguments.headless_demo)
    return _open_window(arguments)


def make_parser() -> argparse.ArgumentParser:
    """The parser of the desk's own options; sub-commands have theirs in `ui.commands`."""
    parser = argparse.ArgumentParser(
        prog="borderdesk",
        description="Opens the desk: one window that reads travel documents and says what to do and why.",
        epilog="Sub-commands (inspect, screen, names, watchlist, station): see `borderdesk inspect --help`. "
        "The passphrase of a station comes from the file that BORDERDESK_PASSPHRASE_FILE names, or the "
        "window asks for it.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "--home",
        metavar="DIR",
        type=Path,
        help="the station's folder (else BORDERDESK_HOME, else the user's data folder)",
    )
    parser.add_argument(
        "--training",
        action="store_true",
        help="open the training station, made at the first time (in DIR, else in the user's data folder)",
    )
    parser.add_argument(
        "--language", metavar="CODE", default="en", help="two-letter code of the window's language"
    )
    parser.add_argument(
        "--headless-demo",
        metavar="OUT.png",
        type=Path,
        help="for a machine without a display: inspect the training tray in this terminal and write a "
        "picture of the window to OUT.png; uses a training station (in DIR, else in the user's data folder)",
    )
    return parser


def _is_for_commands(words: Sequence[str]) -> bool:
    """Whether there is a sub-command: the first word that is neither an option of the desk nor its value."""
    skip = False
    for word in words:
        if skip:
            skip = False
        elif word in ("--home", "--language", "--headless-demo"):
            skip = True
        elif not word.startswith("-"):
            return True
    return False


def _home(arguments: argparse.Namespace) -> Path:
    """The folder that is meant."""
    from ui.commands import settings

    return settings.home(arguments, training=arguments.training or arguments.headless_demo is not None)


def has_display() -> bool:
    """Whether a window can be shown at all."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _open_window(arguments: argparse.Namespace) -> int:
    if not has_display():
        sys.stderr.write(
            "There is no display to open a window on. Use `borderdesk inspect PICTURE` in this terminal, or "
            "`borderdesk --headless-demo OUT.png` to see the training tray.\n"
        )
        return 1
    from ui.desktop.app import main as open_desk

    return open_desk(_home(arguments), training=arguments.training, language=arguments.language)


if __name__ == "__main__":
    sys.exit(main())
