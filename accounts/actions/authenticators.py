"""Authenticator apps: enrolled unconfirmed, confirmed by the first right code, checked in one place."""

import logging

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions import attempts, challenges
from accounts.emails.two_step import TwoStepOff, TwoStepOn
from accounts.events import AccountEvent
from accounts.models.device import KEY_LASTS, TotpDevice
from accounts.models.pending import PendingSignIn
from accounts.models.user import User
from merchant_portal import clock, crypto
from merchant_portal.audit import recording as audit
from merchant_portal.errors import Forbidden, Refused
from merchant_portal.messaging import outbox as messaging
from merchant_portal.statements import Select

logger = logging.getLogger(__name__)

METHOD = "app"
CONFIRMED = Select(TotpDevice, "WHERE user_id = %s AND confirmed")  # there is at most one


class WrongAppCode(Refused):
    """The code of the app does not match, or was used before."""

    status = 200
    sentence = challenges.NO_MATCH_BY[METHOD]


class AppUnavailable(Refused):
    """The key of the app was sealed with a field key that is gone, so that no code can be checked."""

    sentence = _(
        "We can't check codes from your app right now. This is a problem on our side. "
        "Sign in another way if you can, or contact support."
    )


class KeyTimedOut(Refused):
    """The key of the app under enrolment was shown too long ago, or another was generated since."""

    sentence = _("This setup key has expired. Start again to get a new one.")


def confirmed_app(user: User) -> TotpDevice | None:
    """Returns the person's confirmed app, or None."""
    return CONFIRMED.first(user.pk)


def answering(user: User) -> TotpDevice | None:
    """Returns the person's confirmed app, unless the key that sealed its own is gone."""
    device = confirmed_app(user)
    return device if device and device.answers else None


def offer(user: User) -> TotpDevice:
    """Returns the app under enrolment, with a key generated now if there is none yet that can be read."""
    device = TotpDevice(user=user, name="", confirmed=False)
    device.generate_key()
    with transaction.atomic():
        offered, _created = TotpDevice.objects.get_or_create(
            user=user, confirmed=False, defaults={"name": device.name, "encrypted_key": device.encrypted_key}
        )
        if not offered.answers:
            offered.encrypted_key = device.encrypted_key
            offered.save(update_fields=["encrypted_key"])
    return offered


def unconfirmed_app(user: User) -> TotpDevice | None:
    """Returns the app under enrolment, or None."""
    return TotpDevice.objects.filter(user=user, confirmed=False).first()


def enrol(*, user: User) -> TotpDevice:
    """Generates the key of a new app and returns it. A key that was generated before and not used is discarded."""
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=user.pk)
        TotpDevice.objects.filter(user=person, confirmed=False).delete()
        device = TotpDevice(user=person, name="", confirmed=False)
        device.generate_key()
        device.save()
    return device


def app_in_setup(user: User) -> TotpDevice | None:
    """Returns the app whose key was generated a moment ago, or None when it was too long ago or cannot be read."""
    device = TotpDevice.objects.filter(user=user, confirmed=False, created_at__gt=clock.now() - KEY_LASTS).first()
    return device if device and device.answers else None


def confirm(*, user: User, code: str, name: str = "") -> TotpDevice | None:
    """Makes the app under enrolment the person's, if `code` is right, in place of the one before; it is called `name`.

    Every other session, trust and open flow ends with the old security stamp; the caller re-keys the session it is
    made in. Returns the app, with the person; None for the loser of two right codes at once. Raises WrongAppCode,
    KeyTimedOut, or challenges.StepUpLocked after too many wrong ones.
    """
    attempt = challenges.consume_attempt_of(user.pk)
    device = app_in_setup(user)
    if device is None:
        attempts.refund(attempt)
        raise KeyTimedOut
    step = device.step_of(code)
    if step is None:
        challenges.note_wrong_code(user, METHOD)
        raise WrongAppCode
    attempts.refund(attempt)
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=user.pk)
        if not TotpDevice.objects.filter(pk=device.pk, confirmed=False).exists():
            return None
        replaced, _by_model = TotpDevice.objects.filter(user=person, confirmed=True).delete()
        TotpDevice.objects.filter(pk=device.pk).update(name=name, **_confirmed_now(step))
        device.user, device.confirmed = person, True
        person.rotate_stamp()
        event = AccountEvent.AUTHENTICATOR_REPLACED if replaced else AccountEvent.AUTHENTICATOR_ENROLLED
        messaging.send(TwoStepOn, audit.record(event, target=person, by=person).pk)
    return device


