"""In which language and scheme a check looks at the pages."""

import zlib
from typing import NamedTuple

from django.conf import settings
from django.utils import translation


class Look(NamedTuple):
    """A language and a colour scheme."""

    language: str
    scheme: str

    def __str__(self):
        return f"{self.language}.{self.scheme}"

    @property
    def lang(self) -> str:
        """What `<html lang>` says."""
        return {"zh-hans": "zh-Hans"}.get(self.language, self.language)

    def words(self, text: str) -> str:
        """Returns a text of the site in this language."""
        with translation.override(self.language):
            return translation.gettext(text)


LANGUAGES = [code for code, _ in settings.LANGUAGES]
LOOKS = [Look(language, scheme) for scheme in ("light", "dark") for language in LANGUAGES]


def look_for(test_id: str) -> Look:
    """Returns the one look of a test: always the same, and spread evenly over all tests."""
    return LOOKS[zlib.crc32(test_id.encode()) % len(LOOKS)]
