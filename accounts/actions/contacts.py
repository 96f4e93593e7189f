"""Another e-mail address or phone: proven by a code at the new one, then at the old one, and only then in force."""

import contextlib
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions import attempts, challenges, contact_changes, flows, phones
from accounts.emails.contacts import ContactChangeScheduled
from accounts.events import AccountEvent
from accounts.models.challenge import Challenge
from accounts.models.contact import WAIT_HOURS, ContactChange
from accounts.models.user import User
from accounts.validators import email_key
from merchant_portal import clock
from merchant_portal.audit import recording as audit
from merchant_portal.errors import Forbidden, Refused
from merchant_portal.messaging import sms


class NothingToChange(Refused):
    """There is no open change of this kind: done, cancelled, too old, or ended with the sessions."""

    sentence = _("There is no longer a change in progress. The last one was completed or cancelled, or it expired.")
    after = {
        ContactChange.Status.OLD_END: _("You have already confirmed the new one. Now confirm the current one."),
        ContactChange.Status.WAITING: _(
            "You already asked for this in another window. The change is waiting to take effect."
        ),
        ContactChange.Status.DONE: _("This change has already been completed."),
        ContactChange.Status.UNDONE: _("This change was undone with the link in our email."),
        ContactChange.Status.CANCELLED: _("This change has already been cancelled."),
    }

    def __init__(self, change: ContactChange):
        status = ContactChange.objects.filter(pk=change.pk).values_list("status", flat=True).first()
        super().__init__(self.after.get(status))


def open_changes(user: User) -> list[ContactChange]:
    """Returns the person's changes that are under way, at most one of each kind."""
    changes = ContactChange.objects.filter(user=user, status__in=ContactChange.OPEN).order_by("kind")
    under_way = list(changes.filter(stamp=user.security_stamp, ends_at__gt=clock.now()))
    for change in under_way:
        change.user = user
    return under_way


def open_change(user: User, kind: str) -> ContactChange | None:
    """Returns the person's change of this kind that is under way, or None."""
    return next((change for change in open_changes(user) if change.kind == kind), None)


def challenge_of(change: ContactChange) -> Challenge | None:
    """Returns the open challenge to the end that is to be proven now, or None."""
    return flows.newest_open(Challenge.objects.filter(change=change, destination=change.end), change.user)


def start(*, user: User, kind: str, new: str) -> ContactChange:
    """Opens a change of e-mail or phone to `new` and sends the first code there. One to another end is cancelled.

    Whether somebody else holds a new address is not asked here: the worker sees it, and tells that person instead
    of sending a code. Returns the change. Raises phones.NumberNotServed, phones.OnTooManyAccounts or flows.TooEarly.
    """
    obstacle = phones.obstacle_to(user, new) if kind == ContactChange.Kind.PHONE else None
    if obstacle:
        raise obstacle
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=user.pk)
        change = open_change(person, kind)
        if change is None or change.end != new:
            change = _opened(person, kind, new)
    send_again(change=change)
    return change


def _opened(person: User, kind: str, new: str) -> ContactChange:
    contact_changes.end_open(person, kind)
    old = person.email if kind == ContactChange.Kind.EMAIL else person.phone
    change = ContactChange.objects.create(user=person, kind=kind, old=old, new=new, stamp=person.security_stamp)
    audit.record(AccountEvent.CONTACT_CHANGE_BEGUN, target=person, by=person, kind=kind, new=change.masked(new))
    return change


def is_reached(change: ContactChange) -> bool:
    """Returns whether a code can be sent to the end that is to be proven now."""
    return change.is_email or sms.reaches(change.end)


def send_again(*, change: ContactChange) -> None:
    """Sends one more code to the end of an open change that is to be proven now.

    Raises phones.NumberNotServed, flows.TooEarly or flows.FlowEnded.
    """
    if not is_reached(change):
        raise phones.NumberNotServed
    challenge = _asked(change)
    flows.advance_resend(challenge)
    if change.end == change.new:
        phones.consume_contact_quotas(change.user, email_key(change.new) if change.is_email else change.new)
    else:
        flows.consume_send_quota(attempts.Limit.SENDS_AFTER_PASSWORD, change.old)
    with transaction.atomic():
        challenges.send(challenge)


def _asked(change: ContactChange) -> Challenge:
    """Returns the open challenge, written now if there is none: of many presses at once, one takes its first step."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=change.user_id)
        return challenge_of(change) or challenges.open_standalone(
            purpose=Challenge.Purpose.CONTACT,
            user=change.user,
            channel=Challenge.Channel.MAIL if change.is_email else Challenge.Channel.SMS,
            destination=change.end,
            lasts=phones.ASKING,
            sends=0,
            resend_at=clock.now(),
            change=change,
        )


def prove(*, change: ContactChange, code: str) -> User | None:
    """Checks `code` at the end that is to be proven now: at the new one the old one is asked next, then it is done.

    Returns the person, under a new security stamp, when the change is done; the caller re-keys the session it is
    made in. Raises challenges.WrongCode, challenges.ExpiredCode, challenges.StepUpLocked, ContactInUse, or
    flows.FlowEnded when nothing is asked there, as for a second press on the first code.
    """
    challenge = challenge_of(change)
    if challenge is None:
        raise flows.FlowEnded
    if not challenges.verify_standalone(challenge, code):
        return None
    if change.status == ContactChange.Status.OLD_END:
        return contact_changes.apply(change)
    if _move(change, ContactChange.Status.OLD_END):
        _ask_old_end(change)
    return None


def schedule(*, change: ContactChange) -> None:
    """For whoever cannot read the old one: the change takes effect after WAIT_HOURS, unless it is stopped.

    The old one is notified at once, with a link that stops it. Raises Forbidden for staff, whom an administrator helps,
    or NothingToChange.
    """
    if change.user.is_staff:
        raise Forbidden(_("If you can't read your email, ask an administrator for help."))
    if change.status != ContactChange.Status.OLD_END:
        raise NothingToChange(change)
    with transaction.atomic():
        if not _move(change, ContactChange.Status.WAITING, ends_at=clock.now() + timedelta(hours=WAIT_HOURS)):
            raise NothingToChange(change)
        contact_changes.notify_old_address(change, ContactChangeScheduled)


def cancel(*, change: ContactChange) -> None:
    """Ends an open change; everything stays as it is. Raises NothingToChange."""
    if not _move(change, ContactChange.Status.CANCELLED):
        raise NothingToChange(change)


def _move(change: ContactChange, status: str, **more) -> bool:
    """Moves an open change on, if it is still as it was read. Returns False otherwise."""
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=change.user_id)
        mine = ContactChange.objects.filter(pk=change.pk, status=change.status, stamp=person.security_stamp)
        if not mine.update(status=status, **more):
            return False
        change.status = status
        audit.record(AccountEvent.CONTACT_CHANGE_MOVED, target=person, by=person, kind=change.kind, status=status)
    return True


def _ask_old_end(change: ContactChange) -> None:
    """Sends the second code. When the hour's are used up, or no text gets there, the page says how to go on."""
    with contextlib.suppress(flows.TooEarly, phones.NumberNotServed):
        send_again(change=change)
