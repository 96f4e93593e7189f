"""The whole journey: a merchant joins, a reviewer returns a document and a field, both are mended, and the home opens.

Nothing is mocked: two browsers of Django's client, a Celery worker, a mail server, PostgreSQL and Redis.
"""

import re

from onboarding.models import Application, DocumentVersion
from reviews.tasks import apply_due_decisions
from tests import worlds
from tests.factories import PASSWORD, register_form
from tests.onboarding.joining import COMPANY
from tests.reviews.staff import signed_in
from tests.sample_files import upload
from tests.worker import wait_for

OLIVE = "olive@fernhill.example"


def send_document(client, key, part=1):
    client.post(f"/application/documents/{key}/", {"file": upload(), "part": part})
    wait_for(lambda: not DocumentVersion.objects.filter(status="checking").exists())


def hand_in(client, post):
    """Registration, profile, documents, sent: the receipt arrives."""
    client.post("/register/", register_form(client.get("/register/")))
    client.post(post.next(to=OLIVE, kind="accounts/confirm-email").link)
    client.post("/application/company/", COMPANY | {"shown_for": "CN/company"})
    for key, part in (("business_licence", 1), ("representative_id", 1), ("representative_id", 2)):
        send_document(client, key, part)
    client.post("/application/check/", {"declaration": "on"})
    assert "MP-" in post.next(to=OLIVE, kind="onboarding/received").text
    return Application.objects.get()


def judge(console, case: str, **returned):
    """Goes from item to item as the page leads, and returns what is named."""
    for _ in range(4):
        page = console.get(case).content.decode()
        still_open = re.search(
            r'href="[^"]*item=item-([a-z_]+)-(\d)#documents">[^<]+</a></?[^>]*', page.split('id="bar"')[1]
        )
        if still_open is None:
            break
        key, part = still_open[1], still_open[2]
        page = console.get(f"{case}?item=item-{key}-{part}").content.decode()
        version = re.search(r'name="version" value="(\d+)"', page)[1]
        verdict = {"verdict": "return", "reason": returned[key]} if key in returned else {"verdict": "accept"}
        console.post(f"{case}verdict/", {"requirement": key, "version": version, "submission": ""} | verdict)
    company = {"verdict": "return", "reason": returned["company"]} if "company" in returned else {"verdict": "accept"}
    console.post(f"{case}verdict/", {"requirement": "company"} | company)


def decide(console, case: str, ending: str, **posted):
    """Sees the letter, sends it, and waits until the undo window has ended and the worker carried it out."""
    before = Application.objects.get().status
    assert console.post(case + ending, posted).status_code == 200
    assert console.post(case + ending, posted | {"confirm": "1"}).status_code == 302
    wait_for(lambda: apply_due_decisions.delay() and Application.objects.get().status != before)


def test_olive_joins_is_corrected_approved_and_sells(client, another_browser, post, settings):
    settings.DECISION_UNDO_SECONDS = 1
    worlds.load_catalogue()
    application = hand_in(client, post)
    console = signed_in("Rita")
    post.next(to="rita@portal.example", kind="accounts/new-browser")
    case = console.post("/admin/reviews/case/claim-next/")["Location"]
    judge(console, case, business_licence=["doc.cropped"], company=["address.differs:address"])
    decide(console, case, "request-changes/", message="Almost there.")

    email = post.next(to=OLIVE, kind="onboarding/changes-requested")
    assert email.link == "/application/changes/" and "Almost there." in email.text
    assert client.get("/application/")["Location"] == "/application/changes/"
    client.post("/application/company/", {"address": "云杉路 18 号", "shown_for": "CN/company"})
    assert client.post("/application/check/", {"declaration": "on"}).status_code == 200  # one item is still open
    send_document(client, "business_licence")
    assert client.post("/application/check/", {"declaration": "on"}).status_code == 302
    post.next(to=OLIVE, kind="onboarding/received")

    assert console.post("/admin/reviews/case/claim-next/")["Location"] == case
    judge(console, case)
    decide(console, case, "decide/", outcome="approve")

    email = post.next(to=OLIVE, kind="onboarding/approved")
    assert another_browser.get(email.link).status_code == 200
    way = another_browser.post(email.link)["Location"]
    assert way == "/sign-in/?next=%2Factivate%2F" and email.link not in way
    another_browser.post("/sign-in/", {"email": OLIVE, "password": PASSWORD, "next": "/activate/"})
    code = post.next(to=OLIVE, kind="accounts/sign-in-code").code
    assert another_browser.post("/sign-in/code/", {"code": code})["Location"] == "/activate/"
    post.next(to=OLIVE, kind="accounts/new-browser")
    assert another_browser.post("/activate/", follow=True).status_code == 200
    assert post.next(to=OLIVE, kind="onboarding/active").link == "/home/"

    home = another_browser.get("/home/").content.decode()
    assert all(word in home for word in ("Products", "Orders", "Analytics", application.reference))
    assert client.get("/application/")["Location"] == "/home/"
    client.post("/sign-out/")
    client.post("/sign-in/", {"email": OLIVE, "password": PASSWORD})
    code = post.next(to=OLIVE, kind="accounts/sign-in-code").code
    assert client.post("/sign-in/code/", {"code": code}, follow=True).redirect_chain[-1][0] == "/home/"
