"""What bad input gets from the readers of governments' lists: a sentence or the quarantine, nothing else."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.errors import KnownError
from models.watchlist import BadRow, HitKind, PersonEntry
from watchlist.importers import (
    csv_lists,
    eu_csv,
    eu_xml,
    ftm_export,
    ftm_lists,
    ofac_advanced_xml,
    ofac_csv,
    un_xml,
    xml_records,
)
from watchlist.importers.source import Options

SAMPLES = Path(__file__).resolve().parent / "samples"
TABLE = (
    b"\xef\xbb\xbfEntity_LogicalId;NameAlias_WholeName;Entity_SubjectType;BirthDate_Year\n"
    b"1;ANNA;P;1974\n1;;P;1975\n"
)
READERS = {
    "un.xml": un_xml.read,
    "eu.xml": eu_xml.read,
    "sdn_advanced.xml": ofac_advanced_xml.read,
    "sdn.csv": ofac_csv.read,
    "eu.csv": eu_csv.read,
}
XML = [name for name in READERS if name.endswith(".xml")]
ROOTS = {"un.xml": "CONSOLIDATED_LIST", "eu.xml": "export", "sdn_advanced.xml": "Sanctions"}
ENTRIES = {"un.xml": "INDIVIDUAL", "eu.xml": "sanctionEntity", "sdn_advanced.xml": "DistinctParty"}


def sample(name: str) -> bytes:
    """A good file of a form."""
    return TABLE if name == "eu.csv" else (SAMPLES / name).read_bytes().replace(b"BIRTHS", b"")


@pytest.fixture(params=READERS)
def form(request):
    return request.param


@pytest.fixture
def readable(sdn_folder, put):
    """Put a file where its form looks for it, and read it."""

    def read(name: str, content: bytes, options: Options | None = None) -> list[object]:
        return list(READERS[name](put(name, content), options or Options()))

    return read


def refused(readable, name, content) -> str:
    """The sentence with which a file is refused, with and without a quarantine alike."""
    sentences = []
    for options in (Options(), Options(quarantine=True)):
        with pytest.raises(KnownError) as caught:
            readable(name, content, options)
        sentences.append(caught.value.sentence())
    assert sentences[0] == sentences[1]
    assert name in sentences[0]
    return sentences[0]


def test_the_samples_are_good(readable, form):
    assert any(isinstance(item, PersonEntry) for item in readable(form, sample(form)))


@pytest.mark.parametrize("name", XML)
@pytest.mark.parametrize("share", [0.0, 0.02, 0.3, 0.99])
def test_a_cut_file_is_refused_with_its_line(readable, name, share):
    whole = sample(name).rstrip()
    assert ", line " in refused(readable, name, whole[: int(len(whole) * share)])


@pytest.mark.parametrize("name", XML)
def test_entities_that_multiply_are_refused(readable, name):
    bomb = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    text = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{bomb}]><{ROOTS[name]}>&a9;</{ROOTS[name]}>'
    assert "entities" in refused(readable, name, text.encode())


@pytest.mark.parametrize("name", XML)
@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE x [<!ENTITY out SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd">',
        '<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/hostname"> %p;]>',
    ],
)
def test_what_points_out_of_the_file_is_refused(readable, name, declared):
    text = f'<?xml version="1.0"?>{declared}<{ROOTS[name]}>&out;</{ROOTS[name]}>'
    assert "entities" in refused(readable, name, text.encode())


@pytest.mark.parametrize("name", XML)
def test_an_entity_that_nobody_declared_is_no_xml(readable, name):
    refused(readable, name, f"<{ROOTS[name]}>&out;</{ROOTS[name]}>".encode())


def test_zero_bytes_are_refused(readable, form):
    content = sample(form)
    middle = len(content) // 2
    assert ", line " in refused(readable, form, content[:middle] + b"\0\0" + content[middle:])


def test_another_encoding_than_the_file_says_is_refused(readable, form):
    content = sample(form).replace(b"A", "É".encode("latin-1"), 1) if form.endswith("csv") else sample(form)
    content = content.replace("آنا".encode(), b"\xc9\xe8").replace("Анна".encode(), b"\xc9\xe8")
    refused(readable, form, content)


@pytest.mark.parametrize("encoding", ["klingon", "utf-7", "cp037", "big5"])
@pytest.mark.parametrize("name", XML)
def test_an_encoding_that_is_none_or_hardly_one_is_a_sentence(readable, name, encoding):
    content = re.sub(b'encoding="[^"]*"', f'encoding="{encoding}"'.encode(), sample(name), flags=re.I)
    refused(readable, name, content)


def test_xml_in_another_encoding_that_it_names_is_read(readable):
    text = sample("un.xml").decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    assert readable("un.xml", text.encode("utf-16"))[0].names[1] == "آنا إريكسون"


@pytest.mark.parametrize("name", XML)
def test_a_list_of_another_form_is_told_so(readable, name):
    assert "begins with html" in refused(readable, name, b"<html><p>no list</p></html>")


@pytest.mark.parametrize("name", XML)
@pytest.mark.parametrize(
    ("start", "more"),
    [
        ('<X a="', "y" * 100_000),
        ("<!-- ", "y" * 100_000),
        ("<", "y" * 100_000),
        ("<?x ", "y" * 100_000),
    ],
)
def test_a_mark_without_an_end_is_refused_early(put, name, start, more):
    path = put(name, f"<{ROOTS[name]}>{start}{more * 40}")
    with pytest.raises(KnownError, match="endless"):
        list(READERS[name](path, Options()))


@pytest.mark.parametrize("name", XML)
def test_elements_nested_without_end_or_of_ever_new_names_are_refused(put, name):
    deep = f"<{ROOTS[name]}>" + "<X>" * 100_000
    with pytest.raises(KnownError, match="deep"):
        list(READERS[name](put(name, deep), Options()))
    for made in ("<N{0}/>", '<N n{0}="1"/>', '<N xmlns:n{0}="x"/>'):
        many = f"<{ROOTS[name]}>" + "".join(made.format(n) for n in range(5_000))
        with pytest.raises(KnownError, match="names"):
            list(READERS[name](put(name, many), Options()))


@pytest.mark.parametrize("name", XML)
@pytest.mark.parametrize("inside", ["<A>{}</A>".format("y" * 2_000_000), "<A/>" * 30_000])
def test_an_entry_too_large_is_put_aside_and_the_reading_goes_on(readable, name, inside, quarantine):
    content = sample(name).decode()
    place = re.search(f"<{ENTRIES[name]}[ >]", content).start()
    large = f"<{ENTRIES[name]} logicalId='7' FixedRef='7'>{inside}</{ENTRIES[name]}>"
    content = f"{content[:place]}{large}{content[place:]}"
    bad, good, *_ = readable(name, content.encode(), quarantine)
    assert isinstance(bad, BadRow)
    assert bad.why.key == "error.watchlist.entry.too_large"
    assert len(bad.raw) <= 2_000
    assert isinstance(good, PersonEntry)
    with pytest.raises(KnownError, match="too_large"):
        readable(name, content.encode())


def test_a_hundred_thousand_aliases_are_a_bad_entry(readable, quarantine):
    aliases = "<INDIVIDUAL_ALIAS><ALIAS_NAME>N{}</ALIAS_NAME></INDIVIDUAL_ALIAS>"
    person = "<INDIVIDUAL><REFERENCE_NUMBER>A</REFERENCE_NUMBER>{}</INDIVIDUAL>"
    text = f"<CONSOLIDATED_LIST>{person}</CONSOLIDATED_LIST>"
    for many in (1_001, 100_000):
        content = text.format("".join(aliases.format(number) for number in range(many)))
        (bad,) = readable("un.xml", content.encode(), quarantine)
        assert isinstance(bad, BadRow)


@pytest.mark.parametrize("name", ["un.xml", "eu.xml", "sdn_advanced.xml"])
def test_a_number_twice_and_an_entry_without_a_name_are_named_with_their_lines(readable, name, quarantine):
    content = sample(name).decode()
    tag = ENTRIES[name]
    entry = re.search(f"<{tag}[ >].*?</{tag}>", content, re.DOTALL)[0]
    nameless = re.sub(
        "(FIRST|SECOND|THIRD)_NAME|NAME_ORIGINAL_SCRIPT|(INDIVIDUAL_|name)?[aA](lias|LIAS)", "X", entry
    )
    nameless = nameless.replace("901", "801").replace('FixedRef="101"', 'FixedRef="801"')
    content = content.replace(entry, f"{entry}\n{entry}\n{nameless}", 1)
    found = readable(name, content.encode(), quarantine)
    bad = [item for item in found if isinstance(item, BadRow)]
    assert [item.why.key for item in bad] == [
        "error.watchlist.entry.duplicate",
        "error.watchlist.entry.no_name",
    ]
    first = content[: content.index(entry)].count("\n") + 1
    assert bad[0].row == first + entry.count("\n") + 1


@pytest.mark.parametrize("name", ["eu.csv", "sdn.csv"])
def test_an_endless_line_or_quoted_text_is_refused(readable, name):
    assert ", line 1 " in refused(readable, name, b"1" * 3_000_000)
    head = b'1,"' if name == "sdn.csv" else TABLE + b'1;"'
    assert "quotes" in refused(readable, name, head + b"\n" * 5_000)
    assert "quotes" in refused(readable, name, head + b"open")


def test_an_empty_file_and_one_that_is_not_there_are_sentences(put, sdn_folder, form):
    with pytest.raises(KnownError):
        list(READERS[form](sdn_folder / "nowhere" / form, Options()))
    if form != "sdn.csv":
        with pytest.raises(KnownError):
            list(READERS[form](put(form, b""), Options()))


@pytest.mark.parametrize("name", XML)
def test_marks_of_direction_and_look_alikes_stay_in_the_name(readable, name):
    content = (
        sample(name).decode().replace("ERIKSSON", "\u202eЕRIKSSON").replace("Eriksson", "\u202eЕriksson")
    )
    found = readable(name, content.encode())
    assert any("Е" in name for entry in found for name in entry.names)


BOUNDED = """
import resource, sys
from pathlib import Path
from models.errors import KnownError
from watchlist.importers import {module}
from watchlist.importers.source import Options
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    for _ in {module}.read(Path(sys.argv[1]), Options()):
        pass
