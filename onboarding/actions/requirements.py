"""What an application needs: kept in step with the catalogue, reopened by a return, provided and accepted."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from merchant_portal import clock
from merchant_portal.audit import recording as audit
from merchant_portal.errors import Refused
from onboarding import catalogue, permissions
from onboarding.events import OnboardingEvent
from onboarding.history import with_last_move
from onboarding.models import COMPANY, Application, DocumentVersion, Reason, Requirement, Return, SubmittedDocument
from onboarding.transitions import UNDER_REVIEW, RequirementStatus, Status, VersionStatus

EDITABLE = (Status.DRAFT, Status.CHANGES_REQUESTED)


class Frozen(Refused):
    """The application is with the review team, or decided: nothing can be changed."""

    sentence = _("Your application is under review. You can't change it at the moment.")
    after_its_end = _("Your application is closed. You can no longer change it.")

    def __init__(self, application: Application):
        sentence = self.sentence if application.status in UNDER_REVIEW else self.after_its_end
        super().__init__(with_last_move(sentence, application))


class NotReturned(Refused):
    """This part was not returned; only what was is open."""

    sentence = _("You can't change this item. You can only change what we asked you to correct.")


class WouldDrop(Refused):
    """Another country or legal form needs fewer documents; `titles` names those whose files would go."""

    def __init__(self, titles: list[str]):
        self.titles = titles
        super().__init__(_("Some of your documents are no longer needed."))


@dataclass(frozen=True)
class ReturnReason:
    """Why an item comes back: a reason, the field of the profile or the part of the document, and what was added."""

    requirement: Requirement
    reason: Reason
    field: str = ""
    part: int = 0
    comment: str = ""


def select_for_update(application_id: int) -> Application:
    """Locks and returns the application. Raises Frozen unless its merchant may change it now."""
    application = Application.objects.select_for_update().select_related("merchant").get(pk=application_id)
    if application.status not in EDITABLE:
        raise Frozen(application)
    return application


def is_open(requirement: Requirement, application: Application) -> bool:
    """Returns whether this part can be changed: in a draft all, later what was returned in the newest round."""
    if application.status == Status.DRAFT:
        return True
    if application.status != Status.CHANGES_REQUESTED:
        return False
    if requirement.status in (RequirementStatus.RETURNED, RequirementStatus.DUE):
        return True
    return requirement.returns.filter(submission_number=application.submission_number).exists()


def check_is_open(requirement: Requirement, application: Application) -> None:
    """Raises NotReturned unless `is_open`."""
    if not is_open(requirement, application):
        raise NotReturned


def open_parts(requirement: Requirement, application: Application) -> set[int]:
    """Returns the parts of a document that can be changed: in a draft all, later those returned or not sent."""
    if not is_open(requirement, application):
        return set()
    if application.status == Status.DRAFT:
        return set(requirement.parts)
    number = application.submission_number
    sent = SubmittedDocument.objects.filter(
        submission__application=application, submission__number=number, requirement_key=requirement.key
    )
    returned = requirement.returns.filter(submission_number=number).values_list("part", flat=True)
    return set(requirement.parts) - set(sent.values_list("part", flat=True)) | set(returned)


def check_part_is_open(requirement: Requirement, part: int, application: Application) -> None:
    """Raises NotReturned unless `part` is one of `open_parts`."""
    if part not in open_parts(requirement, application):
        raise NotReturned


def sync(application: Application, *, drop_unneeded: bool) -> None:
    """Writes the requirements that the answers call for, in the caller's transaction.

    What is no longer needed goes, unless it was sent before: that stays on record. Raises WouldDrop when files would
    go and `drop_unneeded` is not set.
    """
    rules = {rule.key: rule for rule in catalogue.documents_needed(application.answers)}
    sent = SubmittedDocument.objects.filter(submission__application=application).values_list(
        "requirement_key", flat=True
    )
    unneeded = list(application.requirements.exclude(key__in=[COMPANY, *rules, *sent]).select_related("rule"))
    with_files = [row for row in unneeded if _has_files(row)]
    if with_files and not drop_unneeded:
        raise WouldDrop([row.title for row in with_files])
    application.requirements.filter(pk__in=[row.pk for row in unneeded]).delete()
    present = set()
    for row in application.requirements.all():
        present.add(row.key)
        if row.key in rules and row.rule_id != rules[row.key].pk:  # the same document by the rule of another country
            row.rule = rules[row.key]
            row.save(update_fields=["rule"])
    Requirement.objects.bulk_create(
        Requirement(application=application, key=key, rule=rule)
        for key, rule in [(COMPANY, None), *rules.items()]
        if key not in present
    )


def _has_files(requirement: Requirement) -> bool:
    return DocumentVersion.objects.filter(document__requirement=requirement, removed_at__isnull=True).exists()


def refresh(requirement: Requirement) -> None:
    """Sets a document's status by its parts: provided when each has a clean current version, else due."""
    documents = {document.part: document for document in requirement.documents.select_related("current")}
    complete = all(
        part in documents and documents[part].current and documents[part].current.status == VersionStatus.CLEAN
        for part in requirement.parts
    )
    set_status(requirement, RequirementStatus.PROVIDED if complete else RequirementStatus.DUE)


def set_status(requirement: Requirement, status: RequirementStatus) -> None:
    """Moves the requirement; staying where it is writes nothing."""
    if requirement.status != status:
        requirement.status = status
        requirement.save(update_fields=["status"])


def comment(*, application: Application, key: str, text: str, by) -> Requirement:
    """Answers a returned item by a comment, which counts as providing it. Returns the requirement.

    Raises Forbidden, Frozen, or NotReturned for what was not returned, was corrected or taken away since.
    """
    permissions.check_can_edit(by, application)
    with transaction.atomic():
        locked = select_for_update(application.pk)
        requirement = locked.requirements.filter(key=key, status=RequirementStatus.RETURNED).first()
        if requirement is None:
            raise NotReturned
        requirement.comment, requirement.commented_at = text, clock.now()
        requirement.status = RequirementStatus.PROVIDED
        requirement.save(update_fields=["comment", "commented_at", "status"])
        audit.record(OnboardingEvent.COMMENTED, target=locked, by=by, requirement=key)
    return requirement


def accept(rows: Iterable[Requirement]) -> None:
    """Accepts the requirements, in the caller's transaction. They stay accepted until the merchant changes them."""
    for requirement in rows:
        set_status(requirement, RequirementStatus.ACCEPTED)


def give_back(return_reasons: Iterable[ReturnReason], *, number: int) -> None:
    """Returns items of submission `number` to the merchant with their reasons, in the caller's transaction."""
    return_reasons = list(return_reasons)
    for requirement in {why.requirement.pk: why.requirement for why in return_reasons}.values():
        requirement.comment, requirement.commented_at = "", None  # it answered an earlier return
        requirement.status = RequirementStatus.RETURNED
        requirement.save(update_fields=["status", "comment", "commented_at"])
    Return.objects.bulk_create(
        Return(
            requirement=why.requirement,
            reason=why.reason,
            field=why.field,
            part=why.part,
            comment=why.comment,
            submission_number=number,
        )
        for why in return_reasons
    )
