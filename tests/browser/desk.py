"""The lead at her desk: cases in the states that the console shows."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from merchant_portal.storage import private
from onboarding.actions import applications
from onboarding.models import Application, DocumentVersion
from reviews.transitions import Outcome
from tests import worlds
from tests.factories import confirmed_owner

LATIN = {"legal_name_latin": "Hangzhou Yunshan Sample Home Co., Ltd"}
LICENCE = {"document__requirement__key": "business_licence"}
PAGE = "/admin/reviews/case/{}/"


class Desk:
    """Part of the world: `case("at_work")` returns the path of a case in a state, made when it is first asked for."""

    _paths: dict[str, str]

    def case(self, state: str) -> str:
        if state not in self._paths:
            self._paths[state] = getattr(self, f"case_{state}")()
        return self._paths[state]

    def case_to_claim(self) -> str:
        """Nobody holds it, and it is late."""
        return PAGE.format(self._case("to-claim", due=-3).pk)

    def case_at_work(self) -> str:
        """The lead holds it; one document is returned, the profile is not judged yet."""
        review = worlds.claimed(self._lead(), self._case("at-work", due=0))
        worlds.judge(review, business_licence=["doc.cropped"])
        review.verdicts.filter(version=None).delete()
        return PAGE.format(review.application_id)

    def case_file_missing(self) -> str:
        """The picture of the business licence was lost."""
        review = worlds.claimed(self._lead(), self._case("file-missing"))
        private.delete(DocumentVersion.objects.get(submitted_in__submission=review.submission, **LICENCE).page_key(1))
        return PAGE.format(review.application_id)

    def case_back_again(self) -> str:
        """The second submission, with what changed."""
        application = self._case("back-again")
        owner, review = worlds.owner_of(application), worlds.claimed(self._lead(), application)
        worlds.judge(review, business_licence=["doc.cropped"], company=["number.differs:registration_number"])
        self._decide(review, Outcome.REQUEST_CHANGES)
        worlds.provide_drawn(application.requirements.get(key="business_licence"), owner)
        answers = {"registration_number": "91110000802100433B"}
        applications.save_company(application=application, answers=answers, by=owner)
        applications.submit(application=application, by=owner)
        application.refresh_from_db()
        worlds.claimed(self._lead(), application)
        return PAGE.format(application.pk)

    def case_waiting_for_undo(self) -> str:
        review = worlds.claimed(self._lead(), self._case("undo"))
        worlds.judge(review)
        worlds.decided(review, Outcome.APPROVE)
        return PAGE.format(review.application_id)

    def case_of_a_colleague(self) -> str:
        review = worlds.claimed(worlds.reviewer("Ravi"), self._case("colleague"))
        worlds.judge(review, business_licence=["doc.cropped", "doc.unreadable"])
        return PAGE.format(review.application_id)

    def _lead(self) -> User:
        self.client("lead")
        return User.objects.get(role=Role.LEAD)

    def _case(self, name: str, due: int = 2) -> Application:
        owner = confirmed_owner("林小川", f"{name}@yunshan.example", language="zh-hans")
        with_files, worlds.provide = worlds.provide, worlds.provide_drawn
        try:
            application = worlds.application_at(owner=owner, **LATIN)
        finally:
            worlds.provide = with_files
        ends = timezone.now() + timedelta(days=due, minutes=5)
        Application.objects.filter(pk=application.pk).update(due_at=ends)
        application.refresh_from_db()
        return application
