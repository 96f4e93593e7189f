"""A new first key, or a process that knows the keys in another order, ends nothing that waits for a mail or a press."""

from accounts.models import PendingSignIn, User
from onboarding.models import Merchant
from tests.accounts import changing, resetting
from tests.accounts.codes import PAGE, on_page
from tests.accounts.test_sign_in_begin import ADDRESS, sign_in
from tests.accounts.test_sign_in_lock import lock
from tests.factories import form_id_on, register_form
from tests.onboarding.judged import approved


def test_a_registration_is_confirmed_and_signs_in(client, db, mailbox, keys):
    client.post("/register/", register_form(client.get("/register/")))
    link = mailbox.latest(to=ADDRESS).link
    keys.rotate()
    assert client.get("/register/check-inbox/").status_code == 200
    assert client.post(link)["Location"] == "/application/"
    keys.swap()
    assert client.get("/application/").status_code == 200


def test_a_registration_pressed_again_registers_once(client, db, keys):
    form = register_form(client.get("/register/"))
    first = client.post("/register/", form)
    keys.rotate()
    assert client.post("/register/", form)["Location"] == first["Location"]
    assert User.objects.count() == Merchant.objects.count() == PendingSignIn.objects.count() == 1


def test_a_reset_goes_on_at_every_step(client, olive, mailbox, keys):
    code = resetting.asked(client, mailbox)
    keys.rotate()
    assert resetting.give_code(client, code)["Location"] == resetting.PASSWORD_PAGE
    keys.swap()
    assert resetting.set_password(client)["Location"].startswith("/sign-in/?for=")
    keys.swap()
    assert sign_in(client, password=resetting.NEW).status_code == 302


def test_a_reset_pressed_again_sends_one_code(client, olive, mailbox, keys):
    form = {"email": ADDRESS, "form_id": form_id_on(client.get("/reset/"))}
    client.post("/reset/", form)
    code = mailbox.latest(to=ADDRESS).code
    keys.rotate()
    client.post("/reset/", form)
    assert mailbox.latest(to=ADDRESS).code == code
    resetting.give_code(client, code)
    assert resetting.set_password(client)["Location"].startswith("/sign-in/")


def test_recovery_codes_of_two_equal_presses_are_the_same(signed_in, keys):
    form = {"form_id": form_id_on(signed_in.get(PAGE))}
    first = on_page(signed_in.post(PAGE, form))
    keys.rotate()
    assert len(first) == 10 and on_page(signed_in.post(PAGE, form)) == first


def test_a_change_of_address_is_proven_at_both_ends_and_undone(signed_in, another_browser, olive, mailbox, keys):
    changing.begin(signed_in)
    keys.rotate()
    changing.answer(signed_in, mailbox, changing.NEW)
    keys.swap()
    changing.answer(signed_in, mailbox, changing.OLD)
    assert User.objects.get().email == changing.NEW
    link = mailbox.latest(to=changing.OLD, kind="accounts/email-changed").link
    keys.swap()
    another_browser.post(link)
    assert User.objects.get().email == changing.OLD


def test_a_link_unlocks(client, another_browser, olive, mailbox, keys):
    lock(another_browser)
    link = mailbox.latest(to=ADDRESS, kind="accounts/locked").link
    keys.rotate()
    assert sign_in(client).status_code == 429
    client.post(link, {"answer": "me"})
    assert sign_in(client)["Location"] == "/sign-in/code/"


def test_a_link_activates(signed_in, olive, rita, mailbox, settings, keys):
    settings.DECISION_UNDO_SECONDS = 0
    approved(olive, rita)
    link = mailbox.latest(to=olive.email, kind="onboarding/approved").link
    keys.rotate()
    signed_in.post(link)
    assert Merchant.objects.get().status == "active"
