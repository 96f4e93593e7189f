"""A key that is taken from the list ends what was made under it, calmly."""

from accounts.models import TotpDevice
from tests.accounts import apps, resetting
from tests.accounts.codes import keep, recover
from tests.accounts.test_channel_choose import choose
from tests.accounts.test_sign_in_begin import ADDRESS, sign_in
from tests.accounts.test_staff_sign_in import code_for, enrol, password_step
from tests.factories import register_form
from tests.keys.keys import only

CODE = "/sign-in/code/"


def replace(keys) -> None:
    """Puts new keys in the place of all that are listed."""
    keys.rotate()
    keys.forget_old()


def test_a_session_ends_and_leads_to_the_sign_in(signed_in, keys):
    replace(keys)
    answer = signed_in.get("/security/")
    assert answer.status_code == 302 and answer["Location"].startswith("/sign-in/")


def test_a_sign_in_under_way_ends(client, olive, mailbox, keys):
    sign_in(client)
    code = mailbox.latest(to=ADDRESS).code
    replace(keys)
    assert client.post(CODE, {"code": code})["Location"].startswith("/sign-in/")


def test_a_link_is_unknown(client, db, mailbox, keys):
    client.post("/register/", register_form(client.get("/register/")))
    link = mailbox.latest(to=ADDRESS).link
    replace(keys)
    page = client.post(link)
    assert page.status_code == 200 and page.context["outcome"] == "unknown"


def test_a_reset_ends(client, olive, mailbox, keys):
    code = resetting.asked(client, mailbox)
    replace(keys)
    assert resetting.give_code(client, code)["Location"].startswith("/reset/")
    assert resetting.set_password(client)["Location"] == "/reset/?ended=1"


@only("FIELD_KEYS")
def test_an_app_whose_key_cannot_be_opened_says_so_and_a_mailed_code_signs_in(
    signed_in, another_browser, mailbox, keys
):
    key = apps.set_up(signed_in)
    sign_in(another_browser)
    replace(keys)
    answer = another_browser.post(CODE, {"code": code_for(key, 30)})
    assert answer.status_code == 200 and "a problem on our side" in answer.content.decode()
    choose(another_browser, "mail")
    code = mailbox.latest(to=ADDRESS, kind="accounts/sign-in-code").code
    assert another_browser.post(CODE, {"code": code})["Location"] == "/application/"
    assert TotpDevice.objects.exists()


def test_staff_whose_app_cannot_be_opened_read_a_sentence(client, another_browser, rita, keys):
    key = enrol(client)
    replace(keys)
    password_step(another_browser)
    answer = another_browser.post("/admin/sign-in/code/", {"code": code_for(key, 30)})
    assert answer.status_code == 200 and "contact support" in answer.content.decode()
    assert another_browser.get("/admin/").status_code == 302


def test_a_recovery_code_fits_no_more(signed_in, another_browser, keys):
    codes = keep(signed_in)
    replace(keys)
    assert "isn&#x27;t correct" in recover(another_browser, codes[3]).content.decode()
