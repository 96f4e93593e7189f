"""Two presses at the same moment, on PostgreSQL: the second waits, is answered like the first, and does nothing."""

import pytest
from django.test import Client

from onboarding.models import DocumentVersion
from reviews.models import Review
from tests.attacks.input import cast, contact_cast, owner_cast, staff_cast
from tests.attacks.input.targets import CASE, OUTCOME, TARGETS
from tests.pressing import twice
from tests.sample_files import pdf_bytes, upload
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)

WITH_EFFECTS = [
    ("register/resend/", cast.registered),
    ("sign-in/resend/", cast.asked_by_mail),
    ("sign-in/channel/", owner_cast.asked_with_choice),
    ("help/sign-in/", cast.has_account),
    ("reset/resend/", owner_cast.resetting),
    ("unlock/<path:token>/", owner_cast.locked),
    ("security/app/", cast.signed_in),
    ("security/recovery-codes/", owner_cast.settled),
    ("security/email/", cast.signed_in),
    ("security/phone/", contact_cast.with_phone),
    ("application/phone/", cast.draft),
    ("application/company/", cast.draft),
    ("application/check/", cast.draft),
    ("application/changes/", cast.returned),
    ("application/again/", cast.rejected),
    ("application/withdraw/", cast.submitted),
    ("activate/", cast.approved),
    ("undo/<path:token>/", contact_cast.changed),
    ("admin/reviews/case/claim-next/", staff_cast.reviewer),
    (f"{CASE}claim/", staff_cast.reviewer),
    (f"{CASE}release/", staff_cast.holder),
    (f"{CASE}verdict/", staff_cast.holder),
    (f"{CASE}request-changes/", staff_cast.returner),
    (f"{CASE}decide/", staff_cast.holder),
    (f"{CASE}undo/", staff_cast.decider),
]
BY_NAME = {(target.route, target.who): target for target in reversed(TARGETS)}


def press_at_once(stage, path, fields, presses=2) -> list[tuple[int, str]]:
    """Returns the answers to equal presses of one browser, none of which has an answer when the last one leaves."""

    def press(number):
        browser = Client()
        browser.cookies = stage.client.cookies.copy()
        return twice.answer_of(browser.post(path, fields() if callable(fields) else fields))

    return at_once(press, presses)


@pytest.mark.parametrize("named", WITH_EFFECTS, ids=lambda named: f"{named[1].__name__}-{named[0]}")
def test_two_presses_at_once_are_answered_alike_and_done_once(named, mailbox):
    target = BY_NAME[named]
    stage = target.who(mailbox)
    path, fields = target.path(stage), target.honest(stage) | {"form_id": twice.form_id_for(stage.client)}
    answers = press_at_once(stage, path, fields)
    assert answers[0] == answers[1] and answers[0][0] in (200, 302), answers
    done = twice.contents()
    assert twice.answer_of(stage.client.post(path, fields)) == answers[0]
    assert twice.contents() == done


def test_one_file_sent_twice_at_once_is_one_version_and_one_stored_object(mailbox, stored):
    stage, data = cast.draft(mailbox), pdf_bytes()
    before, objects = DocumentVersion.objects.count(), stored()
    path, form_id = "/application/documents/business_licence/", twice.form_id_for(stage.client)
    answers = press_at_once(stage, path, lambda: {"file": upload(data), "part": "1", "form_id": form_id}, 3)
    assert set(answers) == {(302, path)}
    assert DocumentVersion.objects.count() == before + 1 and stored() == objects + 1


def test_two_presses_on_claim_next_take_one_case_and_two_buttons_take_two(mailbox):
    stage = staff_cast.reviewer(mailbox)
    staff_cast.worlds.application_at()
    path = "/admin/reviews/case/claim-next/"
    one = press_at_once(stage, path, {"form_id": twice.form_id_for(stage.client)})
    assert one[0] == one[1] and Review.objects.count() == 1
    stage.client.post(path, {"form_id": twice.form_id_for(stage.client)})
    assert Review.objects.count() == 2


def test_approving_twice_at_once_decides_once(mailbox):
    stage = staff_cast.holder(mailbox)
    path = f"/admin/reviews/case/{stage.parts['case_id']}/decide/"
    fields = OUTCOME | {"outcome": "approve", "form_id": twice.form_id_for(stage.client)}
    assert set(press_at_once(stage, path, fields, 4)) == {(302, path.removesuffix("decide/"))}
