"""Registering, and proving the mailbox. Whether an address is on file is never asked here."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.views.decorators.debug import sensitive_variables

from accounts.actions import attempts, flows, links, sign_in
from accounts.actions.sign_in import SignedIn
from accounts.client_info import ClientInfo
from accounts.emails.sign_in import ConfirmEmail
from accounts.events import AccountEvent
from accounts.models.flow import fingerprint, has_fingerprint
from accounts.models.link import SingleUseLink
from accounts.models.pending import PendingSignIn
from accounts.models.user import Consent, User
from accounts.validators import email_key
from merchant_portal import clock
from merchant_portal.audit import recording as audit
from merchant_portal.cleaning import clean_address
from merchant_portal.masking import mask_email
from merchant_portal.messaging import outbox as messaging
from merchant_portal.site import terms_version

CONFIRM = SingleUseLink.Purpose.CONFIRM
MAIL = "mail"


@sensitive_variables("encoded")
def register(*, email: str, name: str, phone: str, language: str, encoded: str, form_key: str) -> User:
    """Writes an unconfirmed person in the caller's transaction; the link is sent by `send_link`.

    Arguments: `encoded`, the password's hash (computed before the transaction); `form_key`, the hash of the
    form's id, unique. Returns the person. Raises IntegrityError for a form that was sent before.
    The answer is the same whether or not the address is known: only the worker sees who holds it.
    """
    person = User(
        email=clean_address(email),
        email_key=email_key(email),
        name=name,
        phone=phone,
        language=language,
        password=encoded,
        password_changed_at=clock.now(),
        form_key=form_key,
    )
    person.save(force_insert=True)
    if version := terms_version():  # nobody accepts what was never shown
        Consent.objects.create(user=person, version=version)
    audit.record(AccountEvent.REGISTERED, target=person, by=person)
    return person


def consume_first_send(key: str) -> datetime | None:
    """Takes one sending to the address `key`. Returns None, or when the next is possible if the hour's are used up."""
    try:
        flows.consume_send_quota(attempts.Limit.SENDS_BY_ANYONE, key)
    except flows.TooEarly as refused:
        return refused.next_attempt_at
    return None


def send_link(person: User) -> None:
    """Writes a fresh confirmation link for `person` in the caller's transaction and queues its mail."""
    link = links.issue(purpose=CONFIRM, reference=person.pk, address=person.email_key)
    messaging.send(ConfirmEmail, link.pk)


def send_again(pending: PendingSignIn) -> None:
    """Sends the confirmation link of a pending registration once more; the one before ends.

    Raises flows.TooEarly with the next time, or flows.FlowEnded.
    """
    flows.consume_resend(pending, attempts.Limit.SENDS_BY_ANYONE, pending.user.email_key)
    with transaction.atomic():
        audit.record(AccountEvent.CONFIRMATION_SENT_AGAIN, target=pending.user)
        send_link(pending.user)


def correct_address(pending: PendingSignIn, email: str) -> None:
    """Gives the unconfirmed person of a pending registration another address; the old one's link ends.

    Raises flows.TooEarly or flows.FlowEnded, like a sending, which it is.
    """
    key = email_key(email)
    flows.consume_resend(pending, attempts.Limit.SENDS_BY_ANYONE, key)
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=pending.user_id)
        if person.is_confirmed:
            raise flows.FlowEnded
        links.end_all(purpose=CONFIRM, reference=person.pk)
        person.email, person.email_key = clean_address(email), key
        person.save(update_fields=["email", "email_key"])
        PendingSignIn.objects.filter(pk=pending.pk).update(fingerprint=fingerprint(person))
        audit.record(AccountEvent.ADDRESS_CORRECTED, target=person, address=mask_email(email))
        send_link(person)


def renew_link(token: str) -> bool:
    """Sends a new link in place of an expired one, to the same address. Returns False if there is nothing to renew.

    Raises flows.TooEarly when the address got too many this hour.
    """
    link_status, link = links.find(purpose=CONFIRM, token=token)
    person = link and User.objects.filter(pk=link.reference, email_key=link.address).first()
    if link_status is not links.LinkStatus.EXPIRED or person is None or person.is_confirmed:
        return False
    flows.consume_send_quota(attempts.Limit.SENDS_BY_ANYONE, person.email_key)
    with transaction.atomic():
        send_link(person)
    return True


def find_confirmation_link(token: str) -> tuple[links.LinkStatus, SingleUseLink | None]:
    """Returns the status of a confirmation link (USED, too, for a confirmed address) and its row, changing nothing."""
    link_status, link = links.find(purpose=CONFIRM, token=token)
    if link and User.objects.filter(email_key=link.address, status=User.Status.CONFIRMED).exists():
        return links.LinkStatus.USED, link
    return link_status, link


def confirm_email(token: str) -> User:
    """Redeems a confirmation link: the person is confirmed and holds the address. Returns the person.

    The link redeemed first takes the address: for a second person on it the link counts as used. Raises
    links.LinkRefused.
    """
    try:
        with transaction.atomic():
            link = links.redeem(purpose=CONFIRM, token=token)
            person = User.objects.select_for_update().filter(pk=link.reference, email_key=link.address).first()
            if person is None:
                raise links.LinkRefused(links.LinkStatus.SUPERSEDED, link)
            if person.is_confirmed:
                raise links.LinkRefused(links.LinkStatus.USED, link)
            person.status, person.confirmed_at = User.Status.CONFIRMED, clock.now()
            person.save(update_fields=["status", "confirmed_at"])
            audit.record(AccountEvent.EMAIL_CONFIRMED, target=person, by=person)
    except IntegrityError:
        raise links.LinkRefused(links.LinkStatus.USED, None) from None
    return person


def enter_after_confirming(*, client: ClientInfo, person: User, browser_secret: str | None) -> SignedIn | None:
    """Completes the sign-in in the browser that registered this very person within the last hour.

    Returns whom to open a session for, or None in any other browser, which is led to the sign-in page. Counts as a
    second step by email.
    """
    pending = sign_in.registration_of(browser_secret)
    if pending is None or pending.user_id != person.pk:
        return None
    if not has_fingerprint(pending.fingerprint, person, status=User.Status.UNCONFIRMED):
        return None
    pending.fingerprint = fingerprint(person)
    return sign_in.finish(client=client, pending=pending, method=MAIL)
