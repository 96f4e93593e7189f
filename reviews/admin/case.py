"""The case page and what is done on it before a decision."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.typed_input import keeps_typed
from merchant_portal.error_views import retry_after
from merchant_portal.errors import Forbidden, Refused
from merchant_portal.idempotency.presses import nothing_done
from merchant_portal.storage.access import StorageUnavailable
from reviews.actions import cases, verdicts
from reviews.admin.case_page import CasePage, load
from reviews.console import lists
from reviews.console.site import page_context
from reviews.forms import ReleaseForm, VerdictForm
from reviews.models import Case

PAGE = "admin:reviews_case_page"


def of_case(view):
    """The case is there and the person may see cases: the view gets a `CasePage`.

    A refusal of an action is shown on the case page, with its own status, so that nothing else is lost.
    """

    @wraps(view)
    def guarded(request, case_id):
        if not request.user.has_perm("reviews.view_case"):
            raise PermissionDenied
        try:
            asked = [request.GET.get(name, "") for name in ("item", "compare", "list")]
            page = CasePage(load(case_id), request.user, *asked)
        except Case.DoesNotExist:
            raise Http404 from None
        try:
            return view(request, page)
        except Forbidden:
            raise
        except Refused as refused:
            anchor = page.current.anchor if page.current else ""
            page = CasePage(load(case_id), request.user, anchor, came_from=page.came_from)
            return show(request, page, refused=refused)

    return guarded


def show(request, page: CasePage, *, refused: Refused | None = None, failed_form=None):
    """Returns the case page, with what a refusal names as links and what was filled in kept."""
    offers = getattr(request, "offers", [])
    page.keep(request.POST, [offer.values for offer in offers])
    page.storage_answers = not isinstance(refused, StorageUnavailable)
    context = page_context(request) | page.context() | {"failed_form": failed_form, "offers": page.offered(offers)}
    if refused is None:
        return render(request, "admin/reviews/case/page.html", context, status=200)
    items = getattr(refused, "items", [])
    context["refused"] = {
        "sentence": refused.message,
        "links": [{"title": item.title, "url": page.item_url(item)} for item in items],
    }
    response = render(request, "admin/reviews/case/page.html", context, status=refused.status)
    if getattr(refused, "next_attempt_at", None):
        response["Retry-After"] = retry_after(refused.next_attempt_at)
    elif isinstance(refused, StorageUnavailable):
        response["Retry-After"] = str(refused.retry_after)
    return response


@require_safe
@keeps_typed()
@of_case
def case_page(request, page):
    """Declared data beside the document, a verdict per item, the decision bar."""
    return show(request, page)


@require_POST
def claim_next_case(request):
    """Takes the case that is due first; with none left it says so."""
    review, came_from = cases.claim_next(by=request.user), request.GET.get("list", "")
    if review is None:
        messages.info(request, _("There are no cases to claim. New cases appear under Unassigned."))
        return nothing_done(redirect(lists.address_of(came_from)))
    if review.submission.number > 1:
        messages.info(
            request,
            _(
                "The merchant has corrected this case. Corrected cases are offered first to the reviewer who "
                "requested the changes."
            ),
        )
    query = lists.carried(came_from) or None
    return redirect(reverse("admin:reviews_case_page", args=[review.application_id], query=query))


@require_POST
@of_case
def claim_case(request, page):
    """Takes this case."""
    cases.claim(case=page.case, by=request.user)
    return redirect(page.address("page"))


@require_POST
@of_case
def release_case(request, page):
    """Gives the case back to the queue."""
    form = ReleaseForm(request.POST)
    if not form.is_valid():
        return show(request, page, failed_form=form)
    cases.release(review=held(page), reason=form.cleaned_data["reason"], by=request.user)
    messages.success(request, _("%(reference)s is back in the queue.") % {"reference": page.case.reference})
    return redirect(page.queue_address)


@require_POST
@keeps_typed("reason", "comment", parts=["requirement", "version", "submission"], page=PAGE)
@of_case
def give_verdict(request, page):
    """Notes a verdict on one item and goes on to the next that has none."""
    if request.is_shown_again:
        return show(request, page)
    form = VerdictForm(request.POST)
    if not form.is_valid():
        return show(request, page, failed_form=form)
    given = form.cleaned_data
    verdicts.give(
        review=held(page),
        key=given["requirement"],
        version_id=given["version"],
        kind=given["verdict"],
        reasons=[verdicts.ChosenReason.read(text) for text in given["reason"]],
        comment=given["comment"],
        submission_number=given["submission"],
        by=request.user,
    )
    return redirect(_next_open(CasePage(page.case, request.user, came_from=page.came_from)))


def _next_open(page: CasePage) -> str:
    """Returns the address of the document that is judged next; after the profile the page stays where it was."""
    if page.current is not None and page.current.is_open:
        return page.item_url(page.current)
    return page.address("page", "bar")


def held(page: CasePage, submission_number: int | None = None):
    """Returns the review to work on. Raises what cases.select_for_update raises."""
    cases.check_is_workable(page.case, page.review, page.user, submission_number)
    return page.review
