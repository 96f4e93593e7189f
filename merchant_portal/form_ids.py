"""The hidden id of a form: sent twice, it acts once; it names the person whose page it was, and its age."""

import hashlib
import json
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.core import signing

from merchant_portal import clock

SALT = "merchant_portal.form_id"
MAX_HOURS = 24


class Stale(ValueError):
    """The form was open for longer than a day, or the id is not ours."""


class TooFast(ValueError):
    """The form came back faster than a person fills it in."""


@dataclass(frozen=True)
class FormId:
    """What a form's id says: a random value, the person who was signed in, if any, and when the page was made."""

    random: str
    person_id: int | None
    made_at: float  # seconds since the epoch


def new(person_id: int | None = None) -> str:
    """Returns a fresh signed id for a page shown to the person `person_id`, or to somebody not signed in."""
    milliseconds = int(clock.now().timestamp() * 1000)  # whole, so that every id is equally long
    return signing.dumps([secrets.token_hex(16), person_id, milliseconds], salt=SALT)


def read(form_id: str) -> FormId:
    """Returns what `form_id` says. Raises Stale for one older than a day or not signed by us."""
    try:
        random, person_id, milliseconds = signing.loads(form_id, salt=SALT, max_age=MAX_HOURS * 3600)
        return FormId(random, person_id, milliseconds / 1000)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise Stale from error


def hash_of(*facts) -> str:
    """Returns a hash without a key of `facts`, which JSON can write: two presses share it across a rotation of keys.

    One of the facts is the random part of an id, of 128 bits and stored nowhere, so that none can be guessed from it.
    """
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def press_key(form_id: str, *facts) -> str | None:
    """Returns what is kept, unique, of a press of the form `form_id` with `facts`. None for an id that is not ours."""
    try:
        found = read(form_id)
    except Stale:
        return None
    return hash_of(found.random, *facts)


def key_of(form_id: str, *, typed: bool = True) -> str:
    """Returns what is kept, unique, of `form_id`.

    Raises Stale, or TooFast below MIN_FILL_SECONDS where there is something to be typed.
    """
    found = read(form_id)
    if typed and clock.now().timestamp() - found.made_at < settings.MIN_FILL_SECONDS:
        raise TooFast
    return hash_of("form", found.random)
