"""What the acts on lists share: words for people, and the audit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ui.commands import acting
from ui.commands.output import label

if TYPE_CHECKING:
    from borderdesk.access import Act
    from borderdesk.storage.station import Station
    from models.watchlist import ListState


def audit(
    station: Station,
    by: acting.Acting,
    act: Act,
    done: str,
    name: str,
    now: datetime,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Write down what is done to a list, and ask again whether they may: an account may be closed meanwhile.

    Args:
        station: Whose audit it is.
        by: In whose name.
        act: What asks for permission.
        done: What stands in the audit, such as `list.imported`.
        name: Of the list; empty where it is done to all of them.
        now: What the clock says, timezone-aware.
        details: Numbers that are kept of it.

    Raises:
        AccessError: They may not, or no more.
    """
    from borderdesk.access.people import permit
    from borderdesk.audit.chain import record

    with station.cases(writing=True) as session:
        permit(session, by.person, act, by.second)
        record(
            session,
            by.person,
            done,
            now=now,
            subject=("list", name) if name else ("", ""),
            purpose=by.purpose,
            second=by.second,
            details=details,
        )


def counts(state: ListState) -> dict[str, int]:
    """What the audit keeps of a list."""
    return {"sequence": state.sequence, "entries": state.entries, "quarantined": state.quarantined}


def words(state: ListState) -> dict[str, object]:
    """Values for the sentences about a list."""
    return {
        "list": state.name,
        "owner": state.owner,
        "sequence": state.sequence,
        "as_of": f"{state.as_of:%Y-%m-%d %H:%M} UTC",
        "entries": state.entries,
    }


def terms(state: ListState) -> list[str]:
    """Lines on what else is to be known of a list: its licence, and rows that wait."""
    lines = [label("licence", licence=state.licence)] if state.licence else []
    if state.quarantined:
        lines.append(label("quarantined", count=state.quarantined, list=state.name))
    return lines
