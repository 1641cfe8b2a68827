"""The notice for travellers, in every language the same things."""

from __future__ import annotations

import re
import tomllib

import pytest

import resources
from borderdesk.privacy.notice import languages, notice
from borderdesk.privacy.terms import RequestKind, load
from models.errors import KnownError


def test_there_are_the_languages_of_the_region() -> None:
    assert languages() == ("ar", "en", "fr", "pt")


@pytest.mark.parametrize("language", ["ar", "en", "fr", "pt"])
def test_every_language_says_the_same_things(language: str) -> None:
    def shape(of: str) -> dict[str, int]:
        said = tomllib.loads(resources.path("notices", f"{of}.toml").read_text(encoding="utf-8"))
        return {key: len(value) if isinstance(value, list) else 0 for key, value in said.items()}

    assert shape(language) == shape("en")
    page = notice(language, authority="Police <of> Niger", contact="tel. 123")
    assert f'lang="{language}"' in page
    assert ('dir="rtl"' in page) == (language == "ar")
    assert "Police &lt;of&gt; Niger" in page
    assert "tel. 123" in page
    assert "{" not in page.split("</style>")[1]


@pytest.mark.parametrize("language", ["ar", "en", "fr", "pt"])
def test_the_days_are_those_of_the_table(language: str) -> None:
    page = notice(language)
    rules = load()
    for kind in (RequestKind.ACCESS, RequestKind.COMPLAINT):
        assert re.search(rf"\b{rules[kind].due_days}\b", page)
    assert "____" in page  # to be filled in by hand


def test_a_language_that_is_not_there_is_told() -> None:
    with pytest.raises(KnownError) as error:
        notice("../policy/default")
    assert error.value.message.key == "error.notice.language"
