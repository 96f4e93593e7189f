"""What an address and a password must be."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MAX_EMAIL = 254  # RFC 5321, 4.5.3.1.3, without the angle brackets
SHORTEST_OWN_WORD = 4  # signs; shorter names stand in too many good passwords by chance


class UnusableAddress(ValueError):
    """The text cannot be an address: control characters, NUL, or too long."""


def email_key(address: str) -> str:
    """Returns the one form under which an address is looked up, counted and kept unique.

    Trimmed, NFKC, case-folded. Raises UnusableAddress for control characters and for more than 254 signs.
    """
    key = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", address).strip().casefold())
    if len(key) > MAX_EMAIL or any(unicodedata.category(sign) in ("Cc", "Cs") for sign in key):
        raise UnusableAddress
    return key


class OwnWordsValidator:
    """Refuses a password made of the person's own address, name or company, or of the site's name."""

    def validate(self, password, user=None):
        said = password.casefold()
        words = [word.casefold() for word in self._own_words(user) if len(word) >= SHORTEST_OWN_WORD]
        if any(word in said and len(said) - len(word) < SHORTEST_OWN_WORD for word in words):
            raise ValidationError(
                _("Choose a password without your name, your address or your company's name."),
                code="own_words",
            )

    def get_help_text(self):
        return _("Do not use your name, your address or your company's name.")

    @staticmethod
    def _own_words(user):
        words = ["merchantportal", "merchant portal", "商户门户"]
        if user is not None:
            local, _at, domain = user.email.partition("@")
            words += [user.email, local, domain, user.name, getattr(user, "company_name", "")]
        return words
