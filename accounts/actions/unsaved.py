"""Keeping what was typed into a form that could not be performed, and offering it again to the same person only."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.http import QueryDict

from accounts.models.unsaved import UnsavedInput
from accounts.models.user import User
from merchant_portal import clock, crypto

KEPT_FOR = timedelta(hours=1)
MAX_FORMS = 10  # for each person; the newest are kept
MAX_PAGE = 200  # characters of an address
MAX_BYTES = 64 * 1024  # of one form's values, as JSON: more than any of our forms accepts
HASH_BYTES = 20


@dataclass(frozen=True)
class SavedInput:
    """Values to be put back into a form. `pk` and `typed_at` are None for values that are not stored."""

    values: QueryDict
    pk: int | None = None
    typed_at: datetime | None = None


def form_hash(path: str, parts: list[str]) -> str:
    """Returns the key of the form at the address `path` that differs from others there by `parts`."""
    return hashlib.blake2b(json.dumps([path, *parts]).encode(), digest_size=HASH_BYTES).hexdigest()


def keep(*, person_id: int, form: str, page: str, values: QueryDict) -> bool:
    """Stores `values` for the person, in place of older ones of the same form. Returns whether they are stored.

    Nothing is stored for a person who is no longer there, nor what is too large. The person's row is locked, so
    that the bound also holds for requests at the same time.
    """
    plain = json.dumps(dict(values.lists())).encode()
    if len(plain) > MAX_BYTES:
        return False
    with transaction.atomic():
        if not User.objects.select_for_update(no_key=True).filter(pk=person_id, is_active=True).exists():
            return False
        encrypted = crypto.encrypt(plain, bound_to=_binding(person_id, form))
        UnsavedInput.objects.update_or_create(
            person_id=person_id,
            form=form,
            defaults={"page": page, "encrypted": encrypted, "typed_at": clock.now()},
        )
        rows = UnsavedInput.objects.filter(person_id=person_id)
        newest = rows.order_by("-typed_at", "-pk").values("pk")[:MAX_FORMS]
        rows.exclude(pk__in=newest).delete()
    return True


def offers(*, person: User, page: str) -> list[SavedInput]:
    """Returns what `person` typed into the forms of `page` within the last hour, newest first."""
    rows = UnsavedInput.objects.filter(person=person, page=page, typed_at__gt=clock.now() - KEPT_FOR)
    return [offer for row in rows.order_by("-typed_at") if (offer := _opened(row))]


def forget(*, person: User, form: str) -> None:
    """Removes the values of a form that was performed."""
    UnsavedInput.objects.filter(person=person, form=form).delete()


def discard(*, person: User, pk: int) -> str:
    """Removes one offer of `person`. Returns the page that it was for, or nothing if it is gone."""
    rows = UnsavedInput.objects.filter(person=person, pk=pk)
    page = rows.values_list("page", flat=True).first() or ""
    rows.delete()
    return page


def expired() -> QuerySet:
    """Returns the rows that are offered no more."""
    return UnsavedInput.objects.filter(typed_at__lt=clock.now() - KEPT_FOR)


def _binding(person_id: int, form: str) -> str:
    return f"unsaved input:{person_id}:{form}"


def _opened(row: UnsavedInput) -> SavedInput | None:
    """Returns the values of a row; none if the key they were encrypted under is no longer listed."""
    try:
        plain = crypto.decrypt(row.encrypted, bound_to=_binding(row.person_id, row.form))
    except crypto.CannotDecrypt:
        return None
    values = QueryDict(mutable=True)
    for name, texts in json.loads(plain).items():
        values.setlist(name, texts)
    return SavedInput(values, row.pk, row.typed_at)