except KnownError as error:
    print(error.message.key)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.parametrize(
    ("module", "head"),
    [
        ("un_xml", b"<CONSOLIDATED_LIST><INDIVIDUAL><A>"),
        ("un_xml", b"<CONSOLIDATED_LIST>"),
        ("un_xml", b'<CONSOLIDATED_LIST><A a="'),
        ("eu_csv", TABLE),
        ("ofac_advanced_xml", b"<Sanctions><Locations><Location><Value>"),
    ],
)
def test_a_line_of_120_megabytes_does_not_fill_the_memory(tmp_path, module, head):
    path = tmp_path / "list"
    with path.open("wb") as file:
        file.write(head)
        for _ in range(120):
            file.write(b"y" * (1 << 20))
    code = BOUNDED.format(module=module)
    told = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    key, megabytes = told.stdout.split()
    assert key.startswith("error.watchlist.")
    assert int(megabytes) < 50


MUTATIONS = st.lists(
    st.tuples(
        st.integers(0, 20_000), st.sampled_from(["cut", "put", "swap", "drop"]), st.binary(max_size=12)
    ),
    min_size=1,
    max_size=6,
)
TOKENS = [
    b"<", b">", b"&", b'"', b";", b",", b"\n", b"\0", b"0000-00-00", b"&#1;", b"&#x202e;", b"<![CDATA[",
    b"-0-", b"9" * 30,
]  # fmt: skip


