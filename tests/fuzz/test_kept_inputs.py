"""What the fuzzer once found to reach new code, given to the same doors again (`script/fuzz --keep`)."""

from __future__ import annotations

import pytest

from borderdesk.imaging import decode
from script.fuzzing.command import KEPT, kept
from script.fuzzing.targets import TARGETS


@pytest.mark.parametrize("name", TARGETS)
def test_every_kept_input_is_answered(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for limit in ("MEGAPIXELS_AT_MOST", "MEGAPIXELS_IN_ALL"):
        monkeypatch.setattr(
            decode, limit, getattr(decode, limit)
        )  # the target lowers it; afterwards it is back
    inputs = kept(name)
    assert inputs
    for data in inputs.values():
        TARGETS[name].run(data)


def test_what_is_kept_is_small() -> None:
    assert sum(file.stat().st_size for file in KEPT.glob("*.zip")) < 200_000
