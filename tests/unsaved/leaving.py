"""Forms that are sent when they cannot be performed any more: the session is over, or the page is out of date."""

from accounts.models import Session
from merchant_portal import form_ids
from onboarding.models import Application, Requirement
from reviews.models import Decision, Verdict
from tests import worlds
from tests.onboarding import judged
from tests.onboarding.joining import COMPANY
from tests.reviews.staff import browser_of, version_of

ORIGIN = "http://testserver"
TYPED = 'Typed <b>carefully</b> & "long"'
SHOWN = "Typed &lt;b&gt;carefully&lt;/b&gt; &amp; &quot;long&quot;"


class Form:
    """An open form of `person` in `client`: the page it is on, the address it is sent to, and what it carries."""

    def __init__(self, client, person, page, path, values):
        self.client, self.person, self.page, self.path, self.values = client, person, page, path, values
        self.id = form_ids.new(person.pk)

    def send(self, client=None, **headers):
        """Sends the form from our own page, unless `headers` say otherwise."""
        headers = {"HTTP_ORIGIN": ORIGIN, "HTTP_REFERER": ORIGIN + self.page} | headers
        headers = {name: text for name, text in headers.items() if text is not None}
        return (client or self.client).post(self.path, self.values | {"form_id": self.id}, **headers)

    def look(self, client=None) -> str:
        return (client or self.client).get(self.page).content.decode()


def profile(signed_in, olive, rita) -> Form:
    page = "/application/company/"
    return Form(signed_in, olive, page, page, COMPANY | {"shown_for": "CN/company", "goods": TYPED})


def comment(signed_in, olive, rita) -> Form:
    page = "/application/changes/"
    judged.returned(olive, rita, business_licence=["doc.cropped"])
    return Form(signed_in, olive, page, page, {"requirement": "business_licence", "comment": TYPED})


def _of_case(rita, path, **values) -> Form:
    browser = browser_of(rita)
    review = worlds.claimed(rita)
    page = f"/admin/reviews/case/{review.application_id}/"
    if values.get("requirement") == "business_licence":
        values["version"] = version_of(review, "business_licence")
    form = Form(browser, rita, page, page + path, values | {"submission": 1})
    form.review = review
    return form


def verdict(signed_in, olive, rita) -> Form:
    return _of_case(
        rita, "verdict/", requirement="business_licence", reason=["doc.cropped"], comment=TYPED, verdict="return"
    )


def verdict_on_profile(signed_in, olive, rita) -> Form:
    reason = ["number.differs:registration_number"]
    return _of_case(rita, "verdict/", requirement="company", reason=reason, comment=TYPED, verdict="return")


def request_changes(signed_in, olive, rita) -> Form:
    form = _of_case(rita, "request-changes/", outcome="request_changes", message=TYPED, confirm="1")
    worlds.judge(form.review, business_licence=["doc.cropped"])
    return form


def decide(signed_in, olive, rita) -> Form:
    return _of_case(rita, "decide/", outcome="reject", reason=["registry.inactive"], message=TYPED, confirm="1")


FORMS = [profile, comment, verdict, verdict_on_profile, request_changes, decide]


def end_sessions() -> None:
    """Ends every session, as another browser would."""
    Session.objects.all().delete()


def saved() -> str:
    """Returns everything that the forms could have written."""
    rows = (Application, Requirement, Verdict, Decision)
    return repr([list(model.objects.order_by("pk").values()) for model in rows])
