"""What happened to an account lately, as its owner reads it: sign-ins, failed tries, changes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.events import Event
from accounts.models.user import User
from merchant_portal import clock
from merchant_portal.audit.models import AuditEvent
from merchant_portal.audit.recording import name_of

DAYS = 90
PAGE = 25
LATELY_DAYS = 30
FAILED = (
    Event.PASSWORD_REFUSED,
    Event.PASSWORD_LOCKED,
    Event.CODE_REFUSED,
    Event.CODES_LOCKED,
    Event.RESET_CODE_REFUSED,
)
CHANGES = (
    Event.PASSWORD_FLAGGED,
    Event.PASSWORD_CHANGED,
    Event.RESET_ASKED,
    Event.PASSWORD_RESET,
    Event.UNLOCKED_BY_LINK,
    Event.LOCK_DISOWNED,
    Event.UNLOCKED,
    Event.AUTHENTICATOR_ENROLLED,
    Event.AUTHENTICATOR_REPLACED,
    Event.AUTHENTICATOR_REMOVED,
    Event.RECOVERY_CODES_DRAWN,
    Event.RECOVERY_CODE_USED,
    Event.BROWSERS_FORGOTTEN,
    Event.SESSIONS_ENDED,
    Event.PHONE_CONFIRMED,
    Event.CONTACT_CHANGE_BEGUN,
    Event.EMAIL_CHANGED,
    Event.PHONE_CHANGED,
    Event.CONTACT_CHANGE_TAKEN_BACK,
)
EVENTS = {event.code: event for event in (Event.SIGNED_IN, *FAILED, *CHANGES)}


@dataclass(frozen=True)
class Line:
    """One thing that happened. Method, browser and network are empty where they are not on record."""

    pk: int
    at: datetime
    result: str
    has_failed: bool
    method: str
    browser: str
    network: str
    is_new_browser: bool


def of(user: User, *, size: int = PAGE, before: int | None = None) -> list[Line]:
    """Returns the newest lines of the last 90 days, at most `size`; only those older than the line `before`."""
    events = _about(user, EVENTS).filter(at__gte=clock.now() - timedelta(days=DAYS))
    if before is not None:
        events = events.filter(pk__lt=before)
    return [_line(event) for event in events.order_by("-pk")[:size]]


def last(user: User, *events: Event) -> datetime | None:
    """Returns when one of `events` happened last within the 90 days."""
    since = clock.now() - timedelta(days=DAYS)
    happened = _about(user, [event.code for event in events]).filter(at__gte=since).order_by("-pk")
    return happened.values_list("at", flat=True).first()


def came_from_known_browsers(user: User) -> bool:
    """Says whether each sign-in of the last 30 days came from a browser that the account knew."""
    since = clock.now() - timedelta(days=LATELY_DAYS)
    return not _about(user, [Event.SIGNED_IN.code]).filter(at__gte=since, data__known=False).exists()


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


def _line(event: AuditEvent) -> Line:
    kind, facts = EVENTS[event.code], event.data
    return Line(
        pk=event.pk,
        at=event.at,
        result=_result(kind, facts.get("count", 0)),
        has_failed=kind in FAILED,
        method=method_name(facts.get("method", "")),
        browser=facts.get("browser", ""),
        network=facts.get("network", ""),
        is_new_browser=facts.get("known") is False,
    )


def _result(event: Event, count: int) -> str:
    if event is Event.BROWSERS_FORGOTTEN:
        return ngettext("%(count)d browser removed", "%(count)d browsers removed", count) % {"count": count}
    if event is Event.SESSIONS_ENDED:
        return ngettext("%(count)d session ended", "%(count)d sessions ended", count) % {"count": count}
    return {
        Event.SIGNED_IN: pgettext("what happened", "Signed in"),
        Event.PASSWORD_REFUSED: _("Wrong password"),
        Event.PASSWORD_LOCKED: _("Wrong password, sign-in locked"),
        Event.CODE_REFUSED: _("Wrong code"),
        Event.CODES_LOCKED: _("Wrong code, codes temporarily locked"),
        Event.RESET_CODE_REFUSED: _("Wrong password reset code"),
        Event.PASSWORD_FLAGGED: _("Password change required"),
        Event.PASSWORD_CHANGED: _("Password changed"),
        Event.RESET_ASKED: _("Password reset code requested"),
        Event.PASSWORD_RESET: _("Password reset by email"),
        Event.UNLOCKED_BY_LINK: _("Sign-in unlocked from the email"),
        Event.LOCK_DISOWNED: _("Wrong passwords reported as someone else's"),
        Event.UNLOCKED: _("Sign-in unlocked by support"),
        Event.AUTHENTICATOR_ENROLLED: _("Authenticator app turned on"),
        Event.AUTHENTICATOR_REPLACED: _("Authenticator app replaced"),
        Event.AUTHENTICATOR_REMOVED: _("Authenticator app removed"),
        Event.RECOVERY_CODES_DRAWN: _("Recovery codes generated"),
        Event.RECOVERY_CODE_USED: _("Recovery code used"),
        Event.PHONE_CONFIRMED: _("Phone confirmed"),
        Event.CONTACT_CHANGE_BEGUN: _("Email or phone change started"),
        Event.EMAIL_CHANGED: _("Email changed"),
        Event.PHONE_CHANGED: _("Phone changed"),
        Event.CONTACT_CHANGE_TAKEN_BACK: _("Email or phone change undone"),
    }[event]
