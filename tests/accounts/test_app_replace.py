import pytest

from accounts.models import Browser, Session, TotpDevice
from merchant_portal.audit.models import AuditEvent
from tests.accounts.apps import APP, CODE, REMOVE, begin, set_up, sign_in_with
from tests.accounts.proving import age_proof
from tests.accounts.test_session import is_in
from tests.accounts.test_sign_in_begin import ADDRESS, sign_in
from tests.accounts.test_staff_sign_in import code_for, enrol, password_step
from tests.accounts.test_staff_sign_in import key_on as staff_key_on


def in_as_well(client, mailbox):
    """Signs Olive in, in one more browser, and lets it be trusted."""
    sign_in(client)
    client.post("/sign-in/code/", {"code": mailbox.latest(to=ADDRESS).code, "trust_browser": "on"})
    assert is_in(client)
    return client


def test_the_old_app_counts_until_the_new_ones_first_code_was_right(signed_in, another_browser):
    old = set_up(signed_in)
    new = begin(signed_in)
    signed_in.post(CODE, {"code": "000000"})
    assert sign_in_with(another_browser, code_for(old, offset=30))["Location"] == "/application/"
    signed_in.post(CODE, {"code": code_for(new)})
    assert TotpDevice.objects.get().open_key() == new
    third = type(signed_in)()
    assert "isn&#x27;t correct" in sign_in_with(third, code_for(old, offset=30)).content.decode()
    assert third.post("/sign-in/code/", {"code": code_for(new, offset=30)})["Location"] == "/application/"


def test_codes_of_a_removed_app_open_nothing(signed_in, another_browser, mailbox):
    key = set_up(signed_in)
    assert signed_in.post(REMOVE)["Location"] == "/security/"
    assert not TotpDevice.objects.exists()
    assert "isn&#x27;t correct" in sign_in_with(another_browser, code_for(key, offset=30)).content.decode()
    code = mailbox.latest(to=ADDRESS).code
    assert another_browser.post("/sign-in/code/", {"code": code})["Location"] == "/application/"


@pytest.mark.parametrize("change", ["on", "replaced", "off"])
def test_each_change_ends_all_other_trust_and_this_browser_lives_on(signed_in, another_browser, mailbox, change):
    if change == "off":
        set_up(signed_in)
        sign_in_with(another_browser, code_for(TotpDevice.objects.get().open_key(), offset=30))
    else:
        in_as_well(another_browser, mailbox)
    third = type(signed_in)()
    sign_in(third)
    stamps = set(Browser.objects.values_list("stamp", flat=True))
    before, key = signed_in.cookies["session"].value, None
    if change == "replaced":
        set_up(signed_in)
    key = None if change == "off" else set_up(signed_in)
    if change == "off":
        signed_in.post(REMOVE)
    assert is_in(signed_in) and signed_in.cookies["session"].value != before
    assert not is_in(another_browser)
    code = mailbox.latest(to=ADDRESS, kind="accounts/sign-in-code").code if change != "off" else "000000"
    assert third.post("/sign-in/code/", {"code": code})["Location"].startswith("/sign-in/")
    alive = Browser.objects.exclude(stamp__in=stamps)
    assert alive.count() == 1 and Session.objects.filter(user__isnull=False, browser__in=alive).exists()
    assert (key is not None) == TotpDevice.objects.filter(confirmed=True).exists()


def test_each_change_is_recorded_and_mailed(signed_in, mailbox):
    shown = []
    for change in (set_up, set_up, lambda client: client.post(REMOVE)):
        change(signed_in)
        email, event = mailbox.latest(to=ADDRESS), AuditEvent.objects.latest("id")
        shown.append((event.code.removeprefix("accounts.authenticator_"), email.kind, email.subject.split(": ")[1]))
    assert shown == [
        ("enrolled", "accounts/two-step-on", "an authenticator app was set up"),
        ("replaced", "accounts/two-step-on", "your authenticator app was replaced"),
        ("removed", "accounts/two-step-off", "your authenticator app was removed"),
    ]


def test_removing_asks_for_a_proof_needs_a_press_and_twice_is_once(signed_in, mailbox):
    set_up(signed_in)
    assert signed_in.get(REMOVE).status_code == 405
    age_proof(signed_in)
    assert signed_in.post(REMOVE)["Location"] == "/confirm-it-is-you/?next=%2Fsecurity%2Fapp%2F"
    assert TotpDevice.objects.exists()
    age_proof(signed_in, minutes=0)
    signed_in.post(REMOVE)
    signed_in.post(REMOVE)
    assert len(mailbox.all(kind="accounts/two-step-off")) == 1


def test_staff_replace_their_app_and_stay_in_the_console(client, another_browser, rita, mailbox):
    old = enrol(client)
    answer = client.post(CODE, {"code": code_for(begin(client))})
    assert answer["Location"] == "/security/" and client.get("/admin/").status_code == 200
    assert "Step 1 of 2" not in client.get(APP).content.decode()
    assert mailbox.latest(to=rita.email).kind == "accounts/two-step-on"
    password_step(another_browser)
    assert (
        "isn&#x27;t correct"
        in another_browser.post("/admin/sign-in/code/", {"code": code_for(old, 30)}).content.decode()
    )
    new = TotpDevice.objects.get().open_key()
    assert another_browser.post("/admin/sign-in/code/", {"code": code_for(new, 30)})["Location"] == "/admin/"


def test_staff_neither_remove_theirs_nor_have_recovery_codes(client, rita):
    enrol(client)
    assert "Remove the app" not in client.get(APP).content.decode()
    assert client.post(REMOVE).status_code == 403 and TotpDevice.objects.filter(confirmed=True).exists()
    assert client.get("/security/recovery-codes/").status_code == 403
    assert client.post("/security/recovery-codes/").status_code == 403


def test_a_lost_field_key_is_reported_calmly_and_costs_no_try(signed_in, another_browser, settings):
    key = set_up(signed_in)
    settings.FIELD_KEYS, settings.STEP_UP_PER_HOUR = [b"x" * 32], 1
    for _ in range(2):
        page = sign_in_with(another_browser, code_for(key, offset=30))
        assert page.status_code == 200 and "contact support" in page.content.decode()
    assert "Set up the app again" in signed_in.get(APP).content.decode()
    set_up(signed_in)
    assert TotpDevice.objects.get().answers


def test_a_lost_field_key_shuts_the_console_calmly_and_a_first_sign_in_draws_anew(client, rita, settings):
    password_step(client)
    first = staff_key_on(client.get("/admin/sign-in/app/"))
    settings.FIELD_KEYS = [b"x" * 32]
    password_step(client)
    second = staff_key_on(client.get("/admin/sign-in/app/"))
    assert first != second
    assert client.post("/admin/sign-in/app/", {"code": code_for(second)})["Location"] == "/admin/"
    settings.FIELD_KEYS = [b"y" * 32]
    other = type(client)()
    password_step(other)
    assert "contact support" in other.post("/admin/sign-in/code/", {"code": "000000"}).content.decode()
