"""What is held on a traveller as a page to read: what, why, until when, and who received it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

from models.message import message

_FIELDS = (
    "primary_identifier",
    "secondary_identifier",
    "document_number",
    "issuing_state",
    "nationality",
    "date_of_birth",
    "sex",
    "date_of_expiry",
    "optional_data",
    "optional_data_2",
)
_STYLE = (
    "body{font-family:sans-serif;max-width:50em;margin:2em auto;padding:0 1em;line-height:1.4}"
    "table{border-collapse:collapse;width:100%}"
    "td,th{border:1px solid #999;padding:.3em .5em;text-align:start;vertical-align:top}"
    "th{width:14em}img{max-width:100%;border:1px solid #999}"
)
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


def traveller_page(data: Mapping[str, Any], language: str = "en") -> str:
    """A page of HTML.

    Args:
        data: As `borderdesk.privacy.traveller.gather` makes it; pictures are shown from beside the page.
        language: Two-letter code; sentences that it lacks are in English.
    """
    page = _Page(language)
    return "\n".join(page.whole(data))


class _Page:
    def __init__(self, language: str) -> None:
        self._language = language

    def whole(self, data: Mapping[str, Any]) -> Iterator[str]:
        title = self._word("title")
        direction = "rtl" if self._language in _RIGHT_TO_LEFT else "ltr"
        yield f'<!DOCTYPE html>\n<html lang="{self._language}" dir="{direction}"><head><meta charset="utf-8">'
        yield f"<title>{title}</title><style>{_STYLE}</style></head><body>"
        yield f"<h1>{title}</h1>"
        yield f"<p>{self._word('intro', station=data['station'], at=_moment(data['made_at']))}</p>"
        for number, inspection in enumerate(data["inspections"], 1):
            yield from self._inspection(number, inspection)
        if data["false_matches"]:
            yield f"<h2>{self._word('false_matches')}</h2><p>{self._word('false_matches_why')}</p>"
            for each in data["false_matches"]:
                yield self._table(
                    [("list", each["list"]), ("reason", each["reason"]), ("until", each["until"])]
                )
        yield f"<h2>{self._word('not_here')}</h2><p>{self._word('not_here_why')}</p>"
        yield f"<h2>{self._word('rights')}</h2><p>{self._word('rights_which')}</p></body></html>"

    def _inspection(self, number: int, inspection: Mapping[str, Any]) -> Iterator[str]:
        yield f"<h2>{self._word('inspection', number=number, at=_moment(inspection['taken_at']))}</h2>"
        yield self._terms(inspection["terms"])
        document = inspection["record"].get("document")
        fields = document["fields"] if document else {}
        read = [(f"field.{name}", fields.get(name)) for name in _FIELDS]
        yield f"<h3>{self._word('what')}</h3>"
        yield self._table([("advice", inspection["advice"]), *read])
        yield self._list("reasons", inspection["record"].get("reasons", ()))
        yield self._list("hits", (f"{hit['list']}: {'; '.join(hit['reasons'])}" for hit in _hits(inspection)))
        yield self._list(
            "decisions",
            (
                _said(_moment(each["decided_at"]), each["decision"], each["reason"])
                for each in inspection["decisions"]
            ),
        )
        for case in inspection["cases"]:
            yield f"<h3>{self._word('case')}</h3>{self._terms(case['terms'])}"
            yield self._list(
                "steps", (_said(_moment(step["at"]), step["kind"], step["text"]) for step in case["steps"])
            )
            yield self._list(
                "attachments", (_said(each["name"], each["file"]) for each in case["attachments"])
            )
        yield self._list(
            "requests",
            (
                _said(_moment(each["made_at"]), each["kind"], each["about"], each["outcome"])
                for each in inspection["requests"]
            ),
        )
        yield self._list(
            "sent_home",
            (
                _said(_moment(each["made_at"]), each["kind"], _moment(each["sent_at"]))
                for each in inspection["sent_home"]
            ),
        )
        yield self._list(
            "received",
            (
                _said(_moment(each["at"]), each["recipient"], each["legal_basis"])
                for each in inspection["received_by"]
            ),
        )
        for picture in inspection["pictures"]:
            yield f'<p><img src="{escape(picture["file"], quote=True)}" alt="{self._word("picture")}"></p>'

    def _terms(self, terms: Mapping[str, Any] | None) -> str:
        if terms is None:
            return ""
        keys = ("owner", "purpose", "legal_basis", "until", "held")
        return self._table([(key, terms[key]) for key in keys])

    def _table(self, rows: Iterable[tuple[str, Any]]) -> str:
        cells = (
            f"<tr><th>{self._word(key)}</th><td><bdi>{escape(str(value))}</bdi></td></tr>"
            for key, value in rows
            if value not in (None, "")
        )
        return f"<table>{''.join(cells)}</table>"

    def _list(self, key: str, lines: Iterable[str]) -> str:
        items = "".join(f"<li><bdi>{escape(line)}</bdi></li>" for line in lines)
        return f"<h3>{self._word(key)}</h3><ul>{items}</ul>" if items else ""

    def _word(self, key: str, **values: object) -> str:
        return escape(message(f"traveller.{key}", **values).text(self._language))


def _hits(inspection: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    return list(inspection["record"].get("hits", ()))


def _said(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _moment(iso: str | None) -> str:
    return "" if iso is None else f"{iso[:10]} {iso[11:16]} UTC"
