"""`borderdesk names compare`: may two names be one person's? Needs no station."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from typing import Any

from ui.commands import rows
from ui.commands.output import aligned, label


def add_to(commands: Any, common: ArgumentParser) -> None:
    """Add the sub-command to the parser."""
    names: ArgumentParser = commands.add_parser(
        "names", parents=[common], allow_abbrev=False, help="compare names", description="Works on names."
    )
    acts = names.add_subparsers(title="acts", metavar="ACT", required=True)
    parser: ArgumentParser = acts.add_parser(
        "compare",
        parents=[common],
        allow_abbrev=False,
        help="say whether two names may be one person's",
        description='Compares the names in each JSON line on standard input: {"a": "...", "b": "..."}, in '
        "any script.",
    )
    parser.add_argument("--json", action="store_true", help="answer with one JSON object a line")
    parser.set_defaults(act=run, parser=parser)


def run(arguments: Namespace) -> int:
    """Answer every row."""
    from watchlist.names.compare import compare
    from watchlist.query import text_of

    def answer(row: Mapping[str, Any]) -> dict[str, Any]:
        missing = next((key for key in ("a", "b") if row.get(key) is None), None)
        if missing is not None:
            raise rows.LineError("error.command.row_lacks", word=missing)
        found = compare(text_of(row, "a"), text_of(row, "b"))
        return {
            "score": round(float(found.score), 4),
            "match": bool(found.match),
            "reasons": [reason.text() for reason in found.reasons],
        }

    return rows.answer_rows(answer, _lines, as_json=arguments.json)


def _lines(found: Mapping[str, Any]) -> list[str]:
    """An answer for people."""
    word = label("match" if found["match"] else "no_match")
    return aligned([(f"{word} {found['score']:.2f}", found["reasons"] or [""])], indent="")
