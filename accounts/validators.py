"""What an address and a password must be."""

import gzip
import re
import unicodedata
from bisect import bisect_left
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from merchant_portal.cleaning import EMAIL_MAX, UnusableAddress, clean_address
from merchant_portal.site import site_names

SHORTEST_OWN_WORD = 4  # characters; shorter names stand in too many good passwords by chance
SHORTEST_HAN_WORD = 2  # a sign of Han is a word
HAN = "⺀"  # from here on in Unicode
LETTERS_OF_ITS_OWN = 4  # what a password needs beside own words and digits
KNOWN_PASSWORDS = Path(__file__).parent / "data" / "known_passwords.txt.gz"  # README.md there says of what it is made


def email_key(address: str) -> str:
    """Returns the one form under which an address is looked up, counted and kept unique.

    Raises UnusableAddress for what cannot be an address, and for more than 254 characters.
    """
    key = clean_address(address)
    if len(key) > EMAIL_MAX:
        raise UnusableAddress("too_long")
    return key


@cache
def listed_words() -> bytes:
    """Returns the passwords that everybody knows, a line each, sorted: one object of 2.3 MB, read when first needed."""
    return gzip.decompress(KNOWN_PASSWORDS.read_bytes())


def _line_at(position: int) -> bytes:
    listed = listed_words()
    return listed[listed.rfind(b"\n", 0, position) + 1 : listed.find(b"\n", position)]


def is_known(password: str) -> bool:
    """Returns whether the password, whole and whatever its capitals and widths, is on the list of known ones."""
    word = unicodedata.normalize("NFKC", password).casefold().encode(errors="surrogatepass")
    return _line_at(bisect_left(range(len(listed_words())), word, key=_line_at)) == word


class KnownPasswordValidator:
    """Refuses a password that is common or was leaked. A longer one that contains it may be good (NIST SP 800-63B)."""

    def validate(self, password, user=None):
        if is_known(password):
            raise ValidationError(
                _(
                    "This password is on lists of common and leaked passwords, which attackers try first. "
                    "Choose another one. A sentence of several words is strong and easy to remember."
                ),
                code="known",
            )

    def get_help_text(self):
        return _("Don't use a common password.")


def _squashed(text: str) -> str:
    """Returns the letters and digits of a text, without capitals, widths, blanks and punctuation."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text).casefold())


class OwnWordsValidator:
    """Refuses a password of nothing but the person's own address, name or company, or the site's name, and digits."""

    def validate(self, password, user=None):
        said = rest = _squashed(password)
        for word in sorted(self._own_words(user), key=len, reverse=True):
            rest = rest.replace(word, "")
        letters = [sign for sign in rest if not sign.isdigit()]
        if rest != said and len(letters) < LETTERS_OF_ITS_OWN:
            raise ValidationError(
                _(
                    "This password is based on your name, your address, your company's name or this site's name, "
                    "which are easy to guess. Add unrelated words."
                ),
                code="own_words",
            )

    def get_help_text(self):
        return _("Don't use your name, your address or your company's name.")

    @staticmethod
    def _own_words(user) -> set[str]:
        phrases = [*site_names(), settings.PUBLIC_HOST]
        if user is not None:
            phrases += [user.email, user.email.partition("@")[0], user.name, getattr(user, "company_name", "")]
        words = {_squashed(word) for phrase in phrases for word in (phrase, *re.split(r"[\W_]+", phrase))}
        return {word for word in words if len(word) >= (SHORTEST_HAN_WORD if word > HAN else SHORTEST_OWN_WORD)}
