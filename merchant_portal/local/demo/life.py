"""What a merchant and its reviewer do, each at its moment, through the real verbs."""

from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.actions import registration
from accounts.models import SingleUseLink, User
from merchant_portal import form_ids
from merchant_portal.local.demo import clock
from merchant_portal.local.demo.documents import drawing
from merchant_portal.local.demo.documents.subject import Subject
from merchant_portal.local.demo.plans import PASSWORD, Plan
from merchant_portal.storage import private
from onboarding import tasks
from onboarding.actions import applications, documents, joining, merchants
from onboarding.models import Application, Requirement
from reviews.actions import cases, decisions, effects, verdicts
from reviews.items import ReviewItem, review_items
from reviews.models import Case, Review, Verdict
from reviews.transitions import Outcome

PAPERS_ARE_OLD = timedelta(days=20)


class Life:
    """One merchant's. Every method takes the moment at which it happens."""

    def __init__(self, plan: Plan, staff: dict[str, User]):
        self.plan, self.staff = plan, staff
        self.owner: User | None = None
        self.application: Application | None = None
        self.review: Review | None = None

    def join(self, when: datetime) -> None:
        with clock.at(when):
            begun = joining.join(
                company_name=self.plan.company,
                contact_name=self.plan.name,
                email=self.plan.email,
                phone=self.plan.phone,
                password=PASSWORD,
                language=self.plan.language,
                form_key=form_ids.key_of(form_ids.new(), typed=False),
            )
        self.owner = begun.pending.user
        self.application = Application.objects.get(merchant__memberships__person=self.owner)

    def confirm(self, when: datetime) -> None:
        """Redeems the link that is on file, as if its mail had been read."""
        live = SingleUseLink.objects.filter(used_at__isnull=True, superseded_at__isnull=True)
        with clock.at(when):
            with transaction.atomic():
                token = live.get(purpose="confirm", reference=str(self.owner.pk)).generate_token()
            self.owner = registration.confirm_email(token)

    def save_profile(self, when: datetime, **changed) -> None:
        with clock.at(when):
            applications.save_company(application=self.application, answers=self.plan.answers | changed, by=self.owner)

    def hand_in(self, when: datetime, *, only: int | None = None) -> None:
        """Uploads what is asked for, or the first `only` papers of it."""
        rows = self.application.requirements.exclude(rule=None).select_related("rule").order_by("rule__position")
        needed = [row for row in rows if not row.is_optional]
        for number, requirement in enumerate(needed[:only]):
            for part in requirement.parts:
                self._upload(
                    when + timedelta(minutes=3 * number + part), requirement, part, self._flaw(requirement, part)
                )

    def correct(self, when: datetime, *, papers_only: bool = False) -> None:
        """Uploads returned papers anew, without their flaw, and corrects the profile."""
        returned = self.application.requirements.filter(returns__isnull=False).select_related("rule").distinct()
        for requirement in returned:
            for part in requirement.parts:
                if self._flaw(requirement, part):
                    self._upload(when, requirement, part)
        if self.plan.corrected and not papers_only:
            self.save_profile(when + timedelta(minutes=4), **self.plan.corrected)

    def _flaw(self, requirement: Requirement, part: int) -> str:
        return next(iter(self._reasons_for(requirement.key, part)), "")

    def _upload(self, when: datetime, requirement: Requirement, part: int, flaw: str = "") -> None:
        answers = self.plan.answers | self.plan.on_paper
        subject = Subject(answers, (when - PAPERS_ARE_OLD).date(), self.plan.latin)
        file = drawing.render(subject, requirement.key, part, title=requirement.rule.title_en, flaw=flaw)
        stored = private.store(ContentFile(file.data, name=file.name), "documents")
        with clock.at(when):
            version = documents.upload(requirement=requirement, part=part, stored=stored, name=file.name, by=self.owner)
            tasks.check_document(version.pk)

    def submit(self, when: datetime) -> None:
        with clock.at(when):
            applications.submit(application=self.application, by=self.owner)

    def withdraw(self, when: datetime) -> None:
        with clock.at(when):
            applications.withdraw(application=self.application, by=self.owner)

    def activate(self, when: datetime) -> None:
        with clock.at(when):
            merchants.activate(merchant=self.application.merchant, by=self.owner)

    def claim(self, when: datetime) -> None:
        with clock.at(when):
            case = Case.objects.get(pk=self.application.pk)
            self.review = cases.claim(case=case, by=self.staff[self.plan.reviewer])

    def judge(self, when: datetime, *, only: int | None = None, returning: bool = True) -> None:
        """Gives a verdict on every open item, or on the first `only`, a minute each."""
        case = Case.objects.get(pk=self.application.pk)
        waiting = [item for item in review_items(case, self.review) if item.is_open]
        for number, item in enumerate(waiting[:only]):
            with clock.at(when + timedelta(minutes=number)):
                self._give(item, self._reasons_for(item.requirement.key, item.part) if returning else [])

    def _reasons_for(self, key: str, part: int) -> list[str]:
        reasons = self.plan.returned
        return reasons.get(key, reasons.get(f"{key}:{part}", []))

    def _give(self, item: ReviewItem, reasons: list[str]) -> None:
        verdicts.give(
            review=self.review,
            key=item.requirement.key,
            version_id=item.version_id,
            kind=Verdict.Kind.RETURN if reasons else Verdict.Kind.ACCEPT,
            reasons=[verdicts.ChosenReason.read(reason) for reason in reasons],
            by=self.review.reviewer,
        )

    def decide(self, when: datetime, outcome: Outcome) -> None:
        """Decides, and lets the undo window end."""
        with clock.at(when):
            decision = decisions.decide(
                review=self.review,
                outcome=outcome,
                reasons=self.plan.returned.get("final", []),
                message=self.plan.message,
                by=self.review.reviewer,
            )
        with clock.at(decision.waits_until):
            effects.take_effect(decision_id=decision.pk)
        self.application.refresh_from_db()

    def keep_due_by(self, end_of_today: datetime) -> None:
        """Moves a promise that has passed today, or that fell on a later day, to the end of today."""
        promised = Application.objects.filter(pk=self.application.pk, due_at__isnull=False)
        now = timezone.now()
        promised.filter(Q(due_at__lte=now) | Q(due_at__gt=end_of_today)).update(due_at=end_of_today)
