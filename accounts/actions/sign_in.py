"""Signing in: begin with a password, finish after the second step. The session is opened by `authentication`."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from django.db import IntegrityError, transaction

from accounts.actions import authenticators, browsers, challenges, channels, flows, passwords
from accounts.actions.passwords import PasswordCheck
from accounts.client_info import ClientInfo
from accounts.emails.sign_in import NewBrowser
from accounts.events import AccountEvent
from accounts.models.browser import Browser
from accounts.models.device import TotpDevice
from accounts.models.flow import fingerprint, has_fingerprint, wait_after
from accounts.models.pending import Channel, PendingSignIn
from accounts.models.session import TRUSTED
from accounts.models.user import User
from merchant_portal import clock, crypto, form_ids
from merchant_portal.audit import recording as audit
from merchant_portal.idempotency import presses
from merchant_portal.messaging import outbox as messaging
from merchant_portal.statements import Select, insert

BROWSER_HASH = "registration"

PENDING = Select(PendingSignIn, "WHERE accounts_pendingsignin.id = %s", join="user")
LOCKED_USER = Select(User, "WHERE id = %s FOR UPDATE")


class Audience(Enum):
    """Which of the two sign-in pages was used. The other one's people get the same sentence as a wrong password."""

    MERCHANT = PendingSignIn.Purpose.SIGN_IN
    STAFF = PendingSignIn.Purpose.STAFF

    def is_for(self, user: User) -> bool:
        return user.is_staff == (self is Audience.STAFF)


@dataclass(frozen=True)
class SignedIn:
    """Whom to open a session for, and what the session remembers."""

    user: User
    method: str  # of the second step, or "trusted"
    browser: int  # the id of the browser's row
    has_proof: bool  # whether a second step was just passed
    staff_app: TotpDevice | None = None


@dataclass(frozen=True)
class SignInStep:
    """What follows a right password: `pending`, a second step, or `signed_in`, from a trusted browser.

    `browser_secret` is set for a person whose address is not confirmed yet. Without any of them, an equal press
    signed in already.
    """

    user: User
    pending: PendingSignIn | None = None
    browser_secret: str = ""
    signed_in: SignedIn | None = None


def begin(
    *,
    check: PasswordCheck,
    client: ClientInfo,
    audience: Audience,
    next_page: str = "",
    form_id: str = "",
    has_entered: bool = False,
) -> SignInStep:
    """Judges the password and opens the flow that the second step will close.

    The second of two equal presses of the form `form_id` shares the flow of the first, and its code; `has_entered`
    says that the first one has signed in already.

    Returns what follows: a merchant is asked for a code over the strongest channel, or is in from a trusted browser;
    staff are asked for their app; an unconfirmed person holds a pending registration. Raises
    passwords.WrongCredentials, passwords.SignInLocked, or flows.TooEarly when the hour's codes are used up.
    """
    user = passwords.accept(check, client=client, accepts=audience.is_for)
    audit.record(AccountEvent.PASSWORD_ACCEPTED, target=user, by=user)
    if not user.is_confirmed:
        return hold_registration(user)
    if audience is Audience.MERCHANT and _is_trusted(check.known_browser, user):
        return SignInStep(user, signed_in=None if has_entered else _enter_trusted(client, user))
    return SignInStep(user, _open_once(user, audience, next_page, form_id))


def _open_once(user: User, audience: Audience, next_page: str, form_id: str) -> PendingSignIn:
    """Returns the flow of this press, or the one that an equal press opened a moment ago."""
    key = form_ids.press_key(form_id, "sign-in", user.pk, audience.value, next_page)
    try:
        return _open(user, audience, next_page, key)
    except IntegrityError:
        made = PendingSignIn.objects.select_related("user").filter(form_key=key).first()
        if made is None:
            raise
    is_recent = made.created_at > clock.now() - presses.KEPT
    return made if is_recent and made.is_open and made.still_holds else _open(user, audience, next_page, None)


def _open(user: User, audience: Audience, next_page: str, form_key: str | None) -> PendingSignIn:
    """Opens the flow and asks for its code, both or neither. Raises IntegrityError for a press that was there before.

    The unique key makes the second of two presses at once wait until the first is committed with its code.
    """
    channel = channels.available_to(user)[0] if audience is Audience.MERCHANT else Channel.APP
    with transaction.atomic():
        pending = open_flow(user, audience.value, next_page=next_page, channel=channel, form_key=form_key)
        if audience is Audience.MERCHANT:
            channels.begin(pending)
        elif authenticators.confirmed_app(user) is None:
            authenticators.offer(user)
    return pending


