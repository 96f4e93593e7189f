"""What "Today" shows: figures that are links, and the cases that the person holds."""

from django.urls import reverse
from django.utils.translation import gettext as _

from merchant_portal.messaging.models import Message
from merchant_portal.operations import alarms
from reviews import permissions, queue
from reviews.console import history, rows
from reviews.models import Case

SHOWN = 20  # of the person's own cases


def context(user) -> dict:
    """Returns what `user` may see: each figure with the list it counts, the open cases, the button."""
    may_review = permissions.can_review(user)
    figures = [*(_of_cases(user) if may_review else []), *_of_messages(user)]
    return {
        "figures": figures,
        "alarms": alarms.open_alarms(),
        "claim_next_url": reverse("admin:reviews_case_claim_next") if may_review else "",
        "mine": _held_by(user) if may_review else [],
        "last_actions": history.last_actions(user) if may_review else [],
        "shows_cases": may_review,
        "next_due": _next_due() if may_review else None,
    }


def _held_by(user) -> list[dict]:
    held = queue.for_list(queue.mine(user)).order_by("due_at", "pk")[:SHOWN]
    return [rows.row_of(case, user) for case in held]


def _of_cases(user) -> list[dict]:
    lists = [
        (_("Unassigned"), "unassigned", queue.unassigned()),
        (_("Mine"), "mine", queue.mine(user)),
        (_("Due today"), "today", queue.due_today()),
        (_("Overdue"), "overdue", queue.overdue()),
        (_("Waiting for merchant"), "waiting", queue.waiting()),
        (_("Files missing"), "missing", queue.with_missing_files()),
    ]
    numbers = queue.bounded_counts(*(cases for _label, _tab, cases in lists))
    address = reverse("admin:reviews_case_changelist")
    return [
        {
            "number": rows.bounded(number),
            "label": label,
            "url": f"{address}?tab={tab}",
            "alarm": tab in ("overdue", "missing") and number > 0,
        }
        for (label, tab, _cases), number in zip(lists, numbers, strict=True)
        if tab != "missing" or number > 0
    ]


def _next_due():
    return Case.objects.filter(due_at__isnull=False).order_by("due_at").values_list("due_at", flat=True).first()


def _of_messages(user) -> list[dict]:
    if not user.has_perm("messaging.view_message"):
        return []
    lists = [(Message.Status.WAITING, _("Messages waiting")), (Message.Status.FAILED, _("Messages failed"))]
    numbers = queue.bounded_counts(*(Message.objects.filter(status=status) for status, _label in lists))
    address = reverse("admin:messaging_message_changelist")
    return [
        {
            "number": rows.bounded(number),
            "label": label,
            "url": f"{address}?status={status}",
            "alarm": status == Message.Status.FAILED and number > 0,
        }
        for (status, label), number in zip(lists, numbers, strict=True)
    ]
