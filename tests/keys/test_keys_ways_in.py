"""A key that is changed ends no link, no trust, no way of proving who one is."""

from accounts.models import Browser, Budget, TotpDevice, User
from onboarding.models import Merchant
from tests.accounts.changing import NEW, OLD, answer, begin
from tests.accounts.proving import age_proof, prove
from tests.accounts.test_browser_known import step_up
from tests.accounts.test_channel_choose import choose, with_app
from tests.accounts.test_code_send import ready_to_resend
from tests.accounts.test_sign_in_begin import ADDRESS, sign_in
from tests.accounts.test_sign_in_lock import lock
from tests.accounts.test_staff_sign_in import code_for, key_on, password_step
from tests.keys.rotating import rotate_all, turn
from tests.onboarding.judged import approved

CODE = "/sign-in/code/"


def is_in(client) -> bool:
    return client.get("/application/").status_code == 200


def test_a_sign_in_by_text_message_goes_on(client, olive_with_phone, phone, rotate):
    sign_in(client)
    rotate()
    client.post(CODE, {"code": phone.latest().code})
    assert is_in(client)


def test_a_sign_in_by_app_goes_on(client, olive, rotate):
    key = with_app(olive)
    sign_in(client)
    rotate()
    client.post(CODE, {"code": code_for(key)})
    assert is_in(client)


def test_the_key_of_an_app_that_cannot_be_read_leads_to_another_channel(client, olive, mailbox, settings):
    with_app(olive)
    sign_in(client)
    rotate_all(settings)
    settings.FIELD_KEYS = settings.FIELD_KEYS[:1]
    assert client.post(CODE, {"code": "123456"}).status_code in (200, 302)
    choose(client, "mail")
    client.post(CODE, {"code": mailbox.latest(to=ADDRESS).code})
    assert is_in(client) and TotpDevice.objects.exists()


def test_a_code_sent_again_after_a_rotation_works(client, olive, mailbox, rotate):
    sign_in(client)
    rotate()
    ready_to_resend()
    client.post("/sign-in/resend/")
    client.post(CODE, {"code": mailbox.latest(to=ADDRESS).code})
    assert is_in(client)


def test_a_change_of_address_goes_on_at_both_ends_and_can_be_taken_back(
    signed_in, another_browser, mailbox, olive, rotate
):
    begin(signed_in)
    rotate()
    answer(signed_in, mailbox, NEW)
    answer(signed_in, mailbox, OLD)
    assert User.objects.get(pk=olive.pk).email == NEW
    another_browser.post(mailbox.latest(to=OLD, kind="accounts/email-changed").link)
    assert User.objects.get(pk=olive.pk).email == OLD


def test_a_link_that_takes_a_change_back_works_after_a_rotation(signed_in, another_browser, mailbox, olive, rotate):
    begin(signed_in)
    answer(signed_in, mailbox, NEW)
    answer(signed_in, mailbox, OLD)
    rotate()
    another_browser.post(mailbox.latest(to=OLD, kind="accounts/email-changed").link)
    assert User.objects.get(pk=olive.pk).email == OLD


def test_an_unlock_link_works_after_a_rotation(client, another_browser, olive, mailbox, rotate):
    lock(another_browser)
    link = mailbox.latest(to=ADDRESS, kind="accounts/locked").link
    rotate()
    client.post(link, {"answer": "me"})
    assert Budget.objects.exists() and sign_in(client)["Location"] == CODE


def test_an_activation_link_works_after_a_rotation(signed_in, olive, rita, mailbox, settings, rotate):
    settings.DECISION_UNDO_SECONDS = 0
    approved(olive, rita)
    link = mailbox.latest(to=olive.email, kind="onboarding/approved").link
    rotate()
    signed_in.post(link)
    assert Merchant.objects.get().status == "active"


def test_staff_sign_in_and_enrolment_go_on(client, another_browser, rita, rotate):
    password_step(client)
    key = key_on(client.get("/admin/sign-in/app/"))
    rotate()
    client.post("/admin/sign-in/app/", {"code": code_for(key)})
    assert client.get("/admin/").status_code == 200


def test_a_trusted_browser_stays_trusted_and_has_one_row(client, olive, mailbox, settings):
    step_up(client, mailbox, trust_browser="on")
    rotate_all(settings)
    for _ in range(3):
        turn(settings)
        client.post("/sign-out/")
        assert sign_in(client)["Location"] == "/application/"
        assert Browser.objects.count() == 1


def test_a_proof_given_after_a_rotation_counts(signed_in, rotate):
    age_proof(signed_in)
    rotate()
    assert prove(signed_in, next="/security/password/")["Location"] == "/security/password/"
