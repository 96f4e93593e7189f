"""The confirm page of a decision, with the email as the merchant will read it, and taking a decision back."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts import authentication
from accounts.actions import authenticators
from accounts.typed_input import keeps_typed
from merchant_portal.masking import mask_email
from onboarding.models import Reason
from reviews.actions import decisions, outcomes, previews
from reviews.admin.case import PAGE, held, of_case, show
from reviews.console import rows
from reviews.console.site import page_context
from reviews.forms import DecisionForm, StaffCodeForm
from reviews.transitions import Outcome

BUTTONS = {
    Outcome.REQUEST_CHANGES: gettext_lazy("Request changes"),
    Outcome.APPROVE: gettext_lazy("Approve"),
    Outcome.REJECT: gettext_lazy("Reject"),
}
DECISION = keeps_typed("reason", "message", parts=["outcome", "submission"], page=PAGE)


@require_POST
@DECISION
@of_case
def request_changes(request, page):
    """Asks the merchant for everything that was returned, in one email."""
    posted = _posted(request)
    posted["outcome"] = Outcome.REQUEST_CHANGES
    return _decide(request, page, DecisionForm(posted, outcomes=[Outcome.REQUEST_CHANGES]))


@require_POST
@DECISION
@of_case
@sensitive_post_parameters("code")
def decide_case(request, page):
    """Approves or rejects."""
    return _decide(request, page, DecisionForm(_posted(request), outcomes=[Outcome.APPROVE, Outcome.REJECT]))


def _posted(request):
    """Returns what was posted; a form that is only shown again confirms nothing."""
    posted = request.POST.copy()
    if request.is_shown_again:
        posted["confirm"] = ""
    return posted


def _decide(request, page, form: DecisionForm):
    if "outcome" in form.errors:
        return show(request, page, failed_form=form)
    outcome = Outcome(form.cleaned_data["outcome"])
    if not form.is_valid():
        return _confirm(request, page, outcome, form)
    review = held(page, form.cleaned_data["submission"])
    outcomes.check_can_be(outcome, page.items)
    needs_code = outcome != Outcome.REQUEST_CHANGES and not authentication.has_fresh_proof(request)
    proof = StaffCodeForm(request.POST if form.cleaned_data["confirm"] == "1" else None) if needs_code else None
    if outcome == Outcome.REJECT and form.cleaned_data["confirm"] == "1" and not form.cleaned_data["reason"]:
        form.add_error("reason", outcomes.FinalReasonMissing.sentence)
        return _confirm(request, page, outcome, form, proof, status=outcomes.FinalReasonMissing.status)
    if form.cleaned_data["confirm"] != "1" or (proof and not _proved(request, proof)):
        return _confirm(request, page, outcome, form, proof)
    decisions.decide(
        review=review,
        outcome=outcome,
        reasons=form.cleaned_data["reason"],
        message=form.cleaned_data["message"],
        submission_number=form.cleaned_data["submission"],
        by=request.user,
    )
    return redirect(page.address("page"))


def _proved(request, proof: StaffCodeForm) -> bool:
    """Checks the code of the authenticator app; a wrong one is shown beside its field."""
    if not proof.is_valid():
        return False
    try:
        authentication.prove_by_app(request, proof.cleaned_data["code"])
    except authenticators.WrongAppCode as refused:
        proof.add_error("code", str(refused.message))
        return False
    return True


def _confirm(request, page, outcome, form, proof=None, status=200):
    review = held(page)
    codes = form.cleaned_data.get("reason", []) if form.is_valid() else form.data.getlist("reason")
    finals = list(Reason.objects.filter(kind__in=Reason.ENDING).order_by("position", "pk"))
    chosen = [reason for reason in finals if reason.code in codes]
    message = form.cleaned_data.get("message", "")
    facts = {"case": page.case, "outcome": outcome, "items": page.items, "reasons": chosen, "message": message}
    email = previews.preview(person=page.owner, language=page.owner.language, **facts)
    own = get_language() != page.owner.language
    context = page_context(request) | page.head()
    context |= {
        "outcome": outcome,
        "title": BUTTONS[outcome],
        "form": form,
        "proof": proof,
        "email": email,
        "own_email": previews.preview(person=page.owner, language=get_language(), **facts) if own else None,
        "mailed_to": mask_email(page.owner.email),
        "reasons": [{"code": row.code, "text": rows.wording_for_staff(row), "chosen": row in chosen} for row in finals],
        "submission": review.submission.number,
        "action": page.address("request_changes" if outcome == Outcome.REQUEST_CHANGES else "decide"),
    }
    return render(request, "admin/reviews/case/confirm.html", context, status=status)


@require_POST
@of_case
def undo_decision(request, page):
    """Takes the waiting decision back, within its window."""
    if page.decision is None:
        raise decisions.TooLateToUndo(page.case)
    decisions.undo(decision=page.decision, by=request.user)
    messages.success(request, _("The decision has been undone. No email was sent."))
    return redirect(page.address("page"))
