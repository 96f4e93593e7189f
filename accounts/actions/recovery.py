"""Recovery codes: ten, shown once, each good for one second step."""

from datetime import datetime
from enum import Enum
from itertools import count

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions import attempts, challenges
from accounts.emails.two_step import RecoveryCodesGenerated, RecoveryCodeUsed
from accounts.events import AccountEvent
from accounts.models.challenge import LETTERS
from accounts.models.pending import Channel, PendingSignIn
from accounts.models.recovery import CODES, FEW_CODES, LENGTH, RecoveryCode
from accounts.models.user import User
from merchant_portal import clock, crypto, date_formats, form_ids
from merchant_portal.audit import recording as audit
from merchant_portal.errors import Forbidden, Refused
from merchant_portal.idempotency import presses
from merchant_portal.messaging import outbox as messaging


class WrongRecoveryCode(Refused):
    """The code typed as proof of keeping is none of the person's."""

    status = 200
    sentence = _("This isn't one of your codes. Copy one from where you saved them.")


class NotYourCodes(Refused):
    """These are not the person's recovery codes, or not any more."""

    sentence = _("The codes you were shown are no longer valid.")


def _unused(user: User):
    return RecoveryCode.objects.filter(user=user, used_at__isnull=True)


def count_left(user: User) -> int:
    """Returns how many recovery codes of `user` are unused."""
    return _unused(user).count()


class RecoveryCodesStatus(Enum):
    """The status of somebody's recovery codes, worst first."""

    NONE = "none"
    NOT_SAVED = "not_saved"  # generated, and the page was left before one was typed
    FEW = "few"
    GOOD = "good"


def status_of(user: User) -> tuple[RecoveryCodesStatus, int]:
    """Returns the status of the recovery codes of `user`, and how many are unused."""
    kept = list(_unused(user).values_list("saved_at", flat=True))
    if not kept:
        return RecoveryCodesStatus.NONE, 0
    if not all(kept):
        return RecoveryCodesStatus.NOT_SAVED, len(kept)
    return (RecoveryCodesStatus.FEW if len(kept) <= FEW_CODES else RecoveryCodesStatus.GOOD), len(kept)


def check_allowed(user: User) -> None:
    """Raises Forbidden for staff, who sign in with an app or not at all."""
    if user.is_staff:
        raise Forbidden(_("Staff accounts don't have recovery codes. If you have lost your app, ask an administrator."))


def generate(*, user: User, form_id: str = "") -> list[str]:
    """Generates ten codes in place of those before, and returns them; nobody can read them again later.

    A second press of the form `form_id` returns the codes of the first. No session ends: the codes open a sign-in that
    is still to come, and the old ones are dead at once. Raises Forbidden for staff.
    """
    check_allowed(user)
    seed = form_ids.press_key(form_id, "recovery codes", user.pk) or crypto.new_token()
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=user.pk)
        shown = _shown_a_moment_ago(person, seed)
        if shown:
            return shown
        replaced, _by_model = RecoveryCode.objects.filter(user=person).delete()
        now = clock.now()
        codes = _generated(crypto.keyed_hash("recovery codes", seed), now)
        RecoveryCode.objects.bulk_create(
            RecoveryCode(user=person, code_hash=one, created_at=now) for one in _hashes(person, codes)
        )
        event = audit.record(AccountEvent.RECOVERY_CODES_GENERATED, target=person, by=person, renewed=bool(replaced))
        messaging.send(RecoveryCodesGenerated, event.pk)
    return codes


def _shown_a_moment_ago(person: User, seed: str) -> list[str]:
    """Returns the codes of the locked `person`, if unused and made of `seed` a moment ago; else nothing."""
    rows = RecoveryCode.objects.filter(user=person, created_at__gt=clock.now() - presses.KEPT)
    found = dict(rows.filter(used_at__isnull=True).values_list("code_hash", "created_at"))
    if len(found) != CODES:
        return []
    purpose = RecoveryCode.hash_purpose(person.pk)
    for secret in crypto.possible_hashes("recovery codes", seed):
        codes = _generated(secret, next(iter(found.values())))
        under_each_pepper = zip(*(crypto.possible_hashes(purpose, code) for code in codes), strict=True)
        if any(set(hashes) == set(found) for hashes in under_each_pepper):
            return codes
    return []


def _generated(secret: str, at: datetime) -> list[str]:
    """Returns the ten distinct codes that belong to `secret` at `at`, so that no later press revives them."""
    codes: dict[str, None] = {}
    for number in count():
        if len(codes) == CODES:
            return list(codes)
        codes[crypto.derived_code(LENGTH, LETTERS, secret, f"{at.isoformat()}|{number}")] = None


def _hashes(person: User, codes: list[str]) -> list[str]:
    return [crypto.keyed_hash(RecoveryCode.hash_purpose(person.pk), code) for code in codes]


def check_all(*, user: User, codes: list[str]) -> None:
    """Checks that `codes` are the unused recovery codes of `user`, all of them. Spends and refunds one try.

    Raises NotYourCodes, or challenges.StepUpLocked after too many wrong ones.
    """
    attempt = challenges.consume_attempt_of(user.pk)
    unused = set(_unused(user).values_list("code_hash", flat=True))
    purpose = RecoveryCode.hash_purpose(user.pk)
    right = [bool(unused.intersection(crypto.possible_hashes(purpose, code))) for code in codes[:CODES]]
    if not all(right) or not len(set(codes)) == len(codes) == len(unused) > 0:
        challenges.note_wrong_code(user, Channel.RECOVERY)
        raise NotYourCodes
    attempts.refund(attempt)


def confirm_saved(*, user: User, code: str) -> None:
    """Notes that the person keeps the codes, who typed one of them as proof; it is not used up.

    Raises WrongRecoveryCode, or challenges.StepUpLocked after too many wrong ones.
    """
    attempt = challenges.consume_attempt_of(user.pk)
    with transaction.atomic():
        kept = RecoveryCode.answered_by(user, code).exists()
        if kept:
            _note_saved(user)
    if not kept:
        challenges.note_wrong_code(user, Channel.RECOVERY)
        raise WrongRecoveryCode(_about_used(user, code))
    attempts.refund(attempt)


def _note_saved(user: User) -> None:
    if _unused(user).filter(saved_at__isnull=True).update(saved_at=clock.now()):
        audit.record(AccountEvent.RECOVERY_CODES_SAVED, target=user, by=user)


def verify(pending: PendingSignIn, code: str) -> None:
    """Uses up the recovery code `code`, in plain letters, for the second step. The person is notified by email.

    Raises challenges.WrongCode, challenges.StepUpLocked or flows.FlowEnded. A code is accepted once.
    """
    attempt = challenges.consume_attempts(pending)
    with transaction.atomic():
        used = RecoveryCode.answered_by(pending.user, code).update(used_at=clock.now())
        if used:
            _note_saved(pending.user)  # where the code was, the others are
            audit.record(AccountEvent.RECOVERY_CODE_USED, target=pending.user, by=pending.user)
            messaging.send(RecoveryCodeUsed, pending.user_id)
    if not used:
        challenges.refuse_code(pending, Channel.RECOVERY, _about_used(pending.user, code))
    attempts.refund(attempt)


def _about_used(user: User, code: str):
    """Returns the sentence about a code that was used before, or None for any other."""
    used_at = RecoveryCode.used_as(user, code).values_list("used_at", flat=True).first()
    if used_at is None:
        return None
    day = date_formats.day(used_at)
    return _("This recovery code was used on %(day)s. Each code works once. Enter another one.") % {"day": day}
