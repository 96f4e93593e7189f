from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from merchant_portal import clock
from merchant_portal.calendars.business_days import due_after
from merchant_portal.masking import mask_email
from onboarding import permissions, steps
from onboarding.actions import applications, requirements
from onboarding.decorators import editable, member
from onboarding.forms import DeclarationForm
from onboarding.models import COMPANY, promised_days


def address_of_task(requirement) -> str:
    """Returns the page on which a requirement is filled in."""
    if requirement.key == COMPANY:
        return reverse("onboarding:company")
    return reverse("onboarding:document", args=[requirement.key])


@require_http_methods(["GET", "HEAD", "POST"])
@member
@editable
def check_application(request):
    """A last look, then the declaration and the sending."""
    form = DeclarationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            applications.submit(application=request.application, by=request.user)
        except applications.AlreadySubmitted:
            return redirect("onboarding:submitted")
        except applications.Incomplete:
            return _show_check(request, form)
        return redirect("onboarding:submitted")
    return _show_check(request, form)


def _show_check(request, form):
    application = request.application
    days = promised_days(application.submission_number + 1)
    missing = applications.missing(applications.rows_of(application))
    context = {
        "application": application,
        "sections": _sections(application),
        "documents": _documents(application),
        "missing": [{"title": row.title, "url": address_of_task(row)} for row in missing],
        "form": form,
        "due_if_now": due_after(clock.now(), days),
        "days": days,
        "can_submit": permissions.can_submit(request.user, application),
        "round": application.submission_number + 1,
    }
    return render(request, "onboarding/check.html", context)


def _sections(application) -> list[dict]:
    profile = application.requirements.filter(key=COMPANY).first()
    open_fields = applications.open_fields(application, profile) if profile else steps.FIELD_NAMES
    grouped: dict = {}
    for field in steps.fields_of(application.answers):
        value = steps.shown(field, application.answers)
        url = f"{reverse('onboarding:company')}#id_{field.name}" if field.name in open_fields else ""
        row = {"label": field.title, "value": value, "lang": "", "change_url": url}
        grouped.setdefault(field.section, []).append(row)
    return [{"title": section.title, "rows": rows} for section, rows in grouped.items()]


def _documents(application) -> list[dict]:
    rows = application.requirements.exclude(key=COMPANY).select_related("rule").order_by("rule__position")
    return [
        {
            "title": row.title,
            "change_url": address_of_task(row) if requirements.open_parts(row, application) else "",
            "is_optional": row.is_optional,
            "files": [
                _file(document.current, row.part_title(document.part))
                for document in row.documents.select_related("current")
                if document.current
            ],
        }
        for row in rows
    ]


def _file(version, part_title: str) -> dict:
    return {
        "name": version.name,
        "pages": version.pages,
        "view_url": reverse("onboarding:download", args=[version.pk]),
        "picture_url": reverse("onboarding:page_picture", args=[version.pk, 1]) if version.pages else "",
        "part_title": part_title,
    }


@require_safe
@member
def application_submitted(request):
    """The reference, the date, and what happens next. The address stays valid and leads on later."""
    submission = get_object_or_404(request.application.submissions, number=request.application.submission_number)
    context = {
        "application": request.application,
        "submission": submission,
        "days": promised_days(submission.number),
        "mailed_to": mask_email(submission.submitted_by.email),
        "status_url": reverse("onboarding:status"),
    }
    return render(request, "onboarding/submitted.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member
def withdraw_application(request):
    """Takes the application back, after a page that asks once more."""
    if request.method == "POST":
        applications.withdraw(application=request.application, by=request.user)
        return redirect("onboarding:status")
    permissions.check_can_submit(request.user, request.application)
    return render(request, "onboarding/withdraw.html", {"application": request.application})
