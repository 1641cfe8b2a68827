"""Inspections made by hand from the specimens of Doc 9303, without any other room of the program."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest

from borderdesk.storage.station import Station
from models.check import CheckResult, CheckStatus, Severity
from models.document import (
    CheckDigit,
    Correction,
    DocumentFormat,
    MrzFields,
    PartialDate,
    Sex,
    TravelDocument,
)
from models.image import Light, PageImage
from models.inspection import Inspection, Timings
from models.message import message
from models.reading import CharReading, MrzReading, MrzZone
from models.verdict import Advice, Verdict
from models.watchlist import DocumentEntry, Hit, HitKind, ListState, Screening

PASSPHRASE = "four goats cross the Sirba"
TAKEN_AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
LINES = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
)
"""The specimen of Doc 9303-4, appendix B."""
FIELDS = MrzFields(
    document_code="P",
    issuing_state="UTO",
    primary_identifier="ERIKSSON",
    secondary_identifier="ANNA MARIA",
    names_truncated=False,
    document_number="L898902C3",
    nationality="UTO",
    date_of_birth=PartialDate("740812", 1974, 8, 12),
    sex=Sex.FEMALE,
    date_of_expiry=PartialDate("120415", 2012, 4, 15),
    optional_data="ZE184226B",
)


def a_page(
    *, width: int = 640, height: int = 448, light: Light = Light.VISIBLE, source: str = "desk.png"
) -> PageImage:
    """Soft colours with a dark bar: something that an encoder can get right or wrong."""
    x, y = np.meshgrid(np.linspace(0, 255, width), np.linspace(0, 255, height))
    pixels = np.stack([x, y, 255 - x], axis=2).astype(np.uint8)
    pixels[height // 2 : height // 2 + 8] = 16
    return PageImage(pixels=pixels, light=light, dpi=300.0, source=source, page=0)


def a_reading(page: PageImage) -> MrzReading:
    quad = ((10.04, 20.0), (630.0, 20.0), (630.0, 60.0), (10.04, 60.0))
    lines = tuple(
        tuple(CharReading(symbol, 0.98765, (("O", 0.01),), quad) for symbol in line) for line in LINES
    )
    return MrzReading(MrzZone(page, (quad, quad), quad, 24.0), lines)


def a_document(page: PageImage) -> TravelDocument:
    return TravelDocument(
        format=DocumentFormat.TD3,
        lines=LINES,
        fields=FIELDS,
        check_digits=(CheckDigit("date_of_birth", 1, 19, ((1, 13, 19),), "2", "2", True),),
        certain=True,
        corrections=(Correction(1, 8, "8", "3", 0.41234),),
        reading=a_reading(page),
    )


def a_screening() -> Screening:
    entry = DocumentEntry("17", "L898902C3", "UTO", "P", "stolen", date(2026, 1, 2))
    reason = message("error.storage.full", path="a list")  # any shipped sentence with a value will do
    return Screening(
        lists=(ListState("UTO/documents", "UTO", 4, datetime(2026, 11, 23, 6, tzinfo=UTC), 1200),),
        hits=(Hit("UTO/documents", entry, HitKind.DOCUMENT, 1.0, True, (reason,)),),
        milliseconds=1.5,
    )


def an_inspection(
    number: int = 1,
    *,
    taken_at: datetime = TAKEN_AT,
    unread: bool = False,
    page: PageImage | None = None,
    other_pages: tuple[PageImage, ...] = (),
) -> Inspection:
    page = page or a_page()
    check = CheckResult(
        "mrz.check_digit.document_number",
        CheckStatus.FAILED,
        Severity.MAJOR,
        message("error.station.none", path="L898902C3"),
        region=((1.0, 2.0), (3.06, 2.0), (3.06, 4.0), (1.0, 4.0)),
        score=0.123456,
    )
    return Inspection(
        inspection_id=f"{number:032x}",
        taken_at=taken_at,
        page=page,
        index=0,
        document=None if unread else a_document(page),
        checks=() if unread else (check,),
        screening=None if unread else a_screening(),
        verdict=Verdict(
            Advice.RESCAN if unread else Advice.STOP, (message("error.decision.no_officer"),), None
        ),
        timings=Timings(412.34, 20.0, 1.5, 433.84, 610.06),
        other_pages=other_pages,
    )


@pytest.fixture
def inspection() -> Callable[..., Inspection]:
    """`inspection(number, taken_at=, unread=, page=, other_pages=)` makes one."""
    return an_inspection


@pytest.fixture
def page() -> Callable[..., PageImage]:
    """`page(width=, height=, light=, source=)` makes one."""
    return a_page


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("stations") / "station"
    Station.create(made, PASSPHRASE, name="Torodi").close()
    return made


@pytest.fixture
def home(tmp_path: Path, made_once: Path) -> Path:
    return Path(shutil.copytree(made_once, tmp_path / "station"))


@pytest.fixture
def station(home: Path) -> Iterator[Station]:
    with Station.open(home, PASSPHRASE) as opened:
        yield opened
