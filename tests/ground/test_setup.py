"""What the set-up does with an environment that is whole, half made, moved or old; what it asks for."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

MAKE = 'ensure_environment .venv "$root/requirements.lock" ""'


@pytest.fixture
def checkout(root, tmp_path) -> Path:
    """An empty checkout in a folder with a space in its name."""
    folder = tmp_path / "a desk"
    (folder / "script").mkdir(parents=True)
    for name in ("setup.sh", "run", "test"):
        shutil.copy(root / "script" / name, folder / "script" / name)
    (folder / "requirements.lock").write_text("# nothing\n", encoding="utf-8")
    return folder


def shell(checkout: Path, code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run code that has read the shared set-up, the way a script has."""
    text = f'set -euo pipefail\n. "{checkout}/script/setup.sh"\n{code}\n'
    return subprocess.run(
        ["bash", "-c", text, "script/run"],
        env={"PATH": os.environ["PATH"], **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def built(checkout: Path) -> bool:
    return shell(checkout, 'is_built .venv "$root/requirements.lock"').returncode == 0


@pytest.fixture
def environment(checkout) -> Path:
    """A whole environment, with the stamp that the set-up writes last."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", checkout / ".venv"], check=True)
    shell(checkout, 'stamp_of .venv "$root/requirements.lock" > "$root/.venv/.built"')
    return checkout / ".venv"


def test_a_whole_environment_is_used_as_it_is(checkout, environment):
    assert built(checkout)


def test_an_environment_whose_making_was_interrupted_is_made_anew(checkout, environment):
    (environment / ".built").unlink()
    assert not built(checkout)


def test_a_new_lock_file_makes_the_environment_anew(checkout, environment):
    (checkout / "requirements.lock").write_text("# something\n", encoding="utf-8")
    assert not built(checkout)


def test_a_moved_checkout_makes_its_environment_anew(checkout, environment):
    moved = checkout.rename(checkout.with_name("moved"))
    assert not built(moved)


def test_an_environment_without_its_python_is_made_anew(checkout, environment):
    (environment / "bin" / "python").unlink()
    assert not built(checkout)


def test_somebody_elses_environment_is_left_as_it_is(checkout):
    own = checkout / ".venv" / "lib" / "precious.py"
    own.parent.mkdir(parents=True)
    own.write_text("mine\n", encoding="utf-8")
    answer = shell(checkout, MAKE)
    assert answer.returncode == 1
    assert len(answer.stderr.splitlines()) == 1
    assert f"mv '{checkout}/.venv' '{checkout}/.venv.own'" in answer.stderr
    assert [file for file in (checkout / ".venv").rglob("*") if file.is_file()] == [own]
    assert own.read_text(encoding="utf-8") == "mine\n"


def test_a_link_to_somebody_elses_environment_and_a_file_are_left_as_they_are(checkout, tmp_path):
    own = tmp_path / "own"
    own.mkdir()
    (own / "precious.py").touch()
    (checkout / ".venv").symlink_to(own)
    assert shell(checkout, MAKE).returncode == 1
    assert (own / "precious.py").exists()
    (checkout / ".venv").unlink()
    (checkout / ".venv").write_text("elsewhere\n", encoding="utf-8")
    assert shell(checkout, MAKE).returncode == 1
    assert (checkout / ".venv").read_text(encoding="utf-8") == "elsewhere\n"


def test_a_place_that_is_emptied_is_known_as_the_set_ups_own_from_first_to_last(checkout, environment):
    """By its stamp before, by its mark after: whenever it is interrupted, the next call goes on."""
    answer = shell(checkout, 'clear_place "$root/.venv"')
    assert answer.returncode == 0, answer.stderr
    (left,) = environment.iterdir()
    (environment / "half-made").touch()
    assert shell(checkout, 'clear_place "$root/.venv"').returncode == 0
    assert list(environment.iterdir()) == [left]


def test_a_set_up_killed_in_the_middle_begins_anew_and_ends_well(checkout):
    first = subprocess.Popen(
        ["bash", "-c", f'set -euo pipefail\n. "{checkout}/script/setup.sh"\n{MAKE}', "script/run"],
        stdin=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    config = checkout / ".venv" / "pyvenv.cfg"
    deadline = time.monotonic() + 60
    while not config.exists():
        assert first.poll() is None, "it ended before it could be killed"
        assert time.monotonic() < deadline
        time.sleep(0.01)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    assert not built(checkout)
    (checkout / ".venv" / "half-made").touch()
    answer = shell(checkout, MAKE)
    assert answer.returncode == 0, answer.stderr
    assert built(checkout)
    assert not (checkout / ".venv" / "half-made").exists()


def test_what_is_there_is_not_asked_for_and_what_is_missing_is(checkout):
    answer = shell(
        checkout,
        "missing_packages bash:shell no-such-command:one libnosuch.so.9:two NoSuch.ttf:three libc.so.6:c",
    )
    assert answer.stdout.split() == ["one", "two", "three"]


def test_a_machine_without_apt_is_told_in_one_line_what_to_install(checkout, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    answer = shell(checkout, f'PATH="{empty}"; install_packages xvfb xauth')
    assert answer.returncode == 1
    assert len(answer.stderr.splitlines()) == 1
    assert answer.stderr.startswith("script/run: ")
    assert "xvfb xauth" in answer.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can stop being root")
@pytest.mark.skipif(shutil.which("apt-get") is None, reason="this is no Debian")
def test_a_user_who_may_not_install_is_told_in_one_line_what_root_should_run(checkout):
    code = 'type() { [ "$2" != sudo ] && builtin type "$@"; }; id() { printf 1000; }; install_packages xvfb'
    answer = shell(checkout, code)
    assert answer.returncode == 1
    assert answer.stdout == ""
    assert answer.stderr.rstrip().endswith("apt-get install -y --no-install-recommends xvfb")
    assert len(answer.stderr.splitlines()) == 1


def test_a_machine_that_is_not_set_to_utf_8_runs_in_utf_8(checkout):
    answer = shell(checkout, 'calm_environment; python3 -c "print(chr(1593))"', LANG="C", LC_ALL="C")
    assert answer.stdout == "\u0639\n"


def test_another_python_setting_does_not_leak_in(checkout):
    answer = shell(checkout, 'calm_environment; printf "%s" "${PYTHONHOME-none}"', PYTHONHOME="/nowhere")
    assert answer.stdout == "none"