def outcome(name: str, path: Path, options: Options) -> list[object]:
    """What a file holds; nothing where it is refused with a sentence."""
    try:
        return list(READERS[name](path, options))
    except KnownError as error:
        error.sentence()  # has a key of its own, and every value that its words ask for
        return []


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=MUTATIONS, token=st.sampled_from(TOKENS), quarantined=st.booleans())
def test_a_changed_file_gives_entries_or_a_sentence(sdn_folder, form, changes, token, quarantined):
    content = bytearray(sample(form))
    for place, kind, piece in changes:
        at = place % (len(content) + 1)
        if kind == "cut":
            del content[at : at + 200]
        elif kind == "drop":
            del content[at : at + len(piece)]
        elif kind == "put":
            content[at:at] = token
        else:
            content[at : at + len(piece)] = piece
    path = sdn_folder / form
    path.write_bytes(bytes(content))
    for item in outcome(form, path, Options(quarantine=quarantined)):
        if isinstance(item, BadRow):
            assert quarantined
            assert item.why.text()
        else:
            assert isinstance(item, PersonEntry)
            assert item.entry_id
            assert item.names
            assert all(item.names)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300))
def test_any_bytes_give_entries_or_a_sentence(sdn_folder, form, content):
    path = sdn_folder / form
    path.write_bytes(content)
    outcome(form, path, Options())


@pytest.mark.parametrize("kind", ["sample", "public"])
def test_what_was_read_goes_out_in_our_own_forms_and_comes_back(request, readable, tmp_path, kind):
    if kind == "public":
        folder = request.getfixturevalue("public_lists")
        files = ((un_xml.read, folder / "un_consolidated.xml"), (ofac_csv.read, folder / "ofac_sdn.csv"))
        lists = [list(read(path, Options())) for read, path in files]
    else:
        lists = [readable(name, sample(name)) for name in READERS]
    for entries in lists:
        ftm_export.export(tmp_path / "ftm", entries)
        assert list(ftm_lists.read(tmp_path / "ftm")) == entries
        csv_lists.export(tmp_path / "csv", entries, HitKind.PERSON)
        assert list(csv_lists.read(tmp_path / "csv")) == entries


def test_a_note_that_our_own_forms_could_not_hold_is_put_aside(readable, quarantine):
    text = sample("un.xml").replace(b"Flew over", b"Flew over " + b"and over " * 5_000)
    bad, oscar = readable("un.xml", text, quarantine)
    assert bad.why.key == "error.watchlist.entry.too_large"
    assert oscar.entry_id == "XXi.902"


def test_the_bounds_leave_room_for_the_largest_published_entry():
    assert xml_records.MAX_ENTRY > 10 * 70_000
