"""Judging one item of a submission: a version of a document, or the company profile."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from merchant_portal import clock
from merchant_portal.audit import recording as audit
from merchant_portal.errors import Refused
from onboarding import steps
from onboarding.actions import files
from onboarding.models import DocumentVersion, Reason
from reviews import permissions
from reviews.actions import cases
from reviews.events import ReviewEvent
from reviews.items import ReviewItem, review_items
from reviews.models import Review, Verdict, VerdictReason


class NotSubmitted(Refused):
    """The item is not part of the submission under review."""

    sentence = _("This item isn't part of the submission you're reviewing.")


class ReasonMissing(Refused):
    """A return without a reason helps nobody."""

    sentence = _("Choose at least one reason. The merchant will see it along with advice on how to fix the problem.")


class ReasonUnfit(Refused):
    """A reason that does not fit: a final one, one of another kind of item, or a profile reason without its field."""

    sentence = _("One of the reasons doesn't apply to this item. Choose reasons from the list.")


class PictureMissing(Refused):
    """Our storage has lost the picture of a page: nobody judges what cannot be seen."""

    sentence = _(
        "The image of this document is missing from our storage, so you can't review it. Request a new upload."
    )


@dataclass(frozen=True)
class ChosenReason:
    """One reason by its code; for the profile with the field that reopens."""

    code: str
    field: str = ""

    @classmethod
    def read(cls, text: str) -> "ChosenReason":
        """Returns what `number.differs:registration_number` or `doc.cropped` says."""
        code, _colon, field = text.partition(":")
        return cls(code, field)


def give(
    *,
    review: Review,
    key: str,
    version_id: int | None,
    kind: Verdict.Kind,
    reasons: list[ChosenReason],
    comment: str = "",
    submission_number: int | None = None,
    by: User,
) -> Verdict:
    """Accepts or returns one item; a later verdict on the same item takes the place of the one before.

    Arguments: `key` of the requirement, `version_id` of the document's version, None for the company profile.
    A document whose picture is missing is returned for FILE_LOST only. Raises what cases.select_for_update raises,
    NotSubmitted, ReasonMissing, ReasonUnfit, PictureMissing, or StorageUnavailable when nobody can tell.
    """
    permissions.check_can_review(by)
    _look_for_files(review, version_id)  # before anything is locked: the storage may be slow
    with transaction.atomic():
        locked = cases.select_for_update(review.pk, by, submission_number)
        item = _find(locked, key, version_id)
        if item.is_lost and (kind != Verdict.Kind.RETURN or any(one.code != Reason.FILE_LOST for one in reasons)):
            raise PictureMissing
        chosen = _fitting(item, reasons) if kind == Verdict.Kind.RETURN else []
        if kind == Verdict.Kind.RETURN and not chosen:
            raise ReasonMissing
        verdict = _write(locked, item, kind, chosen, comment)
        audit.record(
            ReviewEvent.JUDGED, target=locked.application, by=by, requirement=key, part=item.part, verdict=kind
        )
    return verdict


def _write(
    review: Review, item: ReviewItem, kind: Verdict.Kind, chosen: list[tuple[Reason, str]], comment: str
) -> Verdict:
    verdict, _created = Verdict.objects.update_or_create(
        review=review,
        requirement=item.requirement,
        version=item.version,
        defaults={"kind": kind, "comment": comment if kind == Verdict.Kind.RETURN else "", "given_at": clock.now()},
    )
    verdict.reasons.all().delete()
    VerdictReason.objects.bulk_create(
        VerdictReason(verdict=verdict, reason=reason, field=field) for reason, field in chosen
    )
    return verdict


def _look_for_files(review: Review, version_id: int | None) -> None:
    sent = DocumentVersion.objects.filter(pk=version_id, submitted_in__submission_id=review.submission_id)
    version = sent.first() if version_id else None
    if version is not None:
        files.check_exists(version)


def _find(review: Review, key: str, version_id: int | None) -> ReviewItem:
    for item in review_items(review.application, review):
        if item.requirement.key == key and item.version_id == version_id:
            return item
    raise NotSubmitted


def _fitting(item: ReviewItem, wanted: list[ChosenReason]) -> list[tuple[Reason, str]]:
    """Returns the reasons with their fields, each once. Raises ReasonUnfit."""
    unique = list(dict.fromkeys(wanted))
    fields = {field.name for field in steps.fields_of(item.answers)} if item.is_company else {""}
    fitting = {reason.code: reason for reason in reasons_for(item)}
    for because in unique:
        if because.code not in fitting or because.field not in fields:
            raise ReasonUnfit
    return [(fitting[because.code], because.field) for because in unique]


def reasons_for(item: ReviewItem) -> list[Reason]:
    """Returns the reasons for which this item can be returned, in the catalogue's order."""
    if item.is_lost:
        return list(Reason.objects.filter(code=Reason.FILE_LOST))
    requirement = item.requirement
    fixable = Reason.objects.filter(kind=Reason.Kind.FIXABLE).order_by("position", "pk")
    if requirement.is_company:
        return [reason for reason in fixable if reason.fits_profile]
    return [reason for reason in fixable if reason.fits_document(requirement.rule)]
