"""What holds for every file: nothing of one machine in it, none too long, and scripts say what they are."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile

import pytest

SCRIPTS = ("borderdesk", "bench", "lock", "run", "setup.sh", "test")
REGISTRIES = re.compile(
    "pypi" + r"\.(?:org|python)|python" + "hosted|registry\\." + "npmjs|conda" + r"\.(?:io|anaconda)"
)
ONE_MACHINE = re.compile(r"(?<![\w.<>/-])/(?:work|root|opt|home/\w+|Users/\w+|mnt)/\w")


def found(pattern, text_files):
    return [
        f"{file}:{number}"
        for file, text in text_files.items()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_file_names_a_registry_of_packages(text_files):
    assert "pyproject.toml" in map(str, text_files)
    assert found(REGISTRIES, text_files) == []


def test_no_file_names_a_place_of_one_machine(text_files):
    assert found(ONE_MACHINE, text_files) == []


@pytest.mark.parametrize(
    "line", ["cd /work/" + "main", "open('/home/" + "amina/x')", "PATH=/opt/" + "wheels"]
)
def test_a_place_of_one_machine_would_be_found(line):
    assert ONE_MACHINE.search(line)


def test_no_code_file_is_longer_than_400_lines(text_files):
    """A longer one is a question to answer: which two rooms is it?"""
    long = {str(file): text.count("\n") for file, text in text_files.items() if file.suffix in (".py", ".sh")}
    assert {file: lines for file, lines in long.items() if lines > 400} == {}


def test_every_script_says_what_it_is(root):
    scripts = [*(file for file in (root / "script").iterdir() if file.is_file()), root / ".ci" / "run"]
    assert {file.name for file in scripts} >= set(SCRIPTS)
    for file in scripts:
        lines = file.read_text(encoding="utf-8").splitlines()
        comment = lines[1] if lines[0].startswith("#!") else lines[0]
        assert re.match(r'(# |""")[A-Z].{20,}', comment), (
            f"{file.name} does not say what it is in its first line"
        )


def test_every_shell_script_can_be_read_by_bash(root):
    for name in ("setup.sh", *SCRIPTS):
        subprocess.run(["bash", "-n", root / "script" / name], check=True)


def test_every_command_can_be_started(root):
    for file in (root / "script").iterdir():
        if file.is_file() and file.suffix == "":
            assert file.stat().st_mode & 0o111, f"{file.name} cannot be started"


def test_every_runtime_package_has_its_licence_named(root):
    page = (root / "docs" / "licences.md").read_text(encoding="utf-8")
    lock = (root / "requirements.lock").read_text(encoding="utf-8")
    packages = set(re.findall(r"^([\w.-]+)==", lock, re.MULTILINE))
    assert len(packages) > 30
    named = dict(re.findall(r"^\| ([\w.-]+) \| (.+) \|$", page, re.MULTILINE))
    assert [name for name in sorted(packages) if name not in named] == []
    vague = re.compile(r"BSD License|see its own|dependency licen")
    assert [name for name in sorted(packages) if vague.search(named[name])] == []


def test_every_folder_of_resources_has_its_origin_named(root):
    page = (root / "docs" / "licences.md").read_text(encoding="utf-8")
    folders = [each.name for each in (root / "resources").iterdir() if any(each.rglob("*.*"))]
    folders = sorted(name for name in folders if name != "__pycache__" and not name.endswith(".py"))
    assert len(folders) > 5
    assert [name for name in folders if f"`resources/{name}`" not in page] == []


@pytest.fixture(scope="module")
def wheel(root, tmp_path_factory):
    """The project built as a wheel, from nothing but what is here."""
    from hatchling.builders.wheel import WheelBuilder

    folder = tmp_path_factory.mktemp("wheel")
    (made,) = WheelBuilder(str(root)).build(directory=str(folder), versions=["standard"])
    return zipfile.ZipFile(made)


def test_the_wheel_holds_the_five_packages_with_their_data(wheel, root, text_files):
    names = set(wheel.namelist())
    tops = {name.split("/")[0] for name in names if ".dist-info/" not in name}
    assert tops == {"borderdesk", "ui", "models", "watchlist", "resources"}
    tracked = {str(file) for file in text_files if file.parts[0] in tops and "__pycache__" not in file.parts}
    assert tracked - names == set()
    data = {
        str(file.relative_to(root))
        for file in (root / "resources").rglob("*.*")
        if "__pycache__" not in file.parts
    }
    assert len(data) > 10
    assert data - names == set()


def test_the_wheel_reads_a_passport_without_the_checkout(wheel, root, tmp_path):
    """With the installed packages and the wheel's own files only: code, weights, policy and sentences."""
    wheel.extractall(tmp_path / "site")
    passport = root / "resources" / "tray" / "01-clean-passport.jpg"
    command = [sys.executable, "-P", "-m", "ui.main", "inspect", passport]
    answer = subprocess.run(
        [*command, "--no-watchlist", "--json", "--today", "2026-11-24"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": str(tmp_path / "site")},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    told = json.loads(answer.stdout)
    tray = tomllib.loads((passport.parent / "truth.toml").read_text(encoding="utf-8"))["document"]
    (truth,) = [each for each in tray if each["file"] == passport.name]
    assert told["document"]["lines"] == truth["lines"]
    assert told["advice"] == "in_order"


def test_the_wheel_brings_the_licence_and_the_command(wheel):
    (info,) = {name.split("/")[0] for name in wheel.namelist() if ".dist-info/" in name}
    names = set(wheel.namelist())
    assert {f"{info}/licenses/LICENSE", f"{info}/licenses/NOTICE"} <= names
    assert b"borderdesk = ui.main:main" in wheel.read(f"{info}/entry_points.txt")
