"""Asking a station's watchlist: with the station's own threshold, and with what was settled there before."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from models.cancel import CancelToken
from models.document import MrzFields
from models.watchlist import Screening
from watchlist.doubts import Doubts

if TYPE_CHECKING:
    from borderdesk.cases.alert_budget import Traffic
    from borderdesk.storage.station import Station

_LOG = logging.getLogger(__name__)


def screen_at(station: Station, fields: MrzFields, *, today: date, doubts: Doubts | None = None) -> Screening:
    """Ask a station's watchlist, and tell apart what was settled there before as a false match.

    From which evidence on a person is a hit follows from the station's budget of false alerts and what was
    counted there; where that cannot be read, the watchlist's own threshold stands. Where it cannot be told
    what was settled, every hit stays an alert.

    Args:
        station: Open.
        fields: Of the document.
        today: The day at this border.
        doubts: What the document may also say; None where nothing is in doubt.

    Raises:
        StorageError: The watchlist cannot be asked.
    """
    from borderdesk.cases import false_matches  # an inspection without a station needs no database
    from watchlist.index import population
    from watchlist.screening import screen
    from watchlist.threshold import excess

    traffic = traffic_at(station, today)
    with station.watchlist() as session:
        persons = population(session)
        least = None if traffic is None else traffic.least_bits(persons, excess(session))
        found = screen(session, fields, today=today, doubts=doubts, least_bits=least)
    if not found.hits:
        return found
    try:
        with station.cases() as session:
            return false_matches.spared(session, found, fields, today)
    except Exception:  # noqa: BLE001 - whatever is wrong with the cases, no hit must be lost
        _LOG.exception("false matches not consulted")
        return found


def traffic_at(station: Station, today: date) -> Traffic | None:
    """What a station counted and its budget of false alerts; None where that cannot be read.

    Args:
        station: Open.
        today: The day at this border.
    """
    from borderdesk.cases import alert_budget  # an inspection without a station needs no database

    try:
        with station.cases() as session:
            return alert_budget.read(session, today)
    except Exception:  # noqa: BLE001 - whatever is wrong with the cases, the watchlist must be asked
        _LOG.exception("budget of alerts not consulted")
        return None


def measure_strangers(
    station: Station,
    today: date,
    *,
    cancel: CancelToken | None = None,
    progress: Callable[[float], None] | None = None,
) -> bool:
    """Measure how near strangers come to the lists, where these have changed much since it was done last.

    Args:
        station: Open.
        today: The day at this border.
        cancel: Asked now and then.
        progress: Told the share that is done.

    Returns:
        Whether it was done.

    Raises:
        StorageError: The watchlist cannot be asked.
        Cancelled: The work was cancelled.
    """
    from watchlist import reference, threshold

    with station.watchlist() as session:
        if not threshold.is_due(session):
            return False
        measured = reference.measure(session, today=today, cancel=cancel, progress=progress)
    with station.watchlist(writing=True) as session:
        threshold.keep(session, measured)
    return True
