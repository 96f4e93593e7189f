"""How every text is cleaned that is compared, counted or looked up: addresses, phones, codes, numbers, names, tokens.

There is one place for it. Two places that differ a little make two accounts on one mailbox, or a limit that does not
count. Passwords are never cleaned: any character may be meant.
"""

import re
import unicodedata

import idna

EMAIL_MAX = 254  # RFC 5321, 4.5.3.1.3, without the angle brackets
# The format characters of Unicode (Cf), and what else has no visible shape (Default_Ignorable_Code_Point). The
# function `portal_clean` of the database has the same.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000110bd\U000110cd"
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
ACE = "xn--"  # begins a label of a domain that is written in ASCII and represents another (RFC 5890)
NOT_OF_A_TOKEN = re.compile(r"[^A-Za-z0-9_-].*", re.DOTALL)


class UnusableAddress(ValueError):
    """The text cannot be an address. `code` says why: invisible, control, space, domain or too_long."""

    def __init__(self, code: str):
        self.code = code
        super().__init__(code)


def has_control_characters(text: str) -> bool:
    """Returns whether `text` holds what no keyboard sends: controls, NUL, half a surrogate."""
    return any(unicodedata.category(char) in {"Cc", "Cs"} for char in text)


def clean(text: str) -> str:
    """Returns `text` for a comparison: half-width, composed, without invisible characters and blanks at its ends."""
    if text.isascii():
        return text.strip()
    half = unicodedata.normalize("NFKC", text)
    return unicodedata.normalize("NFKC", INVISIBLE.sub("", half)).strip()


def is_empty(text: str) -> bool:
    """Returns whether nobody sees anything of `text`."""
    return not INVISIBLE.sub("", text).strip()


def name_key(name: str) -> str:
    """Returns the form under which a name is compared: cleaned, in lower case, words one blank apart."""
    return " ".join(unicodedata.normalize("NFKC", clean(name).casefold()).split())


def clean_token(token: str) -> str:
    """Returns the token of a link without what a mail program or a person added behind it."""
    return NOT_OF_A_TOKEN.sub("", token)


def clean_domain(domain: str) -> str:
    """Returns the domain of an address in ASCII, by IDNA 2008. Raises UnusableAddress for one that cannot exist."""
    lower = unicodedata.normalize("NFKC", domain.lower()).replace("。", ".")  # the full stop of Chinese keyboards
    return ".".join(map(_ascii_label, lower.split(".")))


def clean_address(address: str) -> str:
    """Returns the one form in which an e-mail address is stored, written to, looked up and counted.

    The domain is in ASCII, by IDNA 2008, the name before it half-width and in lower case. Blanks and invisible
    characters at either end are dropped. Raises UnusableAddress for an invisible character inside, which would name
    another mailbox, for controls and blanks inside, and for a domain that cannot exist.
    """
    text = _trimmed(unicodedata.normalize("NFKC", address))
    if INVISIBLE.search(text):
        raise UnusableAddress("invisible")
    if has_control_characters(text):
        raise UnusableAddress("control")
    if any(map(str.isspace, text)):
        raise UnusableAddress("space")
    local, at, domain = text.rpartition("@")
    name = unicodedata.normalize("NFKC", local.lower())
    return f"{name}@{clean_domain(domain)}" if at else text.lower()


def readable_address(address: str) -> str:
    """Returns a stored address as people write it: the domain in its own script."""
    local, at, domain = address.rpartition("@")
    return f"{local}{at}{'.'.join(map(_readable_label, domain.split('.')))}"


def _trimmed(text: str) -> str:
    shown = [place for place, char in enumerate(text) if not is_empty(char)]
    return text[shown[0] : shown[-1] + 1] if shown else ""


def _ascii_label(label: str) -> str:
    if label.isascii() and not label.startswith(ACE):
        return label
    try:
        return idna.alabel(label).decode()
    except idna.IDNAError:
        raise UnusableAddress("domain") from None


def _readable_label(label: str) -> str:
    try:
        return idna.ulabel(label) if label.startswith(ACE) else label
    except idna.IDNAError:
        return label
