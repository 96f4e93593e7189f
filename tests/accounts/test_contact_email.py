"""P30: another e-mail address needs both codes, in their order; until then nothing changes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Browser, Challenge, Code, ContactChange
from merchant_portal.audit.models import AuditEvent
from tests.accounts.changing import CANCEL, CODE, NEW, OLD, PAGE, answer, begin, change
from tests.accounts.proving import age_proof
from tests.accounts.test_code_verify import other_than
from tests.accounts.test_sign_in_begin import sign_in
from tests.factories import PASSWORD


def address_of(olive):
    olive.refresh_from_db()
    return olive.email


def test_t70_both_codes_change_the_address_and_this_session_lives_on(signed_in, mailbox, olive):
    before = olive.security_stamp
    assert begin(signed_in)["Location"] == CODE
    assert answer(signed_in, mailbox, NEW)["Location"] == CODE
    assert address_of(olive) == OLD
    assert answer(signed_in, mailbox, OLD)["Location"] == PAGE
    assert address_of(olive) == NEW and olive.email_key == NEW and olive.security_stamp != before
    page = signed_in.get(PAGE).content.decode()
    assert "Your email address has been changed." in page and NEW in page
    data = AuditEvent.objects.get(code="accounts.email_changed").data
    assert data == {"old": "o••@f•••.example", "new": "o••@g•••.example"}


def test_every_other_session_and_browser_ends_and_this_browser_stays_known(signed_in, another_browser, mailbox, olive):
    sign_in(another_browser)
    another_browser.post("/sign-in/code/", {"code": mailbox.latest(to=OLD).code})
    change(signed_in, mailbox)
    assert another_browser.get("/application/")["Location"].startswith("/sign-in/")
    assert signed_in.get("/application/").status_code == 200
    olive.refresh_from_db()
    assert Browser.objects.filter(user=olive, stamp=olive.security_stamp).count() == 1


def test_t70_the_old_address_signs_in_until_it_is_done_and_the_new_one_after_it(signed_in, client, mailbox, olive):
    def enters(email):
        return sign_in(type(client)(), email=email).status_code == 302

    begin(signed_in)
    answer(signed_in, mailbox, NEW)
    assert enters(OLD) and not enters(NEW)
    answer(signed_in, mailbox, OLD)
    assert enters(NEW) and not enters(OLD)


def test_both_ends_are_notified(signed_in, mailbox):
    change(signed_in, mailbox)
    assert "o••@g•••.example" in mailbox.latest(to=OLD, kind="accounts/email-changed").text
    assert mailbox.latest(to=NEW, kind="accounts/email-is-new")


def test_the_code_of_the_new_end_does_not_prove_the_old_one(signed_in, mailbox, olive):
    begin(signed_in)
    code = mailbox.latest(to=NEW).code
    signed_in.post(CODE, {"code": code})
    if mailbox.latest(to=OLD).code != code:
        assert signed_in.post(CODE, {"code": code}).status_code == 200
    assert address_of(olive) == OLD


def test_a_second_press_on_the_first_code_is_no_wrong_second_one(signed_in, mailbox):
    begin(signed_in)
    code = mailbox.latest(to=NEW).code
    assert 'name="end" value="new_end"' in signed_in.get(CODE).content.decode()
    for _ in range(3):
        assert signed_in.post(CODE, {"code": code, "end": "new_end"})["Location"] == CODE
    assert Challenge.objects.get(destination=OLD, purpose="contact").wrong_codes == 0


def test_the_old_end_is_not_asked_before_the_new_one_is_proven(signed_in, mailbox, olive):
    begin(signed_in)
    assert not mailbox.all(to=OLD, kind="accounts/contact-code")
    assert signed_in.post(CODE, {"wait": "1"}).status_code == 409
    assert ContactChange.objects.get().status == "new_end"


@pytest.mark.parametrize("end", [NEW, OLD])
def test_wrong_and_expired_codes_change_nothing_at_either_end(signed_in, mailbox, olive, end):
    begin(signed_in)
    if end == OLD:
        answer(signed_in, mailbox, NEW)
    code = mailbox.latest(to=end).code
    assert "isn&#x27;t correct" in signed_in.post(CODE, {"code": other_than(code)}).content.decode()
    Code.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert "has expired" in signed_in.post(CODE, {"code": code}).content.decode()
    assert address_of(olive) == OLD and ContactChange.objects.get().status in ("new_end", "old_end")


def test_after_five_wrong_codes_the_right_one_is_refused_and_a_new_one_can_be_sent(signed_in, mailbox, olive):
    begin(signed_in)
    code = mailbox.latest(to=NEW).code
    answers = [signed_in.post(CODE, {"code": other_than(code)}) for _ in range(5)]
    assert answers[-1]["Location"] == CODE and signed_in.post(CODE, {"code": code})["Location"] == CODE
    assert "There is no active code" in signed_in.get(CODE).content.decode()
    assert signed_in.post(CODE, {"resend": "1"})["Location"] == f"{CODE}?resent=1"
    assert ContactChange.objects.get().status == "new_end"


def test_cancelling_leaves_everything_and_kills_the_code(signed_in, mailbox, olive):
    begin(signed_in)
    assert "Cancel the change" in signed_in.get(PAGE).content.decode()
    age_proof(signed_in)  # the safe way is open without a new proof
    assert signed_in.post(CANCEL)["Location"] == PAGE
    age_proof(signed_in, 0)
    assert signed_in.post(CODE, {"code": "123456"})["Location"] == PAGE
    assert ContactChange.objects.get().status == "cancelled" and address_of(olive) == OLD


def test_a_new_password_ends_the_change_under_way(signed_in, mailbox, olive):
    begin(signed_in)
    code = mailbox.latest(to=NEW).code
    new = {"new_password": "a long walk at night", "new_password_again": "a long walk at night"}
    signed_in.post("/security/password/", {"current_password": PASSWORD} | new)
    assert signed_in.post(CODE, {"code": code})["Location"] == PAGE
    assert "isn't finished" not in signed_in.get(PAGE).content.decode()
    change(signed_in, mailbox)
    assert address_of(olive) == NEW and ContactChange.objects.filter(status="done").count() == 1


@pytest.mark.parametrize("path", [PAGE, CODE])
def test_an_old_proof_is_asked_for_first(signed_in, path):
    age_proof(signed_in)
    for ask in (signed_in.get, signed_in.post):
        assert ask(path)["Location"].startswith("/confirm-it-is-you/?next=%2Fsecurity%2Femail%2F")


def test_looking_changes_nothing(signed_in, mailbox, olive):
    begin(signed_in)
    mailbox.all()
    before = ContactChange.objects.values().get()
    for path in (PAGE, CODE, f"{CODE}?resent=1", f"{CODE}?wait=1&resend=1"):
        assert signed_in.get(path).status_code == 200
    assert signed_in.get(CANCEL).status_code == 405
    assert ContactChange.objects.values().get() == before and len(mailbox.all(to=NEW)) == 1
