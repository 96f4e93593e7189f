"""The hidden id of a form that creates something: sent twice, it creates once; its age tells people from programs."""

import secrets
import time

from django.conf import settings
from django.core import signing

from merchant_portal import crypto

SALT = "merchant_portal.form_id"
MAX_HOURS = 24


class Stale(ValueError):
    """The form was open for longer than a day, or the id is not ours."""


class TooFast(ValueError):
    """The form came back faster than a person fills it in."""


def new() -> str:
    """Returns a fresh signed id with the time of its making."""
    return signing.dumps([secrets.token_hex(16), time.time()], salt=SALT)


def key_of(form_id: str, *, typed: bool = True) -> str:
    """Returns what is kept, unique, of `form_id`.

    Raises Stale, or TooFast below MIN_FILL_SECONDS where there is something to be typed.
    """
    try:
        random, made_at = signing.loads(form_id, salt=SALT, max_age=MAX_HOURS * 3600)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise Stale from error
    if typed and time.time() - made_at < settings.MIN_FILL_SECONDS:
        raise TooFast
    return crypto.keyed_hash("form", random)