def _is_trusted(browser: Browser | None, user: User) -> bool:
    """Returns whether this browser needs no code: trusted by this very person, under the stamp of this moment."""
    return (
        browser is not None
        and browser.is_trusted
        and (browser.user_id, browser.stamp)
        == (
            user.pk,
            user.security_stamp,
        )
    )


def _enter_trusted(client: ClientInfo, user: User) -> SignedIn:
    with transaction.atomic():
        browser, _was_known = browsers.remember(client, user)
        _record(client, user, TRUSTED, known=True)
    return SignedIn(user, TRUSTED, browser, has_proof=False)


def _record(client: ClientInfo, user: User, method: str, *, known: bool) -> None:
    """Records a sign-in. The browser in which somebody registers counts as known."""
    audit.record(AccountEvent.SIGNED_IN, target=user, by=user, method=method, known=known, **client.origin)


def open_flow(
    user: User,
    purpose: str,
    *,
    next_page: str = "",
    channel: str = Channel.MAIL,
    browser_hash: str = "",
    resend_at: datetime | None = None,
    form_key: str | None = None,
) -> PendingSignIn:
    """Writes and returns a flow for `user`; its first message counts as sent, where the channel brings one."""
    now = clock.now()
    sends = channel in challenges.SENT
    pending = PendingSignIn(
        user=user,
        purpose=purpose,
        fingerprint=fingerprint(user),
        channel=channel,
        browser_hash=browser_hash,
        next=next_page,
        form_key=form_key,
        sends=1 if sends else 0,
        resend_at=resend_at or (now + wait_after(1) if sends else now),
        expires_at=now + PendingSignIn.lifetime(purpose),
    )
    return insert(pending)


def hold_registration(user: User, *, resend_at: datetime | None = None, secret: str = "") -> SignInStep:
    """Opens a pending registration for the browser in which the password was just typed.

    `resend_at` is when the next message can be sent, if not after the usual wait; `secret` is what the browser is to
    hold, if not a fresh one.
    """
    secret = secret or crypto.new_token()
    browser_hash = crypto.keyed_hash(BROWSER_HASH, secret)
    pending = open_flow(user, PendingSignIn.Purpose.REGISTRATION, browser_hash=browser_hash, resend_at=resend_at)
    return SignInStep(user, pending, browser_secret=secret)


def find_pending(pk: int, *purposes: str) -> PendingSignIn | None:
    """Returns the open flow `pk`, if it is for one of `purposes` and its person has not changed since."""
    found = PENDING.first(pk)
    return found if found and found.purpose in purposes and found.is_open and found.still_holds else None


def registration_of(browser_secret: str | None) -> PendingSignIn | None:
    """Returns the open registration that the holder of `browser_secret` began, or None."""
    if not browser_secret:
        return None
    found = (
        PendingSignIn.objects.select_related("user")
        .filter(browser_hash__in=crypto.possible_hashes(BROWSER_HASH, browser_secret))
        .first()
    )
    return found if found and found.is_open else None


def finish(
    *, client: ClientInfo, pending: PendingSignIn, method: str, device: TotpDevice | None = None, trust: bool = False
) -> SignedIn | None:
    """Closes the flow; with `trust` this browser is not asked for a code for a while.

    Returns whom to open a session for; None for the loser of a race, whose session stays untouched. Raises
    flows.FlowEnded when something about the person changed since the flow began. A browser that was not known before
    is reported by email.
    """
    with transaction.atomic():
        user = LOCKED_USER.first(pending.user_id)
        if user is None or not has_fingerprint(pending.fingerprint, user):
            raise flows.FlowEnded
        if not flows.close(pending):
            return None
        trust = trust and not user.is_staff
        browser, was_known = browsers.remember(client, user, trust=trust)
        known = was_known or pending.purpose == PendingSignIn.Purpose.REGISTRATION
        _record(client, user, method, known=known)
        if trust or not known:
            messaging.send(NewBrowser, browser)
    return SignedIn(user, method, browser, has_proof=True, staff_app=device if user.is_staff else None)
