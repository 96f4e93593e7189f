"""What a reviewer judges one by one: the company profile and every submitted version of a document."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from onboarding.models import COMPANY, DocumentVersion, Requirement, Submission, SubmittedDocument
from onboarding.transitions import RequirementStatus
from reviews.models import Case, Review, Verdict
from reviews.transitions import ClosedAs


@dataclass
class ReviewItem:
    """One thing under judgement. `accepted_in` is the round whose acceptance still holds, or None."""

    requirement: Requirement
    part: int
    version: DocumentVersion | None
    answers: dict
    verdict: Verdict | None = None
    accepted_in: int | None = None
    is_new: bool = False
    changed_fields: set[str] = field(default_factory=set)
    answers_before: dict = field(default_factory=dict)  # of the submission before

    @property
    def is_company(self) -> bool:
        return self.requirement.key == COMPANY

    @property
    def version_id(self) -> int | None:
        return self.version.pk if self.version else None

    @property
    def anchor(self) -> str:
        return f"item-{self.requirement.key}-{self.part}"

    @property
    def title(self) -> str:
        side = self.requirement.part_title(self.part)
        if not side:
            return self.requirement.title
        return _("%(document)s, %(side)s") % {"document": self.requirement.title, "side": side[0].lower() + side[1:]}

    @property
    def is_lost(self) -> bool:
        """Returns whether the picture of a page is missing from our storage, so that nobody can judge it."""
        return self.version is not None and self.version.pictures_missing_at is not None

    @property
    def is_returned(self) -> bool:
        return self.verdict is not None and self.verdict.kind == Verdict.Kind.RETURN

    @property
    def is_accepted(self) -> bool:
        if self.is_lost:
            return False
        if self.verdict is None:
            return self.accepted_in is not None
        return self.verdict.kind == Verdict.Kind.ACCEPT

    @property
    def is_open(self) -> bool:
        """Returns whether a decision waits for a verdict on it. An optional document does not hold anything up."""
        return not (self.is_returned or self.is_accepted or self.requirement.is_optional)


def review_items(case: Case, review: Review | None) -> list[ReviewItem]:
    """Returns the items of the newest submission with the verdicts of `review` and what earlier rounds accepted."""
    sent = {row.number: row for row in case.submissions.filter(number__gte=case.submission_number - 1)}
    submission, before = sent[case.submission_number], sent.get(case.submission_number - 1)
    documents = _documents_of(sent.values())
    rows = {row.key: row for row in case.requirements.select_related("rule")}
    items = [_company(rows[COMPANY], submission, before)]
    items += [
        ReviewItem(
            requirement=rows[document.requirement_key],
            part=document.part,
            version=document.version,
            answers=submission.answers,
            is_new=before is not None and document.version_id not in documents.get(before.pk, {}),
        )
        for document in documents.get(submission.pk, {}).values()
        if document.requirement_key in rows
    ]
    items.sort(key=lambda item: (item.requirement.rule.position if item.requirement.rule else -1, item.part))
    _add_verdicts(items, case, review)
    return items


def _documents_of(submissions) -> dict[int, dict[int, SubmittedDocument]]:
    documents: dict[int, dict[int, SubmittedDocument]] = {}
    sent = SubmittedDocument.objects.filter(submission__in=[row.pk for row in submissions])
    for document in sent.select_related("version__document").order_by("part"):
        documents.setdefault(document.submission_id, {})[document.version_id] = document
    return documents


def _company(row: Requirement, submission: Submission, before: Submission | None) -> ReviewItem:
    changed = set()
    if before is not None:
        names = submission.answers.keys() | before.answers.keys()
        changed = {name for name in names if submission.answers.get(name) != before.answers.get(name)}
    old = before.answers if before else {}
    return ReviewItem(
        row, 0, None, submission.answers, is_new=bool(changed), changed_fields=changed, answers_before=old
    )


def _add_verdicts(items: list[ReviewItem], case: Case, review: Review | None) -> None:
    earlier = Verdict.objects.filter(review__application_id=case.pk).select_related("review__submission")
    given = {}
    for verdict in earlier.prefetch_related("reasons__reason").order_by("pk"):
        given.setdefault((verdict.requirement_id, verdict.version_id), []).append(verdict)
    for item in items:
        for verdict in given.get((item.requirement.pk, item.version_id), []):
            if review is not None and verdict.review_id == review.pk:
                item.verdict = verdict
            elif verdict.review.closed_as == ClosedAs.CHANGES_REQUESTED:
                item.accepted_in = _still_accepted(item, verdict)


def _still_accepted(item: ReviewItem, verdict: Verdict) -> int | None:
    """Returns the round of an acceptance that holds: of this very version, or of a profile not changed since."""
    holds = not item.is_company or item.requirement.status == RequirementStatus.ACCEPTED
    return verdict.review.submission.number if verdict.kind == Verdict.Kind.ACCEPT and holds else None
