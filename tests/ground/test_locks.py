"""The lock files bring what pyproject.toml asks for, with hashes; what runs brings nothing of the tests."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version


@dataclass(frozen=True, slots=True)
class Pin:
    """One pinned package of a lock file."""

    requirement: Requirement
    hashes: int

    @property
    def version(self) -> Version:
        (specifier,) = self.requirement.specifier
        assert specifier.operator == "=="
        return Version(specifier.version)


def pins(text: str) -> list[Pin]:
    """Every pin of a lock file."""
    found = []
    for block in re.split(r"\n(?=\S)", text.strip()):
        head = block.split("\\")[0].strip()
        found.append(Pin(Requirement(head), len(re.findall(r"--hash=sha256:[0-9a-f]{64}\b", block))))
    return found


@pytest.fixture(scope="module")
def project(root):
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def run_pins(root):
    return pins((root / "requirements.lock").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def test_pins(root):
    return pins((root / "requirements-test.lock").read_text(encoding="utf-8"))


def names(found):
    return {canonicalize_name(pin.requirement.name) for pin in found}


def unmet(asked, found):
    lacking = []
    for text in asked:
        wish = Requirement(text)
        own = [
            pin for pin in found if canonicalize_name(pin.requirement.name) == canonicalize_name(wish.name)
        ]
        if not own or not all(pin.version in wish.specifier for pin in own):
            lacking.append(text)
    return lacking


def test_the_desk_gets_what_it_asks_for(project, run_pins):
    assert unmet(project["project"]["dependencies"], run_pins) == []
    assert unmet(project["dependency-groups"]["build"], run_pins) == []


def test_the_tests_get_what_they_ask_for(project, test_pins):
    assert unmet(project["dependency-groups"]["test"], test_pins) == []


def test_every_pin_has_hashes(run_pins, test_pins):
    assert [str(pin.requirement) for pin in run_pins + test_pins if not pin.hashes] == []


def test_tests_run_on_the_versions_that_the_desk_runs_on(root):
    def blocks(name):
        return set(re.split(r"\n(?=\S)", (root / name).read_text(encoding="utf-8").strip()))

    assert blocks("requirements.lock") < blocks("requirements-test.lock")


def test_what_runs_brings_no_test_dependency(project, run_pins):
    tests = {canonicalize_name(Requirement(text).name) for text in project["dependency-groups"]["test"]}
    assert len(tests) > 5
    assert tests & names(run_pins) == set()


def test_the_lock_files_name_no_source_of_packages(root):
    for name in ("requirements.lock", "requirements-test.lock"):
        text = (root / name).read_text(encoding="utf-8")
        assert "://" not in text
        assert not re.search(r"^\s*--(?!hash=)", text, re.MULTILINE)


@pytest.mark.parametrize("peer", ["passporteye", "fastmrz"])
def test_a_peer_is_pinned_with_hashes_and_names_no_source(root, peer):
    text = (root / "bench" / "peers" / f"{peer}.lock").read_text(encoding="utf-8")
    found = pins(text)
    assert {peer, "setuptools"} <= names(found)
    assert [str(pin.requirement) for pin in found if not pin.hashes] == []
    assert "://" not in text
    assert not re.search(r"^\s*--(?!hash=)", text, re.MULTILINE)
    wishes = (root / "bench" / "peers" / f"{peer}.in").read_text(encoding="utf-8").split("\n")
    assert unmet([wish for wish in wishes if wish], found) == []


def test_the_peer_under_the_agpl_is_in_no_environment_of_ours(run_pins, test_pins):
    assert "fastmrz" not in names(run_pins) | names(test_pins)
