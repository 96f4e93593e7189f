"""An application: filled in, sent, judged, taken back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.actions import links
from accounts.models import SingleUseLink
from merchant_portal import clock
from merchant_portal.audit import recording as audit
from merchant_portal.calendars.business_days import due_after
from merchant_portal.errors import Refused
from merchant_portal.messaging import outbox as messaging
from onboarding import permissions, steps
from onboarding.actions import files, requirements
from onboarding.emails import Approved, ChangesRequested, Received, Rejected
from onboarding.events import OnboardingEvent
from onboarding.history import with_last_move
from onboarding.models import (
    COMPANY,
    Application,
    DecisionNotice,
    DecisionNoticeReason,
    DocumentRule,
    Membership,
    Reason,
    Requirement,
    Submission,
    SubmittedDocument,
    promised_days,
)
from onboarding.transitions import MOVES, MerchantStatus, RequirementStatus, Status

DONE = (RequirementStatus.PROVIDED, RequirementStatus.ACCEPTED)


class AlreadySubmitted(Refused):
    """The application was sent already, perhaps by the click before this one."""

    sentence = _("Your application has already been submitted.")

    def __init__(self, application: Application):
        super().__init__(with_last_move(self.sentence, application))


class Incomplete(Refused):
    """Something is still missing; `missing` are those requirements."""

    def __init__(self, missing: list[Requirement]):
        self.missing = missing
        super().__init__(_("Some items are still missing. Complete them, then submit the application."))


class CannotWithdraw(Refused):
    """The application was decided, or taken back before."""

    sentence = _("This application can no longer be withdrawn.")

    def __init__(self, application: Application):
        super().__init__(with_last_move(self.sentence, application))


class NoCatalogue(Refused):
    """No document rule is loaded, so nobody can say what this application needs."""

    sentence = _(
        "You can't submit applications at the moment because we're still setting up the site. Try again later."
    )


@dataclass(frozen=True)
class Saved:
    """What saving the profile came to: whether it is complete."""

    complete: bool


def save_company(*, application: Application, answers: dict, drop_unneeded: bool = False, by) -> Saved:
    """Saves the company profile, also with gaps, and brings the documents asked for into step.

    `answers` holds the fields of the step as typed and cleaned. After a return only the returned fields are
    taken. Raises Forbidden, requirements.Frozen, requirements.NotReturned, or requirements.WouldDrop when
    files would go and `drop_unneeded` is not set.
    """
    permissions.check_can_edit(by, application)
    with transaction.atomic():
        locked = requirements.select_for_update(application.pk)
        profile = _profile_of(locked)
        requirements.check_is_open(profile, locked)
        taken = {name: value for name, value in answers.items() if name in open_fields(locked, profile)}
        locked.answers = locked.answers | taken
        locked.save(update_fields=["answers", "updated_at"])
        requirements.sync(locked, drop_unneeded=drop_unneeded)
        complete = not steps.missing_fields(locked.answers)
        requirements.set_status(profile, RequirementStatus.PROVIDED if complete else RequirementStatus.DUE)
        audit.record(OnboardingEvent.PROFILE_SAVED, target=locked, by=by, fields=sorted(taken))
    return Saved(complete=complete)


def _profile_of(application: Application) -> Requirement:
    profile, _created = Requirement.objects.get_or_create(application=application, key=COMPANY)
    return profile


def open_fields(application: Application, profile: Requirement) -> set[str]:
    """Returns the names of the fields that can be changed now: all of a draft, later those that were returned.

    And those that a correction made necessary, such as another legal form.
    """
    if application.status == Status.DRAFT:
        return set(steps.FIELD_NAMES)
    returned = profile.returns.filter(submission_number=application.submission_number)
    gaps = {field.name for field in steps.missing_fields(application.answers)}
    return set(returned.values_list("field", flat=True)) - {""} | gaps


def rows_of(application: Application) -> list[Requirement]:
    """Returns what the application needs, in the order of the task list, with its documents and versions."""
    rows = application.requirements.select_related("rule").prefetch_related("documents__versions")
    return list(rows.order_by(F("rule__position").asc(nulls_first=True), "pk"))


def missing(rows: list[Requirement]) -> list[Requirement]:
    """Returns which of `rows` (as `rows_of` gives them) keep the application from being sent."""
    needed = [
        row for row in rows if not (row.is_optional and row.status == RequirementStatus.DUE and not has_file(row))
    ]
    return [row for row in needed if row.status not in DONE or is_checking(row)]


def has_file(requirement: Requirement) -> bool:
    """Returns whether a part of it (a row as `rows_of` gives it) is there: half an optional document is not sent."""
    return any(document.current_id for document in requirement.documents.all())


def is_checking(requirement: Requirement) -> bool:
    """Returns whether a file of it (a row as `rows_of` gives it) is still being checked."""
    versions = [version for document in requirement.documents.all() for version in document.versions.all()]
    return any(version.is_checking and version.removed_at is None for version in versions)


def submit(*, application: Application, by) -> Submission:
    """Freezes the application and sends it: answers and the current version of every part.

    Returns the submission with its due date. Raises Forbidden, NoCatalogue, AlreadySubmitted or Incomplete.
    Of two at once one wins, the other reads AlreadySubmitted.
    """
    permissions.check_can_submit(by, application)
    with transaction.atomic():
        locked = Application.objects.select_for_update().get(pk=application.pk)
        if locked.status not in requirements.EDITABLE:
            raise AlreadySubmitted(locked)
        if not DocumentRule.objects.exists():
            raise NoCatalogue
        rows = rows_of(locked)
        gaps = missing(rows)
        if gaps or not any(row.key == COMPANY for row in rows):
            raise Incomplete(gaps)
        submission = _freeze(locked, by)
        audit.record(OnboardingEvent.SUBMITTED, target=locked, by=by, number=submission.number)
        messaging.send(Received, submission.pk)
    return submission


def _freeze(application: Application, by) -> Submission:
    now, number = clock.now(), application.submission_number + 1
    submission = Submission.objects.create(
        application=application,
        number=number,
        answers=application.answers,
        submitted_at=now,
        submitted_by=by,
        due_at=due_after(now, promised_days(number)) + files.time_lost(application),
    )
    SubmittedDocument.objects.bulk_create(
        SubmittedDocument(
            submission=submission, requirement_key=requirement.key, part=document.part, version=document.current
        )
        for requirement in application.requirements.prefetch_related("documents__current")
        for document in requirement.documents.all()
        if document.current
    )
    application.submission_number, application.submitted_at = submission.number, now
    application.save(update_fields=["submission_number", "submitted_at"])
    move(application, Status.SUBMITTED, due_at=submission.due_at)
    return submission


def move(application: Application, status: Status, *, due_at=None, changes_due_at=None) -> None:
    """Moves a locked application; the two dates hold in their own statuses only. The database refuses other moves."""
    application.status, application.due_at, application.changes_due_at = status, due_at, changes_due_at
    application.save(update_fields=["status", "due_at", "changes_due_at", "updated_at"])


def withdraw(*, application: Application, by) -> None:
    """Takes the application back for good. Raises Forbidden, or CannotWithdraw once it was decided."""
    permissions.check_can_submit(by, application)
    with transaction.atomic():
        locked = Application.objects.select_for_update().get(pk=application.pk)
        if Status.WITHDRAWN not in MOVES[locked.status]:
            raise CannotWithdraw(locked)
        audit.record(OnboardingEvent.WITHDRAWN, target=locked, by=by, before=locked.status)
        move(locked, Status.WITHDRAWN)


# What the review team does. Each of these runs in the caller's transaction, on an application that the caller has
# locked; who may do it is the caller's to say.


def begin_review(*, application: Application, by) -> None:
    """Puts a submitted application in review: somebody has claimed it."""
    move(application, Status.IN_REVIEW, due_at=application.due_at)
    audit.record(OnboardingEvent.REVIEW_BEGUN, target=application, by=by, number=application.submission_number)


def return_to_queue(*, application: Application) -> None:
    """Takes an application out of review: nobody holds it any more. The promised date stays."""
    move(application, Status.SUBMITTED, due_at=application.due_at)


def request_changes(
    *,
    application: Application,
    return_reasons: list[requirements.ReturnReason],
    accepted: Iterable[Requirement],
    message: str,
    by,
) -> DecisionNotice:
    """Returns items to the merchant, accepts the others, and writes to the owners. Returns the notice."""
    requirements.accept(accepted)
    requirements.give_back(return_reasons, number=application.submission_number)
    until = clock.now() + timedelta(days=settings.CHANGES_DAYS)
    move(application, Status.CHANGES_REQUESTED, changes_due_at=until)
    keys = sorted({why.requirement.key for why in return_reasons})
    audit.record(
        OnboardingEvent.CHANGES_REQUESTED,
        target=application,
        by=by,
        number=application.submission_number,
        requirements=keys,
    )
    notice = _answer(application, message)
    _write_to_owners(ChangesRequested, application, notice)
    return notice


def approve(*, application: Application, accepted: Iterable[Requirement], message: str = "", by) -> DecisionNotice:
    """Approves the application and sends every owner an activation link. Returns the notice."""
    requirements.accept(accepted)
    move(application, Status.APPROVED)
    merchant = application.merchant
    merchant.status = MerchantStatus.APPROVED
    merchant.save(update_fields=["status"])
    audit.record(OnboardingEvent.APPROVED, target=application, by=by, number=application.submission_number)
    notice = _answer(application, message)
    for owner in owners_of(application):
        send_activation(merchant, owner.person.email_key)
    return notice


def send_activation(merchant, address: str) -> None:
    """Writes a new activation link of `merchant` for `address`, ends the one before, and mails it."""
    link = links.issue(purpose=SingleUseLink.Purpose.ACTIVATE, reference=merchant.pk, address=address)
    messaging.send(Approved, link.pk)


def reject(*, application: Application, reasons: list[Reason], message: str, by) -> DecisionNotice:
    """Rejects the application for good and writes to the owners. Returns the notice."""
    move(application, Status.REJECTED)
    codes = [reason.code for reason in reasons]
    audit.record(
        OnboardingEvent.REJECTED, target=application, by=by, number=application.submission_number, reasons=codes
    )
    notice = _answer(application, message)
    DecisionNoticeReason.objects.bulk_create(DecisionNoticeReason(notice=notice, reason=reason) for reason in reasons)
    _write_to_owners(Rejected, application, notice)
    return notice


def _answer(application: Application, message: str) -> DecisionNotice:
    submission = application.submissions.get(number=application.submission_number)
    return DecisionNotice.objects.create(submission=submission, answer=application.status, message=message)


def owners_of(application: Application) -> list[Membership]:
    """Returns the owners of the application's merchant, who get its letters; the first one first."""
    rows = application.merchant.memberships.filter(role=Membership.Role.OWNER)
    return list(rows.select_related("person").order_by("pk"))


def _write_to_owners(kind, application: Application, notice: DecisionNotice) -> None:
    for owner in owners_of(application):
        messaging.send(kind, kind.reference_to(notice, owner))
