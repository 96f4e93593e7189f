"""The cast and their worlds, built through the real verbs."""

import re

from django.db import transaction
from django.utils import timezone

from accounts.actions import registration
from accounts.models import RecoveryCode, SingleUseLink, User, recovery
from accounts.models.challenge import LETTERS
from accounts.roles import Role
from merchant_portal import crypto, form_ids
from onboarding.actions import joining
from reviews.actions import staff

PASSWORD = "a quiet walk at noon"
HONG_KONG = "+85261234567"


def registered_owner(name: str, email: str, *, company: str = "Fernhill Sample Tea Ltd", language: str = "en") -> User:
    """Returns the owner of a fresh merchant, whose mailbox is not confirmed."""
    begun = joining.join(
        company_name=company,
        contact_name=name,
        email=email,
        phone="+8613800138000",
        password=PASSWORD,
        language=language,
        form_key=form_ids.key_of(form_ids.new()),
    )
    return begun.pending.user


def confirm(person: User) -> User:
    """Confirms the person's mailbox by the link that is on file for it, and returns the person."""
    mine = SingleUseLink.objects.filter(purpose=SingleUseLink.Purpose.CONFIRM, reference=str(person.pk))
    link = mine.get(used_at__isnull=True, superseded_at__isnull=True)
    with transaction.atomic():
        token = link.generate_token()
    return registration.confirm_email(token)


def confirmed_owner(name: str, email: str, **more) -> User:
    """Returns the owner of a fresh merchant, whose mailbox is confirmed."""
    return confirm(registered_owner(name, email, **more))


def confirm_phone(person: User, number: str = HONG_KONG) -> User:
    """Notes `number` as the person's confirmed phone, and returns the person."""
    person.phone, person.phone_confirmed_at = number, timezone.now()
    person.save(update_fields=["phone", "phone_confirmed_at"])
    return person


def keep_recovery_codes(person: User, count: int = 2) -> list[str]:
    """Gives the person recovery codes, and returns them."""
    codes = [crypto.new_code(recovery.LENGTH, LETTERS) for _ in range(count)]
    hashes = [crypto.keyed_hash(RecoveryCode.hash_purpose(person.pk), code) for code in codes]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=person, code_hash=one, saved_at=timezone.now()) for one in hashes
    )
    return codes


def reviewer(name: str, email: str, role: Role = Role.REVIEWER) -> User:
    """Returns a person of staff with a password of their own."""
    return staff.create(email=email, name=name, role=role, password=PASSWORD, by="tests")[0]


def form_id_on(page) -> str:
    """Returns the hidden form id that a page carries."""
    return re.search(r'name="form_id"[^>]*value="([^"]+)"', page.content.decode())[1]


def register_form(page, **changed) -> dict:
    """Returns what Olive types into the registration `page`, with `changed` fields."""
    return {
        "company_name": "Fernhill Sample Tea Ltd",
        "contact_name": "Olive Tan",
        "email": "olive@fernhill.example",
        "phone": "+86 138-0013 8000",
        "password": PASSWORD,
        "terms": "on",
        "form_id": form_id_on(page),
    } | changed
