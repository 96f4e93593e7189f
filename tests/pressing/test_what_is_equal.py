"""What makes two presses equal, whom an answer is repeated to, and for how long."""

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone

from accounts.models import User
from merchant_portal.idempotency import presses, tasks
from merchant_portal.idempotency.models import RecordedAnswer
from onboarding.models import DocumentVersion
from tests import worlds
from tests.attacks.input import cast, owner_cast, staff_cast
from tests.pressing import twice
from tests.sample_files import pdf_bytes, upload
from tests.threads import at_once

DOCUMENT = "/application/documents/business_licence/"


@pytest.fixture
def stage(db, mailbox):
    return cast.draft(mailbox)


@pytest.fixture
def form_id(stage):
    return twice.form_id_for(stage.client)


def send(stage, form_id, data=None, name="licence.pdf", **more):
    return stage.client.post(DOCUMENT, {"file": upload(data, name), "part": "1", "form_id": form_id} | more)


def test_another_file_name_field_or_form_is_another_upload(stage, form_id, stored):
    before, one = DocumentVersion.objects.count(), pdf_bytes()
    same_size = one[:-2] + b" \n"
    for data, name, sent_with in [
        (one, "licence.pdf", form_id),
        (same_size, "licence.pdf", form_id),
        (one, "other.pdf", form_id),
        (one, "licence.pdf", twice.form_id_for(stage.client)),
    ]:
        assert send(stage, sent_with, data, name)["Location"] == DOCUMENT
    assert DocumentVersion.objects.count() == before + 4


def test_a_form_without_an_id_is_always_a_press_of_its_own(stage, stored):
    before = DocumentVersion.objects.count()
    for sent_with in ("", "garbage", ""):
        send(stage, sent_with, pdf_bytes())
    assert DocumentVersion.objects.count() == before + 3 and not RecordedAnswer.objects.exists()


def test_what_was_refused_is_judged_anew(stage, form_id, stored):
    assert send(stage, form_id, b"").status_code == 200
    assert not RecordedAnswer.objects.exists()


def test_a_redirect_that_asks_for_a_proof_first_is_judged_anew(db, mailbox):
    stage = owner_cast.unproven(mailbox)
    form = {"form_id": twice.form_id_for(stage.client)}
    assert stage.client.post("/security/app/", form)["Location"].startswith("/confirm-it-is-you/")
    stage.client.post("/confirm-it-is-you/", {"password": cast.PASSWORD})
    assert stage.client.post("/security/app/", form)["Location"] == "/security/app/key/"


def test_an_answer_is_repeated_to_nobody_else_signed_in(db, mailbox):
    stage = staff_cast.holder(mailbox)
    path, form = f"/admin/reviews/case/{stage.parts['case_id']}/release/", {"form_id": twice.form_id_for(stage.client)}
    assert stage.client.post(path, form).status_code == 302
    ravi = Client()
    staff_cast.enrol(ravi, worlds.reviewer("Ravi").email)
    assert ravi.post(path, form).status_code == 409


def test_signing_out_twice_leads_staff_to_their_own_page_both_times(db, mailbox):
    stage = staff_cast.reviewer(mailbox)
    form = {"form_id": twice.form_id_for(stage.client)}
    answers = {twice.answer_of(stage.client.post("/sign-out/", form)) for _ in range(2)}
    assert len(answers) == 1 and "/admin/sign-in/" in answers.pop()[1]


def test_an_old_answer_is_not_repeated_and_goes(stage, form_id, stored):
    before = DocumentVersion.objects.count()
    for _ in range(2):
        send(stage, form_id, b"%PDF-1.4 one")
        RecordedAnswer.objects.update(created_at=timezone.now() - presses.KEPT)
    assert DocumentVersion.objects.count() == before + 2 and RecordedAnswer.objects.count() == 1
    tasks.remove_old()
    assert not RecordedAnswer.objects.exists()


def test_nothing_typed_is_kept(db, mailbox):
    stage = cast.submitted(mailbox)
    stage.client.post("/application/withdraw/", {"form_id": twice.form_id_for(stage.client), "x": "a secret"})
    kept = RecordedAnswer.objects.values()
    assert len(kept) == 1 and "secret" not in str(list(kept))


def test_a_stale_token_leads_where_the_first_press_led(db, mailbox):
    stage = cast.submitted(mailbox)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = stage.client.cookies
    form = {"form_id": twice.form_id_for(stage.client), "language": "en"}
    assert strict.post("/application/withdraw/", form).status_code == 403
    first = stage.client.post("/application/withdraw/", form)
    assert twice.answer_of(strict.post("/application/withdraw/", form)) == twice.answer_of(first)


@pytest.mark.django_db(transaction=True)
def test_whoever_waits_too_long_learns_when_to_try_again(mailbox, monkeypatch):
    monkeypatch.setattr(presses, "WAIT_SECONDS", 0.2)
    stage = cast.submitted(mailbox)
    form = {"form_id": twice.form_id_for(stage.client)}
    request = RequestFactory().post("/application/withdraw/", form)
    request.user = User.objects.get(email=cast.OLIVE)
    press = presses.press_of(request)
    assert press.lock()
    answer = at_once(lambda number: stage.client.post("/application/withdraw/", form), 1)[0]
    press.unlock()
    assert answer.status_code == 503 and answer["Retry-After"] == "5"
    assert stage.client.post("/application/withdraw/", form)["Location"] == "/application/status/"
