"""Authenticator apps: enrolled unconfirmed, confirmed by the first right code, checked through one door."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions import budgets, challenges
from accounts.events import Event
from accounts.models.device import TotpDevice
from accounts.models.pending import PendingSignIn
from accounts.models.user import User
from merchant_portal.audit import recording as audit
from merchant_portal.errors import Refused

METHOD = "app"


def of(user: User) -> TotpDevice | None:
    """Returns the person's confirmed app, or None."""
    return TotpDevice.objects.filter(user=user, confirmed=True).first()


def answering(user: User) -> TotpDevice | None:
    """Returns the person's confirmed app, unless the key that sealed its own is gone."""
    device = of(user)
    return device if device and device.answers else None


def offer(user: User) -> TotpDevice:
    """Returns the app under enrolment, with a key drawn now if there is none yet."""
    device = TotpDevice(user=user, name="app", confirmed=False)
    device.draw_key()
    with transaction.atomic():
        offered, _created = TotpDevice.objects.get_or_create(
            user=user, confirmed=False, defaults={"name": device.name, "key_sealed": device.key_sealed}
        )
    return offered


def offered_to(user: User) -> TotpDevice | None:
    """Returns the app under enrolment, or None."""
    return TotpDevice.objects.filter(user=user, confirmed=False).first()


def verify(pending: PendingSignIn, code: str) -> TotpDevice:
    """Checks `code` against the person's app; a first right code confirms one under enrolment. Returns the app.

    Raises challenges.WrongCode, challenges.StepUpLocked or flows.FlowEnded. A code is accepted once.
    """
    attempt = challenges.spend_tries(pending)
    device = of(pending.user) or offered_to(pending.user)
    step = device and device.step_of(code)
    if step is None or not _use(device, step):
        challenges.refuse(pending, METHOD)
    budgets.refund(attempt)
    return device


class WrongAppCode(Refused):
    """The code of the app does not match, or was used before."""

    status = 200
    sentence = _("This code does not match. Wait for the next one and type it.")


def verify_again(user: User, code: str) -> None:
    """Checks a code of the app of somebody who is signed in.

    Raises WrongAppCode, or challenges.StepUpLocked after too many wrong ones. A code is accepted once.
    """
    attempt = challenges.spend_try_of(user.pk)
    device = answering(user)
    step = device and device.step_of(code)
    if step is None or not _use(device, step):
        challenges.note_wrong_code(user, METHOD)
        raise WrongAppCode
    budgets.refund(attempt)


def _use(device: TotpDevice, step: int) -> bool:
    """Uses up the time step; an app under enrolment becomes the person's. Returns False if it was used."""
    with transaction.atomic():
        fresh = TotpDevice.objects.filter(pk=device.pk, last_step__lt=step)
        if device.confirmed:
            return bool(fresh.update(last_step=step))
        confirmed = fresh.filter(confirmed=False).update(last_step=step, confirmed=True, confirmed_at=timezone.now())
        if confirmed:
            audit.record(Event.AUTHENTICATOR_ENROLLED, target=device.user, by=device.user)
            device.confirmed = True
        return bool(confirmed)
