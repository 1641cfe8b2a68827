"""A policy is taken whole or refused whole, with file, row and remedy."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from borderdesk.verdict import Policy, PolicyError
from resources import path as shipped

SHIPPED = shipped("policy", "default.toml").read_text(encoding="utf-8")


def written(folder: Path, text: str) -> Path:
    file = folder / "policy.toml"
    file.write_text(text, encoding="utf-8")
    return file


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(PolicyError) as refused:
        Policy.load(written(folder, text))
    return refused.value.sentence()


def changed(old: str, new: str) -> str:
    assert old in SHIPPED
    return SHIPPED.replace(old, new, 1)


def test_the_shipped_policy_is_read(tmp_path: Path) -> None:
    assert Policy.load(written(tmp_path, SHIPPED)) == Policy.load()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (changed('loss = "lost"', 'losss = "lost"'), ["losss", "row 2", "document reported lost"]),
        (changed('loss = "lost"', 'loss = "mislaid"'), ["mislaid", "row 2", "revoked"]),
        (changed('action = "stop"', 'action = ["stop", 3]'), ["3", "row 1", "inform"]),
        (changed('about = "hit"', 'about = "hits"'), ["hits", "row 1", "check"]),
        (changed('advice = "stop"', 'advice = "arrest"'), ["arrest", "row 1", "refer"]),
        (changed('advice = "stop"', 'advice = "clear"'), ["clear", "row 1"]),
        (changed('reason = "verdict.hit.stolen"', 'reason = "verdict.hit.stollen"'), ["stollen", "row 1"]),
        (
            changed('reason = "verdict.protected"', 'reason = "verdict.lists.old"'),
            ["verdict.lists.old", "days"],
        ),
        (changed('reason = "verdict.protected"\n', ""), ["reason", "the holder may have immunity"]),
        (changed("fresh_days = 7", 'fresh_days = "seven"'), ["fresh_days", "seven", "whole number"]),
        (changed("fresh_days = 7", "fresh_days = 0"), ["fresh_days"]),
        (changed("fresh_days = 7", "fresh_days = true"), ["fresh_days"]),
        (changed("lock_after_minutes = 5", "lock_after_minutes = 0"), ["lock_after_minutes", "desk"]),
        (changed("lock_after_minutes", "lock_after"), ["lock_after", "desk", "lock_after_minutes"]),
        (changed('# home_states = ["NER"]', 'home_states = ["NRE"]'), ["home_states", "NRE", "desk"]),
        (changed('# home_states = ["NER"]', 'home_states = ["XXB"]'), ["home_states", "XXB", "desk"]),
        (changed('# home_states = ["NER"]', 'home_states = "NER"'), ["home_states", "NER", "desk"]),
        (changed('# home_states = ["NER"]', "home_states = [3]"), ["home_states", "3", "desk"]),
        (changed("fresh_days", "fresh_hours"), ["fresh_hours", "fresh_days"]),
        (changed('refer = "verdict.then.protected_refer"', ""), ["refer", "then.protected"]),
        (changed("outweighs_rescan = true", 'outweighs_rescan = "yes"'), ["outweighs_rescan"]),
        (changed('code = "document.expired"', 'issuer = "NRE"'), ["NRE", "expired", "NER"]),
        (changed('code = "document.expired"', 'document = "pasport"'), ["pasport", "ordinary_passport"]),
        (
            changed('loss = "lost"', 'loss = "lost"\nuntil = "2027-01-31"'),
            ["until", "row 2", "without quotes"],
        ),
        (changed('loss = "lost"', "until = 2027-01-31T00:00:00Z"), ["until", "row 2"]),
        (changed("format = 1", "format = 2"), ["newer"]),
        (changed("format = 1", ""), ["format"]),
        ("format = 1", ["lists"]),
        ("", ["format"]),
    ],
)
def test_what_means_nothing_is_named(tmp_path: Path, text: str, words: list[str]) -> None:
    sentence = refusal(tmp_path, text)
    assert "policy.toml" in sentence
    for word in words:
        assert word in sentence


def test_a_row_that_stops_for_a_name_alone_is_refused(tmp_path: Path) -> None:
    sentence = refusal(
        tmp_path,
        SHIPPED
        + '\n[[row]]\nname = "strict"\nabout = "hit"\nadvice = "stop"\nreason = "verdict.hit.person"\n',
    )
    assert "strict" in sentence
    assert "exact = true" in sentence


def test_a_slip_of_the_pen_names_its_line(tmp_path: Path) -> None:
    lines = SHIPPED.splitlines()
    lines[40] = "this is no table"
    assert "line 41" in refusal(tmp_path, "\n".join(lines))


def test_bytes_that_are_no_text_name_their_line(tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_bytes(b"format = 1\n# caf\xe9\n")
    with pytest.raises(PolicyError, match="syntax") as refused:
        Policy.load(file)
    assert "line 2" in refused.value.sentence()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PolicyError) as refused:
        Policy.load(tmp_path / "none.toml")
    assert "none.toml" in refused.value.sentence()


def test_a_table_from_before_the_desk_could_lock_means_five_minutes(tmp_path: Path) -> None:
    assert Policy.load().desk_lock_after == timedelta(minutes=5)
    assert Policy.load(written(tmp_path, changed("= 5   #", "= 1   #"))).desk_lock_after == timedelta(
        minutes=1
    )
    older = changed("[desk]\nlock_after_minutes = 5", "")
    assert Policy.load(written(tmp_path, older)).desk_lock_after == timedelta(minutes=5)


def test_a_supervisor_may_tighten_the_table(tmp_path: Path) -> None:
    stricter = Policy.load(written(tmp_path, changed("fresh_days = 7", "fresh_days = 2")))
    assert stricter.fresh_for.days == 2


def test_the_watchlist_is_shut_only_where_the_policy_says_when(tmp_path: Path) -> None:
    assert Policy.load().lock_after is None
    shut = changed("# lock_after_days = 30", "lock_after_days = 12 #")
    assert Policy.load(written(tmp_path, shut)).lock_after == timedelta(days=12)
    with pytest.raises(PolicyError):
        Policy.load(written(tmp_path, changed("# lock_after_days = 30", "lock_after_days = 0 #")))


def test_a_policy_names_the_states_whose_nationals_come_home(tmp_path: Path) -> None:
    assert Policy.load().home_states == frozenset()
    named = Policy.load(written(tmp_path, changed('# home_states = ["NER"]', 'home_states = ["NER", "D"]')))
    assert named.home_states == {"NER", "D"}
