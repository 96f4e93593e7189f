"""Signing in: begin with a password, finish after the check. Also the registration's short cut, and signing out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from django.conf import settings
from django.contrib.auth import SESSION_KEY, login, logout
from django.db import IntegrityError, transaction
from django.views.decorators.debug import sensitive_variables

from accounts.actions import authenticators, browsers, challenges, channels, flows, lockouts, passwords
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

BACKEND = "accounts.backends.PortalBackend"
PENDING_KEY = "pending"
ENTRY_KEY = "entry"
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
class SignInStep:
    """A sign-in that is under way. `browser_secret` is set for a person whose address is not confirmed yet.

    From a trusted browser nothing is left to ask: `pending` is None, and `user` is signed in.
    """

    user: User
    pending: PendingSignIn | None = None
    browser_secret: str = ""


@sensitive_variables("password")
def begin(
    *, request, email_key: str, password: str, audience: Audience, next_page: str = "", form_id: str = ""
) -> SignInStep:
    """Checks the password and opens the flow that the check will close.

    The second of two equal presses of the form `form_id` shares the flow of the first, and its code.

    Returns what was begun: a merchant is asked for a code over the strongest channel, or is in from a trusted
    browser; staff are asked for their app; an unconfirmed person holds a pending registration. Raises
    passwords.WrongCredentials, passwords.SignInLocked, Busy, or flows.TooEarly when the hour's codes are used up.
    """
    try:
        user = passwords.verify(request=request, email_key=email_key, password=password, accepts=audience.is_for)
    except passwords.WrongCredentials:
        lockouts.note_wrong_password(request, email_key)
        raise
    audit.record(AccountEvent.PASSWORD_ACCEPTED, target=user, by=user)
    if not user.is_confirmed:
        return hold_registration(user)
    if audience is Audience.MERCHANT and _is_trusted(request.known_browser, user):
        if not entered_by_same_form(request, form_id):
            _enter_trusted(request, user)
        return SignInStep(user)
    pending = _open_once(user, audience, next_page, form_id)
    request.session.flush()
    request.session[PENDING_KEY] = pending.pk
    request.session.set_expiry(pending.expires_at)
    return SignInStep(user, pending)


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


def entered_by_same_form(request, form_id: str) -> str:
    """Returns where the sign-in led that this browser made by the form `form_id`, or nothing."""
    entry, key = request.session.get(ENTRY_KEY), form_ids.press_key(form_id)
    return entry["to"] if entry and key and entry["by"] == key else ""


def note_entry(request, form_id: str, location: str) -> None:
    """Keeps in the session where a sign-in led, so that a second press of its form leads there as well.

    The loser of two right answers at once signed nobody in, and does not write the session.
    """
    if SESSION_KEY in request.session:
        request.session[ENTRY_KEY] = {"by": form_ids.press_key(form_id), "to": location}


def _is_trusted(browser: Browser | None, user: User) -> bool:
    """Says whether this browser needs no code: trusted by this very person, under the stamp of this moment."""
    return (
        browser is not None
        and browser.is_trusted
        and (browser.user_id, browser.stamp)
        == (
            user.pk,
            user.security_stamp,
        )
    )


def _enter_trusted(request, user: User) -> None:
    with transaction.atomic():
        browser, _was_known = browsers.remember(request, user)
        _record(request, user, TRUSTED, known=True)
    _open_session(request, user, TRUSTED, browser)


def _record(request, user: User, method: str, *, known: bool) -> None:
    """Writes down a sign-in. The browser in which somebody registers counts as known."""
    where = browsers.describe(request)
    audit.record(AccountEvent.SIGNED_IN, target=user, by=user, method=method, known=known, **where)


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


def pending_of(request, *purposes: str) -> PendingSignIn | None:
    """Returns the open flow that this session holds, if it is for one of `purposes`; the database is asked anew."""
    pk = request.session.get(PENDING_KEY)
    found = pk and PENDING.first(pk)
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
    *, request, pending: PendingSignIn, method: str, device: TotpDevice | None = None, trust: bool = False
) -> bool:
    """Ends the flow by signing the person in; with `trust` this browser is not asked for a code for a while.

    Returns False for the loser of a race, whose session stays untouched. Raises flows.FlowEnded when something
    about the person changed since the flow began. A browser that was not known before is told by mail.
    """
    with transaction.atomic():
        user = LOCKED_USER.first(pending.user_id)
        if user is None or not has_fingerprint(pending.fingerprint, user):
            raise flows.FlowEnded
        if not flows.close(pending):
            return False
        trust = trust and not user.is_staff
        browser, was_known = browsers.remember(request, user, trust=trust)
        known = was_known or pending.purpose == PendingSignIn.Purpose.REGISTRATION
        _record(request, user, method, known=known)
        if trust or not known:
            messaging.send(NewBrowser, browser)
    if device is not None and user.is_staff:
        user.otp_device = device
    _open_session(request, user, method, browser, stepped_up=True)
    return True


def _open_session(request, user: User, method: str, browser: int, *, stepped_up: bool = False) -> None:
    now = clock.now()
    request.session.flush()
    login(request, user, backend=BACKEND)
    request.session.update({"method": method, "browser": browser, "created_at": now.isoformat()})
    if stepped_up:
        request.session["stepped_up_at"] = now.isoformat()
    request.session.set_expiry(now + timedelta(hours=settings.SESSION_HOURS))


def keep_session(request, user: User, *, device: TotpDevice | None = None) -> None:
    """Re-keys the session and the browser in which the person changed something to the new security stamp.

    `device` is the app that stands for staff from now on, if it is another.
    """
    kept = ("method", "browser", "created_at", "stepped_up_at", "_session_expiry")
    facts = {key: request.session[key] for key in kept if key in request.session}
    browsers.rekey(request, user)
    device = device or getattr(request.user, "otp_device", None)
    request.session.flush()
    if device is not None:
        user.otp_device = device
    login(request, user, backend=BACKEND)
    request.session.update(facts)


def sign_out(request) -> None:
    """Signs the person out: the session's row is gone."""
    if request.user.is_authenticated:
        audit.record(AccountEvent.SIGNED_OUT, target=request.user, by=request.user)
    logout(request)
    request.session.is_ended = True
