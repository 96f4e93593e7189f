"""The task list: the steps of an application as rows that a page shows."""

from dataclasses import dataclass, field

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from merchant_portal.masking import mask_phone
from onboarding.actions import applications
from onboarding.models import COMPANY
from onboarding.transitions import RequirementStatus

WORDS = {
    "done": lambda: _("Completed"),
    "next": lambda: _("Next"),
    "in_progress": lambda: _("In progress"),
    "todo": lambda: _("Not started"),
    "blocked": lambda: _("Can't start yet"),
    "problem": lambda: _("Problem"),
}


@dataclass
class Task:
    """One row. `state` is done, next, in_progress, todo, blocked or problem."""

    title: str
    url: str
    state: str
    hint: str = ""
    counts: bool = True  # an optional document does not

    @property
    def status_text(self) -> str:
        return WORDS[self.state]()


@dataclass
class Group:
    """A numbered part of the list."""

    number: int
    title: str
    tasks: list[Task] = field(default_factory=list)


def groups_of(application, person) -> list[Group]:
    """Returns the task list of an application that `person` works on."""
    rows = applications.rows_of(application)
    company = [row for row in rows if row.key == COMPANY]
    documents = [_document(row, application) for row in rows if row.key != COMPANY]
    groups = [Group(1, _("Your company"), [_company(company[0] if company else None, application)])]
    if settings.SMS_URL:
        groups[0].tasks.append(_phone(person))
    if documents:
        groups.append(Group(2, _("Documents"), documents))
    groups.append(Group(len(groups) + 1, _("Finish"), [_finish(rows)]))
    _mark_next(groups)
    return groups


def _company(row, application) -> Task:
    states = {
        RequirementStatus.PROVIDED: "done",
        RequirementStatus.ACCEPTED: "done",
        RequirementStatus.RETURNED: "problem",
    }
    state = states.get(row.status if row else None, "in_progress" if application.answers else "todo")
    return Task(
        _("Company details"), reverse("onboarding:company"), state, application.legal_name or application.merchant.name
    )


def _phone(person) -> Task:
    """An application can be submitted without it."""
    title = _("%(title)s (optional)") % {"title": _("Phone number")}
    state = "done" if person.phone_confirmed_at else "todo"
    masked = format_html('<bdi lang="en">{}</bdi>', mask_phone(person.phone))
    return Task(title, reverse("onboarding:phone"), state, masked, counts=False)


def _document(row, application) -> Task:
    newest = [max(live, key=lambda version: version.number) for document in row.documents.all()
              if (live := [version for version in document.versions.all() if version.removed_at is None])]  # fmt: skip
    title = _("%(title)s (optional)") % {"title": row.title} if row.is_optional else row.title
    state = {
        RequirementStatus.PROVIDED: "done",
        RequirementStatus.ACCEPTED: "done",
        RequirementStatus.RETURNED: "problem",
    }.get(row.status, "in_progress" if newest else "todo")
    if any(version.status == "refused" for version in newest):
        state, hint = "problem", _("A file wasn't accepted")
    elif any(version.is_checking for version in newest):
        state, hint = "in_progress", _("We're checking the file")
    elif newest:
        hint = ngettext("%(count)d file", "%(count)d files", len(newest)) % {"count": len(newest)}
        if len(newest) < len(row.parts):
            hint = _("One side is still missing")
    else:
        hint = row.rule.hint
    return Task(title, reverse("onboarding:document", args=[row.key]), state, hint, counts=not row.is_optional)


def _finish(rows) -> Task:
    missing = applications.missing(rows) if any(row.key == COMPANY for row in rows) else None
    if missing == []:
        return Task(_("Check and submit"), reverse("onboarding:check"), "todo")
    names = [row.title for row in missing or []] or [_("Company details")]
    hint = _("Complete first: %(names)s") % {"names": ", ".join(names)}
    return Task(_("Check and submit"), "", "blocked", hint)


def _mark_next(groups) -> None:
    for group in groups:
        for task in group.tasks:
            if task.state in ("todo", "problem", "in_progress") and task.url and task.counts:
                if task.state == "todo":
                    task.state = "next"
                return
