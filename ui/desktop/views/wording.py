"""How values are put into words for the window: one language, every machine value isolated.

Dates are shown with the month in letters, because 05.04. and 04/05 are read both ways along one frontier.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from models.document import PartialDate
from models.message import Message, message
from resources.messages import isolated

AMBER_AFTER = timedelta(hours=24)
RED_AFTER = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Wording:
    """Makes text of messages and values for one language.

    Attributes:
        language: Two-letter code; a sentence that it lacks is shown in English.
        isolate: False where text goes to a terminal, which knows no Unicode isolates.
    """

    language: str = "en"
    isolate: bool = True

    def text(self, sentence: Message) -> str:
        """The sentence of a message."""
        return sentence.text(self.language, isolate=self.isolate)

    def say(self, key: str, **params: object) -> str:
        """The sentence of a key."""
        return self.text(message(key, **params))

    def value(self, machine_value: str) -> str:
        """A number, code, date or line of a zone that keeps its direction anywhere."""
        return isolated(machine_value) if self.isolate and machine_value else machine_value

    def percent(self, probability: float) -> str:
        """A probability; never rounded up to certainty.

        >>> Wording(isolate=False).percent(0.997)
        '99 %'
        """
        return f"{int(probability * 100)} %"

    def day(self, day: PartialDate) -> str:
        """A date of the zone, in words where it is known.

        >>> Wording(isolate=False).day(PartialDate("740812", 1974, 8, 12))
        '12 Aug 1974'
        >>> Wording(isolate=False).day(PartialDate("7408<<", 1974, 8))
        'Aug 1974'
        """
        if not day.possible:
            return self.say("window.field.impossible_date")
        if day.year is None:
            return self.say("window.field.unknown_date")
        parts = [f"{day.year:04d}"]
        if day.month is not None:
            parts.insert(0, self.say(f"window.month.{day.month}"))
            if day.day is not None:
                parts.insert(0, f"{day.day}")
        return self.value(" ".join(parts))

    def calendar_day(self, day: date) -> str:
        """A day of the calendar: `22 Feb 2027`."""
        return self.value(f"{day.day} {self.say(f'window.month.{day.month}')} {day.year}")

    def moment(self, when: datetime) -> str:
        """When something was done, in the station's own time: `24 Nov 03:12`."""
        local = when.astimezone()
        return self.value(f"{local.day} {self.say(f'window.month.{local.month}')} {local:%H:%M}")

    def age(self, passed: timedelta) -> str:
        """How old something is, in the unit that fits: minutes, hours, days.

        >>> Wording(isolate=False).age(timedelta(hours=30))
        '30 h'
        """
        minutes = max(0, int(passed.total_seconds() // 60))
        if minutes < 60:
            return self.say("window.list.minutes", count=minutes)
        if minutes < 48 * 60:
            return self.say("window.list.hours", count=minutes // 60)
        return self.say("window.list.days", count=minutes // (24 * 60))


def years_between(earlier: PartialDate, today: date) -> int | None:
    """Full years since a date that is wholly known, else None.

    >>> years_between(PartialDate("740812", 1974, 8, 12), date(2026, 8, 11))
    51
    """
    if earlier.year is None or earlier.month is None or earlier.day is None or not earlier.possible:
        return None
    return today.year - earlier.year - ((today.month, today.day) < (earlier.month, earlier.day))
