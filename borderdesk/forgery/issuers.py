"""Issuers: codes that are known to be none, specimens, and whose nationals an issuer gives passports to.

* A code that nobody has defined fails in `codes`; here it is told what is known of it (fantasy passports,
  codes that were withdrawn, which is what camouflage passports bear).
* A specimen is no forgery. A working station calls it what it is, at the weight of a hint: some marks, such
  as a name, may be a traveller's own. A training station knows the invented issuers as genuine.
* States give passports to their nationals; to others rarely, and under codes of their own since 2026 (ICAO
  Doc 9303-4, 4.4). Persons without a nationality and codes that one state's nationals share are nothing odd.
"""

from __future__ import annotations

from collections.abc import Iterator

from borderdesk.forgery.evidence import Evidence
from borderdesk.mrz.codes import DocumentKind, StateKind, document_kind, state
from borderdesk.mrz.issuers import NoIssuer, NoIssuerKind, no_issuer, specimen_mark
from borderdesk.mrz.layouts import Range
from models.check import CheckResult, CheckStatus, Severity
from models.message import message

FANTASY = "mrz.issuer.fantasy"
SPECIMEN = "mrz.issuer.specimen"
NATIONALITY = "mrz.issuer.nationality"
CODES = (FANTASY, SPECIMEN, NATIONALITY)

_FOR_NATIONALS = frozenset(
    {DocumentKind.ORDINARY_PASSPORT, DocumentKind.DIPLOMATIC_PASSPORT, DocumentKind.SERVICE_PASSPORT}
)
# One state's nationals under several codes: ISO 3166-1 gives dependent territories codes of their own.
_TOGETHER = tuple(
    frozenset(codes.split())
    for codes in (
        "GBR GBD GBN GBO GBP GBS AIA BMU CYM FLK GGY GIB IMN IOT JEY MSR PCN SGS SHN TCA VGB",
        "CHN HKG MAC TWN",
        "DNK FRO GRL",
        "NLD ABW ANT BES CUW SXM",
        "FRA ATF BLM GLP GUF MAF MTQ MYT NCL PYF REU SPM WLF",
        "USA ASM GUM MNP PRI UMI VIR",
        "NZL COK NIU TKL",
        "FIN ALA",
        "NOR SJM",
        "AUS CCK CXR NFK",
        "SRB RKS UNK",
    )
)


def run(evidence: Evidence) -> Iterator[CheckResult]:
    """Codes that are none, specimens, nationality beside issuer."""
    yield _fantasy(evidence)
    yield _specimen(evidence)
    yield _nationality(evidence)


def one_states(issuer: str, nationality: str) -> bool:
    """Whether two codes stand for nationals of one state.

    >>> one_states("GBR", "GBN"), one_states("HKG", "CHN"), one_states("NER", "MLI")
    (True, True, False)
    """
    return issuer == nationality or any(issuer in group and nationality in group for group in _TOGETHER)


def _fantasy(evidence: Evidence) -> CheckResult:
    fields = evidence.document.fields
    places = {"issuing_state": fields.issuing_state, "nationality": fields.nationality}
    for name, printed in places.items():
        found = no_issuer(printed)
        if found is not None:
            return _no_issuer(evidence, found, _places(evidence, name))
    status = evidence.settled(_places(evidence, *places), fine=True)
    return CheckResult(FANTASY, status, Severity.MAJOR, message(f"check.{FANTASY}.{status.value}"))


def _no_issuer(evidence: Evidence, found: NoIssuer, places: tuple[Range, ...]) -> CheckResult:
    status = evidence.settled(places, fine=False)
    ending = found.kind.value if status is CheckStatus.FAILED else status.value
    params = {"printed": found.code, "name": found.name, "year": found.withdrawn or ""}
    sample = found.kind is NoIssuerKind.SAMPLE
    return CheckResult(
        FANTASY,
        status,
        Severity.INFO if sample else Severity.MAJOR,  # that its code is none weighs in `codes` already
        message(f"check.{FANTASY}.{ending}", **params),
        evidence.region(places),
    )


def _specimen(evidence: Evidence) -> CheckResult:
    fields = evidence.document.fields
    for printed in (fields.issuing_state, fields.nationality):
        known = state(printed)
        if known is not None and known.kind is StateKind.SPECIMEN and not evidence.training:
            places = _places(evidence, "issuing_state", "nationality")
            status = evidence.settled(places, fine=False)
            return _marked(evidence, status, places, "failed", printed=printed, name=known.name)
    mark = specimen_mark(fields)
    places = _places(evidence, "name", "surname", "document_number")
    status = evidence.settled(places, fine=mark is None)
    return _marked(evidence, status, places, "marked", printed=mark or "")


def _marked(
    evidence: Evidence, status: CheckStatus, places: tuple[Range, ...], ending: str, **params: str
) -> CheckResult:
    told = ending if status is CheckStatus.FAILED else status.value
    region = None if status is CheckStatus.PASSED else evidence.region(places)
    return CheckResult(SPECIMEN, status, Severity.INFO, message(f"check.{SPECIMEN}.{told}", **params), region)


def _nationality(evidence: Evidence) -> CheckResult:
    fields = evidence.document.fields
    issuer, holder = state(fields.issuing_state), state(fields.nationality)
    kind = document_kind(fields.document_code, fields.issuing_state, fields.nationality)
    judged = (
        kind in _FOR_NATIONALS
        and issuer is not None
        and issuer.kind is StateKind.STATE
        and holder is not None
        and holder.kind is not StateKind.SPECIMEN
    )
    if not judged:
        return CheckResult(
            NATIONALITY,
            CheckStatus.NOT_SUPPORTED,
            Severity.INFO,
            message(f"check.{NATIONALITY}.not_supported"),
        )
    places = _places(evidence, "issuing_state", "nationality")
    status = evidence.settled(places, fine=one_states(fields.issuing_state, fields.nationality))
    return CheckResult(
        NATIONALITY,
        status,
        Severity.INFO,
        message(
            f"check.{NATIONALITY}.{status.value}", issuer=fields.issuing_state, nationality=fields.nationality
        ),
        evidence.region(_places(evidence, "nationality")),
    )


def _places(evidence: Evidence, *names: str) -> tuple[Range, ...]:
    """Where these elements stand; those that the format lacks are left out."""
    elements = (evidence.layout.element(name) for name in names)
    return tuple(element.range for element in elements if element is not None)
