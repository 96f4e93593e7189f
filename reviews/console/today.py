"""What "Today" shows: figures that are links, and the cases that the person holds."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from merchant_portal.messaging.models import Message
from reviews import permissions, queue
from reviews.console import history, rows
from reviews.models import Case

AT_MOST = 1000  # figures are counted up to here, so that a long table costs nothing
SHOWN = 20  # of the person's own cases


def context(user) -> dict:
    """Returns what `user` may see: each figure with the list it counts, the open cases, the button."""
    may_review = permissions.can_review(user)
    figures = [*(_of_cases(user) if may_review else []), *_of_messages(user)]
    return {
        "figures": figures,
        "claim_next_url": reverse("admin:reviews_case_claim_next") if may_review else "",
        "mine": _held_by(user) if may_review else [],
        "last_actions": history.last_actions(user) if may_review else [],
        "shows_cases": may_review,
        "next_due": _next_due() if may_review else None,
    }


def _held_by(user) -> list[dict]:
    held = queue.described(queue.mine(user)).order_by("due_at", "pk")[:SHOWN]
    return [rows.row_of(case, user) for case in held]


def _of_cases(user) -> list[dict]:
    lists = [
        (_("Unassigned"), "unassigned", queue.unassigned()),
        (_("Mine"), "mine", queue.mine(user)),
        (_("Due today"), "", queue.due_before(_tomorrow())),
        (_("Overdue"), "overdue", queue.overdue()),
        (_("Waiting for merchant"), "waiting", queue.waiting()),
    ]
    numbers = queue.bounded_counts(*(cases for _label, _tab, cases in lists))
    address = reverse("admin:reviews_case_changelist")
    return [
        {
            "number": rows.bounded(number),
            "label": label,
            "url": f"{address}?tab={tab}" if tab else "",
            "alarm": tab == "overdue" and number > 0,
        }
        for (label, tab, _cases), number in zip(lists, numbers, strict=True)
    ]


def _tomorrow():
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def _next_due():
    return Case.objects.filter(due_at__isnull=False).order_by("due_at").values_list("due_at", flat=True).first()


def _of_messages(user) -> list[dict]:
    if not user.has_perm("messaging.view_message"):
        return []
    figures = []
    for status, label, alarm in (
        (Message.Status.WAITING, _("Messages waiting"), False),
        (Message.Status.FAILED, _("Messages failed"), True),
    ):
        number = Message.objects.filter(status=status)[: AT_MOST + 1].count()
        url = f"{reverse('admin:messaging_message_changelist')}?status={status}"
        figures.append({"number": number, "label": label, "url": url, "alarm": alarm and number > 0})
    return figures
