from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.typed_input import keeps_typed
from onboarding import steps
from onboarding.actions import applications, requirements
from onboarding.decorators import editable, member
from onboarding.forms import CompanyForm
from onboarding.models import COMPANY, Requirement


@require_http_methods(["GET", "HEAD", "POST"])
@member
@editable
@keeps_typed(*sorted(steps.FIELD_NAMES))
def company_profile(request):
    """Facts a reviewer can compare with the documents. Country and legal form decide the other fields."""
    application = request.application
    profile = application.requirements.filter(key=COMPANY).first() or Requirement(application=application, key=COMPANY)
    open_fields = applications.open_fields(application, profile) if profile.pk else steps.FIELD_NAMES
    known = {"legal_name": application.merchant.name} | application.answers
    if request.method != "POST" or request.is_shown_again:
        typed = {name: text for offer in request.offers for name, text in offer.values.items() if name in open_fields}
        return _show(request, CompanyForm(open_fields=open_fields, initial=known | typed), profile)
    form = CompanyForm(request.POST, open_fields=open_fields, initial=known)
    if form.is_for_other_fields:  # the fields follow the choice; nothing is checked yet
        return _show(request, CompanyForm(open_fields=open_fields, initial=form.as_typed()), profile)
    if not form.is_valid():
        return _show(request, form, profile)
    return _save(request, form, profile)


def _save(request, form, profile):
    try:
        applications.save_company(
            application=request.application,
            answers=form.answers(),
            drop_unneeded=request.POST.get("drop") == "1",
            by=request.user,
        )
    except requirements.WouldDrop as refused:
        return _show(request, form, profile, would_drop=refused.titles)
    return redirect("onboarding:application")


def _show(request, form, profile, **more):
    locked = [
        {"label": field.title, "value": steps.shown(field, request.application.answers) or _("Not provided")}
        for field in form.described
        if field.name not in form.fields
    ]
    returns = _returns(profile, request.application)
    sections = form.sections()
    for section in sections:
        for field in section["fields"]:
            field.returned = returns.get(field.name, [])
    context = {
        "form": form,
        "sections": sections,
        "only_first": form.only_first,
        "locked": locked,
        "application": request.application,
    }
    return render(request, "onboarding/company.html", context | more)


def _returns(profile, application) -> dict:
    if profile.pk is None:
        return {}
    found: dict[str, list] = {}
    for line in profile.returns.filter(submission_number=application.submission_number).select_related("reason"):
        words = {"wording": line.reason.wording, "advice": line.reason.advice, "comment": line.comment}
        found.setdefault(line.field, []).append(words)
    return found
