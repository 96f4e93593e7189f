"""A changed e-mail address or phone takes effect, the old one is notified, and its link undoes the change."""

import logging

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions import browsers, links, phones
from accounts.emails.contacts import ContactRestored, EmailChanged, EmailIsNew, PhoneChanged, PhoneNotice
from accounts.events import AccountEvent
from accounts.models.contact import ContactChange
from accounts.models.link import SingleUseLink
from accounts.models.user import User
from accounts.validators import email_key
from merchant_portal import clock
from merchant_portal.audit import recording as audit
from merchant_portal.errors import Refused
from merchant_portal.messaging import outbox as messaging

logger = logging.getLogger(__name__)

UNDO = SingleUseLink.Purpose.UNDO
Status = ContactChange.Status
AT_ONCE = 100  # changes that one run of the sweep puts in force


class ContactInUse(Refused):
    """Another account confirmed the address, or too many the number, while this one proved it."""

    sentence = _("This email address or phone number now belongs to another account. Yours hasn't changed.")


def end_open(person: User, *kinds: str) -> int:
    """Cancels the person's open changes of `kinds`, all if none is given. Returns how many there were."""
    changes = ContactChange.objects.filter(user=person, status__in=ContactChange.OPEN)
    if kinds:
        changes = changes.filter(kind__in=kinds)
    return changes.update(status=Status.CANCELLED)


def apply(change: ContactChange) -> User | None:
    """Gives the person of a change that was proven, or waited for, the new address or phone and a new security stamp.

    Returns the person, or None if the change is no longer as it was read. Raises ContactInUse, and the change is
    cancelled, when another account holds the address by now, or too many the number.
    """
    try:
        with transaction.atomic():
            person = User.objects.select_for_update().get(pk=change.user_id)
            mine = ContactChange.objects.filter(pk=change.pk, status=change.status, stamp=person.security_stamp)
            if not person.is_active or not mine.update(status=Status.DONE, done_at=clock.now()):
                return None
            if not change.is_email and phones.is_on_too_many(person, change.new):
                raise ContactInUse(phones.OnTooManyAccounts.sentence)
            _give(person, change, change.new)
            person.rotate_stamp()
            event = AccountEvent.EMAIL_CHANGED if change.is_email else AccountEvent.PHONE_CHANGED
            keys = {"old": change.masked(change.old), "new": change.masked(change.new)}
            audit.record(event, target=person, by=person, **keys)
            notify_old_address(change, EmailChanged if change.is_email else PhoneChanged)
            if change.is_email:
                messaging.send(EmailIsNew, change.pk)
    except (IntegrityError, ContactInUse) as error:
        with transaction.atomic():
            ContactChange.objects.filter(pk=change.pk, status=change.status).update(status=Status.CANCELLED)
            audit.record(AccountEvent.CONTACT_IN_USE, target=change.user, by=change.user, kind=change.kind)
        raise (error if isinstance(error, ContactInUse) else ContactInUse) from None
    return person


def _give(person: User, change: ContactChange, value: str) -> None:
    """Writes `value` as the person's address or proven phone. Raises IntegrityError for an address that is taken."""
    if change.is_email:
        person.email, person.email_key = value, email_key(value)
        person.save(update_fields=["email", "email_key"])
    else:
        person.phone, person.phone_confirmed_at = value, clock.now()
        person.save(update_fields=["phone", "phone_confirmed_at"])


def notify_old_address(change: ContactChange, kind) -> None:
    """Queues the mail of `kind` with a link that stops the change or takes it back; an old phone gets a text too.

    The link is about this one change: another change ends no link of the one before.
    """
    address = change.old if change.is_email else change.user.email
    link = links.issue(purpose=UNDO, reference=change.pk, address=email_key(address))
    messaging.send(kind, link.pk)
    if not change.is_email:
        messaging.send(PhoneNotice, change.pk)


def apply_due() -> int:
    """Puts the changes in force whose wait is over. Returns how many."""
    due = ContactChange.objects.filter(status=Status.WAITING, ends_at__lte=clock.now())
    return sum(_apply_safely(change) for change in due.select_related("user").order_by("ends_at")[:AT_ONCE])


def _apply_safely(change: ContactChange) -> bool:
    """One change that cannot take effect is cancelled or logged, and delays no other."""
    try:
        if apply(change):
            return True
        with transaction.atomic():  # what it hung on ended meanwhile: a new password, another change
            ContactChange.objects.filter(pk=change.pk, status=Status.WAITING).update(status=Status.CANCELLED)
    except ContactInUse:
        logger.info("a contact change came too late", extra={"change": change.pk})
    except Exception:  # a fault of ours: say so, and let the others through
        logger.exception("a contact change cannot come into force", extra={"change": change.pk})
    return False


def find_undo_link(token: str) -> tuple[links.LinkStatus, ContactChange | None]:
    """Returns the status of an undo link and the change that it is about, changing nothing.

    Used, too, when there is nothing left to take back: the change was cancelled, or taken back with another one.
    """
    link_status, link = links.find(purpose=UNDO, token=token)
    change = link and ContactChange.objects.filter(pk=link.reference).select_related("user").first()
    if link_status is links.LinkStatus.READY and (change is None or change.status not in (Status.WAITING, Status.DONE)):
        return links.LinkStatus.USED, change
    return link_status, change


def undo(token: str) -> tuple[ContactChange, bool]:
    """Redeems an undo link: the change is stopped or taken back, and so is all that was changed after it.

    Every session ends, every browser is forgotten, and what else is under way dies with the security stamp. Returns
    the change, and whether the person has the old one: another account may hold an address by now. Raises
    links.LinkRefused.
    """
    with transaction.atomic():
        link_status, change = find_undo_link(token)
        if change is None:
            raise links.LinkRefused(link_status, None)
        person = User.objects.select_for_update().get(pk=change.user_id)  # before the link: as those who issue it
        link_status, change = find_undo_link(token)
        if link_status is not links.LinkStatus.READY:
            raise links.LinkRefused(link_status, None)
        links.redeem(purpose=UNDO, token=token)
        end_open(person)
        is_restored = _restore(person, change)
        person.rotate_stamp()
        browsers.end_sessions(user=person)
        browsers.remove(user=person)
        restored = change.masked(change.old)
        audit.record(AccountEvent.CONTACT_CHANGE_UNDONE, target=person, by=person, kind=change.kind, restored=restored)
    return change, is_restored


def _restore(person: User, change: ContactChange) -> bool:
    """Gives the person back what they had before `change`, and tells both ends. Returns False if it is taken by now.

    A thief who changed the address once more, or proved a phone for the first time, keeps nothing of it.
    """
    if person.phone_confirmed_at and person.phone_confirmed_at > change.created_at:
        User.objects.filter(pk=person.pk).update(phone_confirmed_at=None)
    later = ContactChange.objects.filter(user=person, status=Status.DONE, pk__gte=change.pk)
    first_of_kind = {done.kind: done for done in later.order_by("-pk")}
    later.update(status=Status.UNDONE)
    restored = {done.pk: _given_back(person, done) for done in first_of_kind.values()}
    if not restored.get(change.pk, True):
        return False
    for end in ContactRestored.ENDS if change.is_email else ContactRestored.ENDS[:1]:
        messaging.send(ContactRestored, f"{change.pk} {end}")
    return True


def _given_back(person: User, change: ContactChange) -> bool:
    try:
        with transaction.atomic():
            _give(person, change, change.old)
    except IntegrityError:
        person.refresh_from_db()
        return False
    return True
