"""Django's and axes' authentication, and what the session holds: the one module that hands them a request.

The actions take values and return values. A view asks here for a `PasswordCheck` and hands it to an action; what the
action returns is written into the session here.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import SESSION_KEY, authenticate, login, logout
from django.views.decorators.debug import sensitive_variables

from accounts import hashers
from accounts.actions import attempts, authenticators, browsers, passwords, sign_in
from accounts.actions.passwords import PasswordCheck
from accounts.actions.sign_in import SignedIn
from accounts.client_info import ClientInfo
from accounts.events import AccountEvent
from accounts.models.device import TotpDevice
from accounts.models.pending import PendingSignIn
from accounts.models.user import User
from merchant_portal import clock, form_ids
from merchant_portal.audit import recording as audit

BACKEND = "accounts.backends.PortalBackend"
PENDING_KEY = "pending"
ENTRY_KEY = "entry"
PASSWORD = "password"  # noqa: S105 - the name of a method
KEPT_KEYS = ("method", "browser", "created_at", "stepped_up_at")


@sensitive_variables("password")
def try_password(request, *, client: ClientInfo, email_key: str, password: str) -> PasswordCheck:
    """Consumes an attempt of the address `email_key` and tries `password`; without an attempt nothing is hashed.

    The attempt is of this browser, if the account knows it; else of all unknown browsers. An action judges the
    result, and refunds the attempt of a right password. Raises Busy (nothing was counted).
    """
    with hashers.slot():
        known_browser = browsers.known_to(client, email_key)
        limit_key = attempts.password_key(email_key, known_browser)
        attempt = attempts.consume(attempts.Limit.PASSWORD, limit_key)
        user = authenticate(request, email_key=email_key, password=passwords.normalise(password), attempt=attempt)
    return PasswordCheck(email_key, limit_key, attempt, known_browser, user)


def hold_pending(request, pending: PendingSignIn) -> None:
    """Empties the session and lets it hold the flow `pending`, until that expires."""
    request.session.flush()
    request.session[PENDING_KEY] = pending.pk
    request.session.set_expiry(pending.expires_at)


def pending_of(request, *purposes: str) -> PendingSignIn | None:
    """Returns the open flow that this session holds, if it is for one of `purposes`; the database is asked anew."""
    pk = request.session.get(PENDING_KEY)
    return sign_in.find_pending(pk, *purposes) if pk else None


def open_session(request, signed_in: SignedIn) -> None:
    """Opens a session of SESSION_HOURS for the person whom an action signed in."""
    now = clock.now()
    user = signed_in.user
    if signed_in.staff_app is not None:
        user.otp_device = signed_in.staff_app
    request.session.flush()
    login(request, user, backend=BACKEND)
    request.session.update({"method": signed_in.method, "browser": signed_in.browser, "created_at": now.isoformat()})
    if signed_in.has_proof:
        request.session["stepped_up_at"] = now.isoformat()
    request.session.set_expiry(_end_of_session(now))


def _end_of_session(opened_at: datetime) -> datetime:
    return opened_at + timedelta(hours=settings.SESSION_HOURS)


def keep_session(request, user: User, *, client: ClientInfo, staff_app: TotpDevice | None = None) -> None:
    """Moves the session and the browser in which the person changed something to the new security stamp.

    `staff_app` is the app that staff sign in with from now on, if it is another.
    """
    facts = {key: request.session[key] for key in KEPT_KEYS if key in request.session}
    browsers.keep_known(client, user)
    staff_app = staff_app or getattr(request.user, "otp_device", None)
    request.session.flush()
    if staff_app is not None:
        user.otp_device = staff_app
    login(request, user, backend=BACKEND)
    request.session.update(facts)
    request.session.set_expiry(_end_of_session(datetime.fromisoformat(facts["created_at"])))


def sign_out(request) -> None:
    """Ends the session: its row is deleted."""
    if request.user.is_authenticated:
        audit.record(AccountEvent.SIGNED_OUT, target=request.user, by=request.user)
    logout(request)
    request.session.is_ended = True


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


def has_fresh_proof(request) -> bool:
    """Returns whether the session's last proof that the person is there is younger than REAUTH_MINUTES."""
    proved = request.session.get("stepped_up_at")
    oldest = clock.now() - timedelta(minutes=settings.REAUTH_MINUTES)
    return bool(proved) and datetime.fromisoformat(proved) > oldest


@sensitive_variables("password")
def prove_by_password(request, *, client: ClientInfo, password: str) -> None:
    """Takes the password as proof that the person is there. Raises passwords.WrongPassword, SignInLocked or Busy."""
    user = request.user
    check = try_password(request, client=client, email_key=user.email_key, password=password)
    passwords.accept_current(check, client=client, user=user)
    _keep_proof(request, PASSWORD)


def prove_by_app(request, code: str) -> None:
    """Takes a code of the authenticator app as proof. Raises authenticators.WrongAppCode or challenges.StepUpLocked."""
    authenticators.verify_again(request.user, code)
    _keep_proof(request, authenticators.METHOD)


def _keep_proof(request, method: str) -> None:
    """Keeps in the session, under a new key, when and how the person proved to be there."""
    if request.session.renew():
        request.session.update({"stepped_up_at": clock.now().isoformat(), "method": method})
