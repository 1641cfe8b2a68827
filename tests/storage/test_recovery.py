"""The recovery key opens a station whose passphrase was forgotten, however it is typed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borderdesk.storage import header, recovery
from borderdesk.storage.errors import StorageError, WrongPassphraseError
from borderdesk.storage.station import Station

SECRETS = st.binary(min_size=recovery.SECRET_BYTES, max_size=recovery.SECRET_BYTES)


@given(SECRETS)
def test_a_key_reads_back_in_any_writing(secret: bytes) -> None:
    spelt = recovery.spell(secret)
    bare = spelt.replace("-", "")
    for typed in (spelt, spelt.lower(), bare, f"  {bare.lower()}\n", spelt.replace("-", " ")):
        assert recovery.read(typed) == secret
    assert recovery.read(spelt.replace("0", "o").replace("1", "L")) == secret


@given(SECRETS, st.integers(0, 39), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_a_wrong_letter_is_told_by_its_group(secret: bytes, place: int, other: str) -> None:
    letters = list(recovery.spell(secret).replace("-", ""))
    if other == letters[place] or {other, letters[place]} == {"0", "Z"}:
        return
    letters[place] = other
    with pytest.raises(StorageError) as caught:
        recovery.read("".join(letters))
    assert caught.value.message.key == "error.station.recovery_group"
    assert f"Group {place // 5 + 1} " in caught.value.sentence()


@given(SECRETS, st.permutations(range(8)))
def test_groups_in_another_order_are_told(secret: bytes, order: list[int]) -> None:
    groups = recovery.spell(secret).split("-")
    shuffled = [groups[place] for place in order]
    if shuffled == groups:
        return
    with suppress(StorageError):  # nearly always
        assert recovery.read("-".join(shuffled)) != secret


@pytest.mark.parametrize(
    "typed", ["", "00000", "0" * 41, "é" * 40, "00000-00005-0000U-0000F-0000M-0000S-0000Y-00004"]
)
def test_what_is_no_key_is_told(typed: str) -> None:
    with pytest.raises(StorageError):
        recovery.read(typed)


def test_a_new_passphrase_is_set_by_the_recovery_key(
    station: Station, passphrase: str, add: Callable[..., None], count: Callable[[Station], int]
) -> None:
    add(station, "UTO/persons")
    assert not station.has_recovery_key
    key = station.make_recovery_key(passphrase)
    assert station.has_recovery_key
    station.close()
    Station.recover(station.home, key.lower().replace("-", " "), "five goats")
    with pytest.raises(WrongPassphraseError):
        Station.open(station.home, passphrase)
    with Station.open(station.home, "five goats") as again:
        assert count(again) == 1
    Station.recover(station.home, key, "six goats")
    Station.open(station.home, "six goats").close()


def test_the_recovery_key_outlives_a_change_of_the_passphrase(station: Station, passphrase: str) -> None:
    key = station.make_recovery_key(passphrase)
    station.change_passphrase(passphrase, "five goats")
    station.close()
    Station.recover(station.home, key, passphrase)
    Station.open(station.home, passphrase).close()


def test_a_passphrase_changed_meanwhile_by_another_program_stays_changed(fast: Path, passphrase: str) -> None:
    with Station.open(fast, passphrase) as station, Station.open(fast, passphrase) as other:
        other.change_passphrase(passphrase, "five goats")
        with pytest.raises(WrongPassphraseError):
            station.make_recovery_key(passphrase)
        key = station.make_recovery_key("five goats")
    Station.open(fast, "five goats").close()
    Station.recover(fast, key, passphrase)


def test_a_new_recovery_key_ends_the_old_one(fast: Path, passphrase: str) -> None:
    with Station.open(fast, passphrase) as station:
        old, new = station.make_recovery_key(passphrase), station.make_recovery_key(passphrase)
        with pytest.raises(WrongPassphraseError):
            station.make_recovery_key("guess")
    before = (fast / header.FILE).read_bytes()
    with pytest.raises(WrongPassphraseError) as caught:
        Station.recover(fast, old, "five goats")
    assert caught.value.message.key == "error.station.wrong_recovery_key"
    with pytest.raises(StorageError):
        Station.recover(fast, new, "")
    assert (fast / header.FILE).read_bytes() == before
    Station.recover(fast, new, "five goats")


def test_without_a_recovery_key_that_is_told(closed_station: Path) -> None:
    with pytest.raises(StorageError) as caught:
        Station.recover(closed_station, recovery.spell(recovery.fresh()), "five goats")
    assert caught.value.message.key == "error.station.no_recovery_key"


def test_the_recovery_key_of_another_station_opens_nothing(
    fast: Path, tmp_path: Path, passphrase: str
) -> None:
    with Station.open(fast, passphrase) as station:
        key = station.make_recovery_key(passphrase)
    with Station.create(tmp_path / "other", passphrase, name="Other") as other:
        other.make_recovery_key(passphrase)
    with pytest.raises(WrongPassphraseError):
        Station.recover(tmp_path / "other", key, "five goats")
