"""The queue: a changelist of cases with tabs, read page by page behind a cursor."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Exists, OuterRef, Q
from django.urls import path
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from merchant_portal.read_only import ReadOnlyAdmin
from onboarding.models import Membership
from reviews import permissions, queue
from reviews.admin import case, deciding
from reviews.console import lists, rows
from reviews.forms import QueueForm
from reviews.models import Case

PER_PAGE = 50
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FARTHEST = timedelta(days=365 * 1000)


@dataclass(frozen=True)
class Tab:
    """One tab of the queue: what it lists, in which order, and what it says when it is empty."""

    key: str
    title: str
    empty: str
    order: str = "due_at"

    def cases(self, user):
        """Returns the cases it lists for `user`."""
        return {
            "unassigned": queue.unassigned,
            "mine": lambda: queue.mine(user),
            "waiting": queue.waiting,
            "overdue": queue.overdue,
            "today": queue.due_today,
            "missing": queue.with_missing_files,
            "all": Case.objects.all,
        }[self.key]()


TABS = (
    Tab("unassigned", _("Unassigned"), _("No cases to claim. New submissions appear here.")),
    Tab("mine", _("Mine"), _("You have no cases. Claim the next one.")),
    Tab("waiting", _("Waiting for merchant"), _("No merchants have corrections to make."), "changes_due_at"),
    Tab("overdue", _("Overdue"), _("No cases are overdue.")),
    Tab("today", _("Due today"), _("No cases are due today.")),
    Tab("missing", _("Files missing"), _("No files are missing."), "-pk"),
    Tab("all", _("All"), _("Nothing has been submitted yet."), "-pk"),
)


ALARMING = ("overdue", "missing")
UNCOUNTED = ("today", "all")
QUIET = ("today", "missing")  # listed only while they are open, or are counted and hold something


def tab_of(request) -> Tab:
    """Returns the tab that the address names; the first one for anything else."""
    return next((tab for tab in TABS if tab.key == request.GET.get("tab")), TABS[0])


class QueueList(ChangeList):
    """One page of a tab. It counts nothing but the tabs, and pages by a cursor instead of an offset."""

    def get_filters_params(self, params=None):
        return {}

    def get_queryset(self, request, exclude_parameters=None):
        self.tab = tab_of(request)
        self.form = QueueForm(request.GET)
        self.wanted = self.form.wanted()
        cases = queue.for_list(self.tab.cases(request.user))
        for name in ("country", "legal_form"):
            if name in self.wanted:
                cases = cases.filter(**{name: self.wanted[name]})
        if "language" in self.wanted:
            reads = Membership.objects.filter(
                merchant_id=OuterRef("merchant_id"), person__language=self.wanted["language"], role="owner"
            )
            cases = cases.filter(Exists(reads))
        if "q" in self.wanted:
            cases = queue.search(cases, self.wanted["q"])
        return cases.order_by(self.tab.order) if self.tab.order == "-pk" else cases.order_by(self.tab.order, "pk")

    def get_results(self, request):
        behind = _behind(self.tab, request.GET.get("after", ""))
        found = list(self.queryset.filter(behind)[: PER_PAGE + 1])
        self.result_list, self.has_more = found[:PER_PAGE], len(found) > PER_PAGE
        self.result_count = self.full_result_count = len(self.result_list)
        self.can_show_all = self.multi_page = self.show_full_result_count = self.show_admin_actions = False
        self.is_first = "after" not in request.GET

    def address(self, **changed) -> str:
        """Returns the address of this list with something changed; empty values are left out."""
        kept = {"tab": self.tab.key} | self.wanted | changed
        return f"?{urlencode({name: value for name, value in kept.items() if value})}"

    @property
    def next_page(self) -> str:
        return self.address(after=_cursor(self.tab, self.result_list[-1])) if self.has_more else ""

    @property
    def chips(self) -> list[dict]:
        """Returns the filters that are set, each with the address without it."""
        return [
            {"text": dict(self.form.fields[name].choices).get(value, value) if name != "q" else value,
             "url": self.address(**{name: ""})}
            for name, value in self.wanted.items()
        ]  # fmt: skip


def _cursor(tab: Tab, last: Case) -> str:
    if tab.order == "-pk":
        return str(last.pk)
    return f"{(getattr(last, tab.order) - EPOCH) // timedelta(microseconds=1)}.{last.pk}"


def _behind(tab: Tab, cursor: str) -> Q:
    """Returns the condition of the rows behind `cursor`; garbage means the first page."""
    stamp, _dot, pk = cursor.rpartition(".")
    if not pk.isascii() or not pk.isdigit() or len(pk) > queue.MAX_DIGITS:
        return Q()
    if tab.order == "-pk":
        return Q(pk__lt=int(pk))
    if not stamp.isascii() or not stamp.isdigit() or len(stamp) > queue.MAX_DIGITS:
        return Q()
    since = timedelta(microseconds=int(stamp))
    if since > FARTHEST:
        return Q()
    at, name = EPOCH + since, tab.order
    return Q(**{f"{name}__gte": at}) & (Q(**{f"{name}__gt": at}) | Q(pk__gt=int(pk)))


@admin.register(Case)
class CaseAdmin(ReadOnlyAdmin):
    """Cases are claimed and judged, never added, changed or deleted by form."""

    list_display = ("reference",)
    sortable_by = ()

    def get_changelist(self, request, **kwargs):
        return QueueList

    def changelist_view(self, request, extra_context=None):
        counted = [tab for tab in TABS if tab.key not in UNCOUNTED]
        counts = queue.bounded_counts(*(tab.cases(request.user) for tab in counted))
        numbers = dict(zip((tab.key for tab in counted), counts, strict=True))
        current = tab_of(request)
        can_claim = permissions.can_review(request.user)
        context = {
            "tabs": [
                {
                    "title": tab.title,
                    "url": f"?{urlencode({'tab': tab.key})}",
                    "count": rows.bounded(numbers[tab.key]) if tab.key in numbers else "",
                    "alarm": tab.key in ALARMING and numbers[tab.key] > 0,
                    "current": tab == current,
                }
                for tab in TABS
                if tab == current or tab.key not in QUIET or numbers.get(tab.key)
            ],
            "can_claim": can_claim,
            "claim_next_url": lists.claim_next_address(request.GET.urlencode()) if can_claim else "",
            "title": _("Cases"),
        }
        response = super().changelist_view(request, context | (extra_context or {}))
        if hasattr(response, "context_data"):
            cl = response.context_data["cl"]
            came_from = request.GET.urlencode()
            response.context_data["rows"] = [rows.row_of(found, request.user, came_from) for found in cl.result_list]
        return response

    def get_urls(self):
        def address(route, view, name):
            return path(route, self.admin_site.admin_view(view), name=f"reviews_case_{name}")

        return [
            path("", self.admin_site.admin_view(self.changelist_view), name="reviews_case_changelist"),
            address("claim-next/", case.claim_next_case, "claim_next"),
            address("<int:case_id>/", case.case_page, "page"),
            address("<int:case_id>/claim/", case.claim_case, "claim"),
            address("<int:case_id>/release/", case.release_case, "release"),
            address("<int:case_id>/verdict/", case.give_verdict, "verdict"),
            address("<int:case_id>/request-changes/", deciding.request_changes, "request_changes"),
            address("<int:case_id>/decide/", deciding.decide_case, "decide"),
            address("<int:case_id>/undo/", deciding.undo_decision, "undo"),
        ]
