import pytest

from accounts.models import RecoveryCode, Session
from accounts.models.challenge import LETTERS
from merchant_portal.audit.models import AuditEvent
from tests.accounts.codes import DOWNLOAD, KEPT, PAGE, draw, keep, on_page, recover
from tests.accounts.proving import age_proof
from tests.accounts.test_session import is_in
from tests.accounts.test_sign_in_begin import ADDRESS, sign_in
from tests.factories import confirmed_owner


def test_ten_codes_are_shown_once_and_lie_nowhere_in_clear(signed_in):
    codes = draw(signed_in)
    assert len(set(codes)) == 10 and all(len(code) == 10 and set(code) <= set(LETTERS) for code in codes)
    kept = "".join(RecoveryCode.objects.values_list("code_hash", flat=True)) + str(dict(signed_in.session.items()))
    assert not any(code in kept for code in codes)
    assert on_page(signed_in.get(PAGE)) == []


def test_nobody_keeps_the_page_that_shows_them(signed_in):
    assert "no-store" in signed_in.post(PAGE)["Cache-Control"]


def test_looking_draws_none(signed_in):
    signed_in.get(PAGE)
    signed_in.head(PAGE)
    assert not RecoveryCode.objects.exists()
    assert signed_in.get(KEPT).status_code == signed_in.get(DOWNLOAD).status_code == 405


def test_drawing_again_kills_the_old_ones_and_says_so(signed_in, another_browser):
    old, new = keep(signed_in), draw(signed_in)
    assert not set(old) & set(new) and RecoveryCode.objects.count() == 10
    assert "isn&#x27;t correct" in recover(another_browser, old[1]).content.decode()
    assert another_browser.post("/sign-in/code/", {"code": new[1]})["Location"] == "/application/"


def test_drawing_ends_no_session_since_the_codes_open_only_what_is_to_come(signed_in, another_browser, mailbox):
    sign_in(another_browser)
    another_browser.post("/sign-in/code/", {"code": mailbox.latest(to=ADDRESS).code})
    keep(signed_in)
    keep(signed_in)
    assert is_in(signed_in) and is_in(another_browser)
    assert Session.objects.filter(user__email=ADDRESS).count() == 2


def test_drawing_is_recorded_and_mailed_without_a_code(signed_in, mailbox):
    for renewed, subject in ((False, "recovery codes were generated"), (True, "new recovery codes were generated")):
        codes = draw(signed_in)
        email, event = mailbox.latest(to=ADDRESS), AuditEvent.objects.latest("id")
        assert (event.code, event.data) == ("accounts.recovery_codes_generated", {"renewed": renewed})
        assert email.kind == "accounts/recovery-codes-generated" and email.subject.endswith(f": {subject}")
        assert not any(code in email.text + email.html for code in codes)


def test_any_one_code_proves_that_they_are_kept_and_is_not_used_up(signed_in, another_browser):
    codes = draw(signed_in)
    typed = f"{codes[7][:5].lower()} {codes[7][5:]}"
    assert signed_in.post(KEPT, {"code": typed, "codes": codes}).status_code == 302
    assert RecoveryCode.objects.filter(saved_at__isnull=False, used_at__isnull=True).count() == 10
    assert "10 codes left" in signed_in.get(PAGE).content.decode()
    assert recover(another_browser, codes[7])["Location"] == "/application/"


@pytest.mark.parametrize(
    "typed, expected",
    [("BBBBBBBBBB", "isn&#x27;t one of your codes"), ("BBB", "isn&#x27;t a complete code"), ("", "Enter")],
)
def test_a_slip_shows_the_codes_again(signed_in, typed, expected):
    codes = draw(signed_in)
    page = signed_in.post(KEPT, {"code": typed, "codes": codes})
    assert page.status_code == 200 and expected in page.content.decode() and on_page(page) == codes
    assert not RecoveryCode.objects.filter(saved_at__isnull=False).exists()


def test_left_early_it_warns_and_a_code_can_be_typed_later(signed_in):
    codes = draw(signed_in)
    assert "didn't confirm that you saved them" in signed_in.get(PAGE).content.decode()
    page = signed_in.post(KEPT, {"code": "BBBBBBBBBB"})
    assert "isn&#x27;t one of your codes" in page.content.decode() and on_page(page) == []
    assert signed_in.post(KEPT, {"code": codes[3]}).status_code == 302
    assert "didn't confirm that you saved them" not in signed_in.get(PAGE).content.decode()


def test_three_left_are_few(signed_in, settings):
    settings.SENDS_PER_HOUR = 100
    codes = keep(signed_in)
    for code in codes[:7]:
        assert "Generate new ones before" not in signed_in.get(PAGE).content.decode()
        recover(type(signed_in)(), code)
    assert "Only 3 codes are left" in signed_in.get(PAGE).content.decode()


def test_t64_the_download_is_plain_text_with_codes_account_and_date(signed_in):
    codes = draw(signed_in)
    answer = signed_in.post(DOWNLOAD, {"codes": codes})
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="recovery-codes.txt"'
    text = answer.content.decode()
    assert all(f"{code[:5]} {code[5:]}" in text.splitlines() for code in codes) and ADDRESS in text
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("path", [DOWNLOAD, KEPT])
def test_nothing_but_the_whole_living_list_is_handed_out(signed_in, another_browser, path, settings):
    old = draw(signed_in)
    codes = draw(signed_in)
    confirmed_owner("Max", "max@elsewhere.example")
    for wrong in (old, codes[:9], codes[:9] + codes[:1], codes + codes, ["<b>"], ["x" * 100_000, *codes]):
        answer = signed_in.post(path, {"codes": wrong, "code": codes[0]})
        assert answer["Location"] == f"{PAGE}?stale=1", wrong
    assert "no longer valid" in signed_in.get(f"{PAGE}?stale=1").content.decode()
    settings.STEP_UP_PER_HOUR = 6
    assert signed_in.post(path, {"codes": codes, "code": codes[0]}).status_code == 429


@pytest.mark.parametrize("path", [PAGE, KEPT, DOWNLOAD])
def test_t69_each_button_asks_for_a_proof_and_leads_back(signed_in, path):
    codes = draw(signed_in)
    age_proof(signed_in)
    answer = signed_in.post(path, {"codes": codes, "code": codes[0]})
    assert answer["Location"] == "/confirm-it-is-you/?next=%2Fsecurity%2Frecovery-codes%2F"
    assert draw(signed_in) == [] and not RecoveryCode.objects.filter(saved_at__isnull=False).exists()
