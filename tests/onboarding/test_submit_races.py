import pytest
from django.core import mail
from django.test import Client

from onboarding.actions import applications, documents, requirements
from onboarding.models import Application, DocumentVersion, Submission
from tests import worlds
from tests.factories import PASSWORD, confirmed_owner
from tests.mailbox import Mailbox
from tests.onboarding.joining import fill_all
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ready():
    """Olive's application, complete."""
    worlds.load_catalogue()
    olive = confirmed_owner("Olive Tan", "olive@fernhill.example")
    mail.outbox.clear()
    browser = Client()
    browser.post("/sign-in/", {"email": olive.email, "password": PASSWORD})
    browser.post("/sign-in/code/", {"code": Mailbox().latest(to=olive.email, kind="accounts/sign-in-code").code})
    fill_all(browser)
    return olive


def test_ten_submissions_at_once_are_one(ready):
    def submit(number):
        return applications.submit(application=Application.objects.select_related("merchant").get(), by=ready)

    answers = at_once(submit, 10)
    assert sum(isinstance(answer, Submission) for answer in answers) == 1
    assert sum(isinstance(answer, applications.AlreadySubmitted) for answer in answers) == 9
    assert Submission.objects.count() == 1


def test_withdrawing_and_submitting_at_once_leave_one_truth(ready):
    def act(number):
        application = Application.objects.select_related("merchant").get()
        verb = applications.submit if number % 2 else applications.withdraw
        return verb(application=application, by=ready)

    at_once(act, 6)
    application = Application.objects.get()
    assert application.status == "withdrawn" and application.due_at is None


def test_saving_the_profile_against_a_submission_changes_nothing_that_was_sent(ready):
    def act(number):
        application = Application.objects.select_related("merchant").get()
        if number == 0:
            return applications.submit(application=application, by=ready)
        return applications.save_company(application=application, answers={"goods": f"goods {number}"}, by=ready)

    answers = at_once(act, 8)
    sent = Submission.objects.get().answers
    assert Application.objects.get().answers == sent
    assert all(
        not isinstance(answer, Exception) or isinstance(answer, requirements.Frozen | applications.AlreadySubmitted)
        for answer in answers
    )


def test_a_removal_against_a_submission_never_takes_what_was_sent(ready):
    from_disk = DocumentVersion.objects.select_related("document__requirement__application__merchant")

    def act(number):
        if number == 0:
            application = Application.objects.select_related("merchant").get()
            return applications.submit(application=application, by=ready)
        version = from_disk.get(document__requirement__key="business_licence")
        return documents.remove(version=version, by=ready)

    at_once(act, 4)
    submission = Submission.objects.first()
    if submission is not None:
        assert submission.documents.filter(requirement_key="business_licence", version__removed_at=None).exists()
