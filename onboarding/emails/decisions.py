"""What merchants read about their application: that it arrived, what we answer, that the account is active."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db.models import F
from django.utils import translation

from accounts.emails.secrets import WithToken
from accounts.models import SingleUseLink
from merchant_portal.messaging.message_types import Email
from merchant_portal.site import address_of
from onboarding import steps
from onboarding.models import DecisionNotice, Membership, Merchant, Reason, Return, Submission, promised_days
from onboarding.transitions import MerchantStatus


@dataclass(frozen=True, kw_only=True)
class Received(Email):
    """The application arrived, with its number and the date of our answer."""

    name: ClassVar[str] = "onboarding/received"

    person: str
    reference: str
    due_at: datetime
    days: int
    status_url: str

    @classmethod
    def load(cls, reference: str):
        submission = Submission.objects.select_related("application", "submitted_by").filter(pk=reference).first()
        if submission is None:
            return None
        return cls.to_person(
            submission.submitted_by,
            person=submission.submitted_by.name,
            reference=submission.application.reference,
            due_at=submission.due_at,
            days=promised_days(submission.number),
            status_url=address_of("onboarding:status"),
        )


@dataclass(frozen=True)
class ReasonText:
    """One reason as the merchant reads it, in the language of the mail."""

    wording: str
    advice: str = ""
    comment: str = ""
    where: str = ""


@dataclass(frozen=True)
class ReturnedItem:
    """One thing to correct, with all reasons and comments."""

    title: str
    lines: list[ReasonText]


def returned_items(returns: list[Return], answers: dict) -> list[ReturnedItem]:
    """Returns what was returned, item by item, in the active language. `returns` come with requirement and reason."""
    labels = {field.name: str(field.title) for field in steps.fields_of(answers)}
    grouped: dict[str, list[ReasonText]] = {}
    for row in returns:
        where = labels.get(row.field) or row.requirement.part_title(row.part)
        line = ReasonText(row.reason.wording, row.reason.advice, row.comment, where)
        grouped.setdefault(row.requirement.title, []).append(line)
    return [ReturnedItem(title, lines) for title, lines in grouped.items()]


@dataclass(frozen=True, kw_only=True)
class DecisionEmail(Email):
    """Base of the letters that answer a submission: to one owner, as a rule about one row of `DecisionNotice`."""

    person: str
    reference: str

    @staticmethod
    def reference_to(notice: DecisionNotice, owner: Membership) -> str:
        """Returns what the outbox keeps: which notice, and to whom."""
        return f"{notice.pk}:{owner.pk}"

    @classmethod
    def load(cls, reference: str):
        notice_id, _colon, owner_id = reference.partition(":")
        notice = DecisionNotice.objects.select_related("submission__application").filter(pk=notice_id).first()
        owner = Membership.objects.select_related("person").filter(pk=owner_id).first()
        if notice is None or owner is None:
            return None
        return cls.written(notice, owner.person)

    @classmethod
    def written(cls, notice: DecisionNotice, person) -> "DecisionEmail":
        """Returns the mail that tells `person` what `notice` says."""
        raise NotImplementedError(f"{cls.__name__} does not say how it is written")

    @classmethod
    def answering(cls, application, person, **facts):
        """Returns the mail with `facts` for `person`, about `application`."""
        return cls.to_person(person, person=person.name, reference=application.reference, **facts)


@dataclass(frozen=True, kw_only=True)
class ChangesRequested(DecisionEmail):
    """Everything that is to be corrected, in one round, each with its cure."""

    name: ClassVar[str] = "onboarding/changes-requested"

    items: list[ReturnedItem]
    message: str
    until: datetime
    changes_url: str
    correction_days: int

    @classmethod
    def written(cls, notice: DecisionNotice, person):
        application, number = notice.submission.application, notice.submission.number
        if application.changes_due_at is None or application.submission_number != number:
            return None  # corrected or withdrawn before the mail left
        returns = Return.objects.filter(requirement__application=application, submission_number=number)
        company_first = F("requirement__rule__position").asc(nulls_first=True)
        rows = list(returns.select_related("requirement__rule", "reason").order_by(company_first, "part", "pk"))
        return cls.about(application, rows, notice.message, application.changes_due_at, person)

    @classmethod
    def about(cls, application, returns, message: str, until: datetime, person):
        """Returns the mail that names `returns`, to correct until `until`."""
        with translation.override(person.language):
            items = returned_items(returns, application.answers)
        return cls.answering(
            application,
            person,
            items=items,
            message=message,
            until=until,
            changes_url=address_of("onboarding:changes"),
            correction_days=settings.CORRECTION_BUSINESS_DAYS,
        )


@dataclass(frozen=True, kw_only=True)
class Rejected(DecisionEmail):
    """The application is not accepted, why, and what can be done."""

    name: ClassVar[str] = "onboarding/rejected"

    reasons: list[ReasonText]
    message: str
    application_url: str

    @classmethod
    def written(cls, notice: DecisionNotice, person):
        reasons = [row.reason for row in notice.reasons.select_related("reason").order_by("reason__position")]
        return cls.about(notice.submission.application, reasons, notice.message, person)

    @classmethod
    def about(cls, application, reasons: list[Reason], message: str, person):
        """Returns the mail that gives `reasons`; several integrity reasons share one sentence."""
        with translation.override(person.language):
            wordings = list(dict.fromkeys(reason.wording for reason in reasons))
        return cls.answering(
            application,
            person,
            reasons=[ReasonText(wording) for wording in wordings],
            message=message,
            application_url=address_of("onboarding:status"),
        )


@dataclass(frozen=True, kw_only=True)
class Approved(WithToken, DecisionEmail):
    """Approved; the link activates the account."""

    name: ClassVar[str] = "onboarding/approved"

    purpose: ClassVar[str] = SingleUseLink.Purpose.ACTIVATE

    message: str
    link: str
    expires_at: datetime

    @classmethod
    def with_link(cls, link: SingleUseLink, token: str):
        merchant = Merchant.objects.filter(pk=link.reference, status=MerchantStatus.APPROVED).first()
        owners = Membership.objects.filter(merchant=merchant, person__email_key=link.address).select_related("person")
        owner = owners.first()
        if merchant is None or owner is None:
            return None
        notice = DecisionNotice.objects.filter(submission__application__merchant=merchant).order_by("-pk").first()
        return cls.about(
            notice.submission.application,
            notice.message,
            owner.person,
            link=address_of("onboarding:activate_by_link", token),
            expires_at=link.expires_at,
        )

    @classmethod
    def about(cls, application, message: str, person, *, link: str, expires_at: datetime):
        """Returns the mail with `link`, which works until `expires_at`."""
        return cls.answering(application, person, message=message, link=link, expires_at=expires_at)


@dataclass(frozen=True, kw_only=True)
class Active(Email):
    """The account is active."""

    name: ClassVar[str] = "onboarding/active"

    person: str
    company: str
    home_url: str

    @classmethod
    def load(cls, reference: str):
        owner = Membership.objects.select_related("person", "merchant").filter(pk=reference).first()
        if owner is None:
            return None
        home = address_of("onboarding:home")
        return cls.to_person(owner.person, person=owner.person.name, company=owner.merchant.name, home_url=home)
