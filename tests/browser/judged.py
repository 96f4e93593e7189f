"""People whose applications the review team has looked at: each method gives the browser of one of them."""

from datetime import timedelta

from django.conf import settings
from django.test import Client, override_settings
from django.utils import timezone

from accounts.models import SingleUseLink, User
from onboarding.models import Application
from reviews.actions import verdicts
from reviews.items import review_items
from reviews.models import Case, Review, Verdict
from reviews.transitions import Outcome
from tests import worlds
from tests.factories import PASSWORD, confirmed_owner
from tests.onboarding import joining

JUDGED = ("in_review", "returned", "answered", "rejected", "taken_back", "approved", "active", "aged", "other_owner")
SAID = "右下角的印章不在图片内。"  # what people write is in no language of the site


class Judged:
    """Part of the world. Everybody here has a merchant and a judge of their own."""

    def in_review(self):
        client, _review = self._claimed("in-review")
        return client

    def returned(self):
        """Three things came back, one is corrected already."""
        client, review = self._claimed("returned", applicant_is_representative="no")
        worlds.judge(review, business_licence=["doc.cropped"], company=["address.differs:city"])
        items = {item.anchor: item for item in review_items(Case.objects.get(pk=review.application_id), review)}
        self._return(review, items["item-representative_id-2"], "doc.unreadable", "")
        self._return(review, items["item-business_licence-1"], "doc.cropped", SAID)
        self._decide(review, Outcome.REQUEST_CHANGES)
        joining.save_company(client, city="宁波", applicant_is_representative="no")
        return client

    def answered(self):
        """The same a while later: one explained, one replaced."""
        client = self.client("returned")
        client.post("/application/changes/", {"requirement": "business_licence", "comment": SAID})
        joining.send_document(client, "representative_id", 2)
        return client

    def rejected(self):
        client, review = self._claimed("rejected")
        reasons = ["registry.inactive", "risk.forgery", "risk.integrity"]
        self._decide(review, Outcome.REJECT, reasons=reasons, message=SAID)
        return client

    def taken_back(self):
        client, _review = self._claimed("taken-back")
        client.post("/application/withdraw/")
        return client

    def approved(self):
        client, review = self._claimed("approved")
        worlds.judge(review)
        self._decide(review, Outcome.APPROVE)
        return client

    def active(self):
        """The approved one after the activation."""
        client = self.client("approved")
        client.post("/activate/")
        return client

    def aged(self):
        """The same, long after: the password is old."""
        long_ago = timezone.now() - timedelta(days=settings.PASSWORD_AGE_NUDGE_DAYS + 1)
        User.objects.filter(email=_address("approved")).update(password_changed_at=long_ago)
        return self.client("active")

    def other_owner(self):
        return self._signed_in("other")[0]

    def activation_link(self, standing: str) -> str:
        """Returns the path of a link to activate: ready, used, expired or superseded."""
        _client, review = self._claimed(f"link-{standing}")
        worlds.judge(review)
        self._decide(review, Outcome.APPROVE)
        link = self.mailbox.latest(to=_address(f"link-{standing}"), kind="onboarding/approved").link
        mine = SingleUseLink.objects.filter(purpose="activate", address=_address(f"link-{standing}"))
        past = timezone.now() - timedelta(days=8)
        if standing not in ("ready", "other"):
            mine.update(**{{"used": "used_at", "superseded": "superseded_at", "expired": "expires_at"}[standing]: past})
        return link

    def _signed_in(self, name: str):
        client, person = Client(), confirmed_owner("林小川", _address(name), company="杭州云杉示例家居有限公司")
        client.post("/sign-in/", {"email": person.email, "password": PASSWORD})
        client.post("/sign-in/code/", {"code": self.mailbox.latest(to=person.email).code})
        return client, person

    def _claimed(self, name: str, **company) -> tuple[Client, Review]:
        client, person = self._signed_in(name)
        joining.fill_all(client)
        if company:
            joining.save_company(client, **company)
            joining.send_document(client, "power_of_attorney")
        client.post("/application/check/", {"declaration": "on"})
        application = Application.objects.get(merchant__memberships__person=person)
        return client, worlds.claimed(worlds.reviewer(f"judge-of-{name}"), application)

    def _return(self, review: Review, item, code: str, comment: str) -> None:
        verdicts.give(
            review=review,
            key=item.requirement.key,
            version_id=item.version_id,
            kind=Verdict.Kind.RETURN,
            reasons=[verdicts.ChosenReason.read(code)],
            comment=comment,
            by=review.reviewer,
        )

    def _decide(self, review: Review, outcome: Outcome, **more) -> None:
        with override_settings(DECISION_UNDO_SECONDS=0):
            worlds.decided(review, outcome, **more)
        self.mailbox.all()


def _address(name: str) -> str:
    return f"{name}@fernhill.example"
