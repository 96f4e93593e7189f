"""Proof that the person is still there, asked for before anything that protects the account changes."""

from datetime import datetime, timedelta

from django.conf import settings
from django.views.decorators.debug import sensitive_variables

from accounts.actions import authenticators, lockouts, passwords
from merchant_portal import clock

PASSWORD = "password"  # noqa: S105 - the name of a method


def is_fresh(request) -> bool:
    """Says whether the session's last proof is younger than REAUTH_MINUTES."""
    proved = request.session.get("stepped_up_at")
    oldest = clock.now() - timedelta(minutes=settings.REAUTH_MINUTES)
    return bool(proved) and datetime.fromisoformat(proved) > oldest


@sensitive_variables("password")
def by_password(*, request, password: str) -> None:
    """Takes the password as proof. Raises passwords.WrongPassword, passwords.SignInLocked or Busy."""
    user = request.user
    try:
        passwords.verify(request=request, email_key=user.email_key, password=password, accepts=user.__eq__)
    except passwords.WrongCredentials:
        lockouts.note_wrong_password(request, user.email_key)
        raise passwords.WrongPassword from None
    _keep(request, PASSWORD)


def by_app(*, request, code: str) -> None:
    """Takes a code of the authenticator app as proof. Raises authenticators.WrongAppCode or challenges.StepUpLocked."""
    authenticators.verify_again(request.user, code)
    _keep(request, authenticators.METHOD)


def _keep(request, method: str) -> None:
    """Notes in the session, under a new key, when and how the person proved to be there."""
    if request.session.renew():
        request.session.update({"stepped_up_at": clock.now().isoformat(), "method": method})
