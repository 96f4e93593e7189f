"""A key that is changed in the middle of a flow ends nothing."""

from accounts.models import PendingSignIn, Session, User
from onboarding.models import Merchant
from tests.accounts.codes import PAGE, keep, on_page, recover
from tests.accounts.resetting import ask as ask_for_reset
from tests.accounts.resetting import asked, at_the_new_password, give_code, set_password
from tests.accounts.test_sign_in_begin import ADDRESS, sign_in
from tests.factories import form_id_on, register_form
from tests.keys.rotating import forget_the_old, rotate_all, turn

CODE = "/sign-in/code/"


def is_in(client) -> bool:
    return client.get("/application/").status_code == 200


def test_a_sign_in_by_mail_goes_on(client, olive, mailbox, rotate):
    sign_in(client)
    rotate()
    client.post(CODE, {"code": mailbox.latest(to=ADDRESS).code})
    assert is_in(client)


def test_a_recovery_code_still_works_once(signed_in, another_browser, olive, rotate):
    codes = keep(signed_in)
    rotate()
    recover(another_browser, codes[0])
    assert is_in(another_browser)


def test_a_reset_goes_on_at_its_code(client, olive, mailbox, rotate):
    code = asked(client, mailbox)
    rotate()
    give_code(client, code)
    assert set_password(client)["Location"].startswith("/sign-in/")


def test_a_reset_goes_on_at_the_new_password(client, olive, mailbox, rotate):
    at_the_new_password(client, mailbox)
    rotate()
    assert set_password(client)["Location"].startswith("/sign-in/")


def test_a_confirmation_still_signs_in(client, db, mailbox, rotate):
    client.post("/register/", register_form(client.get("/register/")))
    rotate()
    assert client.get("/register/check-inbox/").status_code == 200
    client.post(mailbox.latest(to=ADDRESS).link)
    assert is_in(client)


def test_a_registration_pressed_again_registers_once(client, db, rotate):
    form = register_form(client.get("/register/"))
    first = client.post("/register/", form)
    rotate()
    assert client.post("/register/", form)["Location"] == first["Location"]
    assert User.objects.count() == Merchant.objects.count() == PendingSignIn.objects.count() == 1


def test_a_reset_pressed_again_sends_one_code(client, olive, mailbox, rotate):
    form = {"email": ADDRESS, "form_id": form_id_on(client.get("/reset/"))}
    client.post("/reset/", form)
    code = mailbox.latest(to=ADDRESS).code
    rotate()
    client.post("/reset/", form)
    assert mailbox.latest(to=ADDRESS).code == code
    give_code(client, code)
    assert set_password(client)["Location"].startswith("/sign-in/")


def test_codes_generated_by_two_equal_presses_are_the_same(signed_in, rotate):
    form = {"form_id": form_id_on(signed_in.get(PAGE))}
    first = on_page(signed_in.post(PAGE, form))
    rotate()
    assert len(first) == 10 and on_page(signed_in.post(PAGE, form)) == first


def test_a_session_goes_on_under_its_key(signed_in, rotate):
    before = Session.objects.get().pk
    rotate()
    assert is_in(signed_in) and is_in(signed_in) and Session.objects.get().pk == before


def test_a_flow_goes_on_between_two_processes(client, olive, mailbox, settings):
    rotate_all(settings)
    sign_in(client)
    turn(settings)
    client.post(CODE, {"code": mailbox.latest(to=ADDRESS).code})
    turn(settings)
    assert is_in(client)


def test_a_key_that_is_gone_ends_what_was_made_with_it_calmly(
    client, signed_in, another_browser, olive, mailbox, settings
):
    ask_for_reset(another_browser)
    code = mailbox.latest(to=ADDRESS, kind="accounts/reset-code").code
    rotate_all(settings)
    forget_the_old(settings)
    assert signed_in.get("/application/")["Location"].startswith("/sign-in/")
    assert give_code(another_browser, code).status_code in (200, 302)
    assert set_password(another_browser)["Location"] == "/reset/?ended=1"
