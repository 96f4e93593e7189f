"""What happened to an account lately, as its owner reads it: sign-ins, failed attempts, changes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.events import AccountEvent
from accounts.models.user import User
from merchant_portal import clock
from merchant_portal.audit.models import AuditEvent
from merchant_portal.audit.recording import name_of

DAYS = 90
PAGE = 25
LATELY_DAYS = 30
FAILED = (
    AccountEvent.PASSWORD_REFUSED,
    AccountEvent.PASSWORD_LOCKED,
    AccountEvent.CODE_REFUSED,
    AccountEvent.CODES_LOCKED,
    AccountEvent.RESET_CODE_REFUSED,
)
CHANGES = (
    AccountEvent.PASSWORD_FLAGGED,
    AccountEvent.PASSWORD_CHANGED,
    AccountEvent.RESET_REQUESTED,
    AccountEvent.PASSWORD_RESET,
    AccountEvent.UNLOCKED_BY_LINK,
    AccountEvent.LOCK_REPORTED,
    AccountEvent.UNLOCKED,
    AccountEvent.AUTHENTICATOR_ENROLLED,
    AccountEvent.AUTHENTICATOR_REPLACED,
    AccountEvent.AUTHENTICATOR_REMOVED,
    AccountEvent.RECOVERY_CODES_GENERATED,
    AccountEvent.RECOVERY_CODE_USED,
    AccountEvent.BROWSERS_REMOVED,
    AccountEvent.SESSIONS_ENDED,
    AccountEvent.PHONE_CONFIRMED,
    AccountEvent.CONTACT_CHANGE_BEGUN,
    AccountEvent.EMAIL_CHANGED,
    AccountEvent.PHONE_CHANGED,
    AccountEvent.CONTACT_CHANGE_UNDONE,
)
EVENTS = {event.code: event for event in (AccountEvent.SIGNED_IN, *FAILED, *CHANGES)}


@dataclass(frozen=True)
class HistoryEntry:
    """One thing that happened. Method, browser and network are empty where they are not on record."""

    pk: int
    at: datetime
    result: str
    has_failed: bool
    method: str
    browser: str
    network: str
    is_new_browser: bool


def entries_of(user: User, *, size: int = PAGE, before: int | None = None) -> list[HistoryEntry]:
    """Returns the newest lines of the last 90 days, at most `size`; only those older than the line `before`."""
    events = _about(user, EVENTS).filter(at__gte=clock.now() - timedelta(days=DAYS))
    if before is not None:
        events = events.filter(pk__lt=before)
    return [_line(event) for event in events.order_by("-pk")[:size]]


def last(user: User, *events: AccountEvent) -> datetime | None:
    """Returns when one of `events` happened last within the 90 days."""
    since = clock.now() - timedelta(days=DAYS)
    happened = _about(user, [event.code for event in events]).filter(at__gte=since).order_by("-pk")
    return happened.values_list("at", flat=True).first()


def came_from_known_browsers(user: User) -> bool:
    """Returns whether each sign-in of the last 30 days came from a browser that the account knew."""
    since = clock.now() - timedelta(days=LATELY_DAYS)
    return not _about(user, [AccountEvent.SIGNED_IN.code]).filter(at__gte=since, data__known=False).exists()


def method_name(method: str) -> str:
    """Returns what a person calls a way to prove who they are; nothing for none."""
    return {
        "app": pgettext("method", "App code"),
        "sms": pgettext("method", "Text message"),
        "mail": pgettext("method", "Email code"),
        "recovery": pgettext("method", "Recovery code"),
        "browser": pgettext("method", "Trusted browser"),
        "password": pgettext("method", "Password"),
    }.get(method, "")


def _about(user: User, codes):
    return AuditEvent.objects.filter(target=name_of(user), code__in=list(codes))


def _line(event: AuditEvent) -> HistoryEntry:
    kind, facts = EVENTS[event.code], event.data
    return HistoryEntry(
        pk=event.pk,
        at=event.at,
        result=_result(kind, facts.get("count", 0)),
        has_failed=kind in FAILED,
        method=method_name(facts.get("method", "")),
        browser=facts.get("browser", ""),
        network=facts.get("network", ""),
        is_new_browser=facts.get("known") is False,
    )


def _result(event: AccountEvent, count: int) -> str:
    if event is AccountEvent.BROWSERS_REMOVED:
        return ngettext("%(count)d browser removed", "%(count)d browsers removed", count) % {"count": count}
    if event is AccountEvent.SESSIONS_ENDED:
        return ngettext("%(count)d session ended", "%(count)d sessions ended", count) % {"count": count}
    return {
        AccountEvent.SIGNED_IN: pgettext("what happened", "Signed in"),
        AccountEvent.PASSWORD_REFUSED: _("Wrong password"),
        AccountEvent.PASSWORD_LOCKED: _("Wrong password, sign-in locked"),
        AccountEvent.CODE_REFUSED: _("Wrong code"),
        AccountEvent.CODES_LOCKED: _("Wrong code, codes temporarily locked"),
        AccountEvent.RESET_CODE_REFUSED: _("Wrong code for password reset"),
        AccountEvent.PASSWORD_FLAGGED: _("Password change required"),
        AccountEvent.PASSWORD_CHANGED: _("Password changed"),
        AccountEvent.RESET_REQUESTED: _("Password reset code requested"),
        AccountEvent.PASSWORD_RESET: _("Password reset by email"),
        AccountEvent.UNLOCKED_BY_LINK: _("Sign-in unlocked from the email"),
        AccountEvent.LOCK_REPORTED: _("Wrong passwords reported as someone else's"),
        AccountEvent.UNLOCKED: _("Sign-in unlocked by support"),
        AccountEvent.AUTHENTICATOR_ENROLLED: _("Authenticator app set up"),
        AccountEvent.AUTHENTICATOR_REPLACED: _("Authenticator app replaced"),
        AccountEvent.AUTHENTICATOR_REMOVED: _("Authenticator app removed"),
        AccountEvent.RECOVERY_CODES_GENERATED: _("Recovery codes generated"),
        AccountEvent.RECOVERY_CODE_USED: _("Recovery code used"),
        AccountEvent.PHONE_CONFIRMED: _("Phone confirmed"),
        AccountEvent.CONTACT_CHANGE_BEGUN: _("Email or phone change started"),
        AccountEvent.EMAIL_CHANGED: _("Email changed"),
        AccountEvent.PHONE_CHANGED: _("Phone changed"),
        AccountEvent.CONTACT_CHANGE_UNDONE: _("Email or phone change undone"),
    }[event]