def remove(*, user: User) -> User | None:
    """Removes the app of `user`, who is then asked over the other channels.

    Every other session, trust and open flow ends, as when one is added. Returns the person, or None if there was no
    app. Raises Forbidden for staff, who sign in with an app or not at all.
    """
    if user.is_staff:
        raise Forbidden(
            _("Staff must sign in with an authenticator app. You can replace the app, but you can't remove it.")
        )
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=user.pk)
        if not TotpDevice.objects.filter(user=person, confirmed=True).delete()[0]:
            return None
        person.rotate_stamp()
        messaging.send(TwoStepOff, audit.record(AccountEvent.AUTHENTICATOR_REMOVED, target=person, by=person).pk)
    return person


def verify(pending: PendingSignIn, code: str) -> TotpDevice:
    """Checks `code` against the person's app; a first right code of staff confirms one under enrolment.

    Returns the app. Raises challenges.WrongCode, challenges.StepUpLocked, flows.FlowEnded or AppUnavailable. A code is
    accepted by one flow. Two right answers of it at once: both return, and `sign_in.finish` lets one through.
    """
    attempt = challenges.consume_attempts(pending)
    device = confirmed_app(pending.user)
    if device is None and pending.purpose == PendingSignIn.Purpose.STAFF:
        device = unconfirmed_app(pending.user)
    step = _step_of(device, code, attempt)
    if step is None or not (_use(device, step, pending) or _used_by(pending, step)):
        challenges.refuse_code(pending, METHOD)
    attempts.refund(attempt)
    return device


def verify_again(user: User, code: str) -> None:
    """Checks a code of the app of somebody who is signed in.

    Raises WrongAppCode, AppUnavailable, or challenges.StepUpLocked after too many wrong ones. A code is accepted once.
    """
    attempt = challenges.consume_attempt_of(user.pk)
    device = confirmed_app(user)
    step = _step_of(device, code, attempt)
    if step is None or not _use(device, step):
        challenges.note_wrong_code(user, METHOD)
        raise WrongAppCode
    attempts.refund(attempt)


def _step_of(device: TotpDevice | None, code: str, attempt: attempts.Attempt) -> int | None:
    """Returns the code's time step, or None for a wrong one. Raises AppUnavailable and refunds the attempt if nobody
    can say."""
    try:
        return device.step_of(code) if device else None
    except crypto.CannotDecrypt:
        logger.error("the key of an authenticator app cannot be read", extra={"device": device.pk})
        attempts.refund(attempt)
        raise AppUnavailable from None


def _use(device: TotpDevice, step: int, pending: PendingSignIn | None = None) -> bool:
    """Uses up the time step, for a flow; an app under enrolment becomes the person's. Returns False if it was used."""
    with transaction.atomic():
        fresh = TotpDevice.objects.filter(pk=device.pk, confirmed=device.confirmed, last_step__lt=step)
        used = {"last_step": step} if device.confirmed else _confirmed_now(step)
        if not fresh.update(**used):
            return False
        if pending is not None:
            PendingSignIn.objects.filter(pk=pending.pk).update(app_step=step)
        if not device.confirmed:
            audit.record(AccountEvent.AUTHENTICATOR_ENROLLED, target=device.user, by=device.user)
            device.confirmed = True
    return True


def _confirmed_now(step: int) -> dict:
    return {"last_step": step, "confirmed": True, "confirmed_at": clock.now()}


def _used_by(pending: PendingSignIn, step: int) -> bool:
    """Returns whether the step was used by this very flow a moment ago, as by the first of two clicks."""
    return PendingSignIn.objects.filter(pk=pending.pk, app_step=step).exists()
