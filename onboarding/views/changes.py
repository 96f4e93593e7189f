from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.typed_input import keeps_typed
from merchant_portal import clock
from merchant_portal.idempotency.presses import nothing_done
from onboarding import steps
from onboarding.actions import applications, requirements
from onboarding.decorators import member
from onboarding.forms import CommentForm
from onboarding.models import DecisionNotice, Return, SubmittedDocument
from onboarding.transitions import RequirementStatus, Status
from onboarding.views.submitting import address_of_task


@require_http_methods(["GET", "HEAD", "POST"])
@member
@keeps_typed("comment", parts=["requirement"])
def requested_changes(request):
    """Exactly what is asked for, with its reason and its cure; an item may be answered by a comment."""
    if request.application.status != Status.CHANGES_REQUESTED:
        return nothing_done(redirect("onboarding:application"))
    if request.method != "POST" or request.is_shown_again:
        return _show(request)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _show(request, form)
    requirements.comment(
        application=request.application,
        key=form.cleaned_data["requirement"],
        text=form.cleaned_data["comment"],
        by=request.user,
    )
    return redirect("onboarding:changes")


def _show(request, form=None):
    application = request.application
    rows = applications.rows_of(application)
    asked = _asked(application, rows)
    items = [_item(number, row, lines, application, form) for number, (row, lines) in enumerate(asked, start=1)]
    _put_back(request.offers, items)
    notice = DecisionNotice.objects.filter(submission__application=application).order_by("-pk").first()
    context = {
        "application": application,
        "items": items,
        "form": form,
        "fixed_count": sum(item["state"] == "fixed" for item in items),
        "count": len(items),
        "until": application.changes_due_at,
        "message": notice.message,
        "is_late": application.changes_due_at < clock.now(),
        "accepted": [row.title for row in rows if row.status == RequirementStatus.ACCEPTED],
        "check_url": reverse("onboarding:check"),
        "correction_days": settings.CORRECTION_BUSINESS_DAYS,
    }
    return render(request, "onboarding/changes.html", context)


def _put_back(offers, items) -> None:
    """Puts explanations that are not saved yet into the forms of the items that they are about."""
    by_key = {offer.values.get("requirement"): offer for offer in offers}
    for item in items:
        offer = by_key.get(item["key"]) if item["can_comment"] else None
        if offer:
            item["offer"] = offer
            item["form"].initial["comment"] = offer.values.get("comment", "")


def _asked(application, rows) -> list[tuple]:
    """Returns each returned requirement with its lines, and the documents that a correction made necessary."""
    number = application.submission_number
    documents = SubmittedDocument.objects.filter(submission__application=application, submission__number=number)
    sent = set(documents.values_list("requirement_key", flat=True))
    returns: dict[int, list] = {}
    lines = Return.objects.filter(requirement__application=application, submission_number=number)
    for line in lines.select_related("reason").order_by("part", "pk"):
        returns.setdefault(line.requirement_id, []).append(line)
    return [
        (row, returns.get(row.pk, []))
        for row in rows
        if row.pk in returns or not (row.is_company or row.is_optional or row.key in sent)
    ]


def _item(number, row, lines, application, form) -> dict:
    mine = form is not None and form.data.get("requirement") == row.key
    return {
        "number": number,
        "key": row.key,
        "anchor": f"#fix-{number}",
        "title": row.title,
        "url": _address(row, lines),
        "state": "open" if applications.missing([row]) else "fixed",
        "is_checking": applications.is_checking(row),
        "action": _action(row, lines),
        "lines": _lines(row, lines, application),
        "comment": row.comment,
        "can_comment": row.status == RequirementStatus.RETURNED,
        "form": form if mine else CommentForm(auto_id=f"id_%s_{number}", initial={"requirement": row.key}),
    }


def _action(row, lines) -> str:
    if row.is_company:
        return _("Correct company details")
    return _("Replace the file") if lines else _("Upload the file")


def _lines(row, lines, application) -> list[dict]:
    fields = {field.name: field for field in steps.fields_of(application.answers)}
    return [
        {
            "wording": line.reason.wording,
            "advice": line.reason.advice,
            "comment": line.comment,
            "where": fields[line.field].title if line.field in fields else row.part_title(line.part),
            "typed": steps.shown(fields[line.field], application.answers) if line.field in fields else "",
        }
        for line in lines
    ]


def _address(row, lines) -> str:
    url = address_of_task(row)
    return f"{url}#id_{lines[0].field}" if row.is_company and lines and lines[0].field else url
