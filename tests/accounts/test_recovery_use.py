import pytest

from accounts.actions import recovery
from accounts.models import AttemptRecord, PendingSignIn, RecoveryCode, Session
from merchant_portal.audit.models import AuditEvent
from tests.accounts.apps import CODE, begin, set_up
from tests.accounts.codes import KEPT, PAGE, ask_for_recovery, draw, keep, recover
from tests.accounts.proving import PAGE as PROOF
from tests.accounts.proving import age_proof
from tests.accounts.test_sign_in_begin import ADDRESS, sign_in
from tests.factories import PASSWORD, confirmed_owner
from tests.threads import at_once

MAX = "max@elsewhere.example"


def test_a_code_stands_in_for_a_lost_app_and_is_used_up(signed_in, another_browser, mailbox):
    set_up(signed_in)
    code = keep(signed_in)[4]
    assert recover(another_browser, code)["Location"] == "/application/"
    assert Session.objects.filter(method="recovery").count() == 1
    email = mailbox.latest(to=ADDRESS, kind="accounts/recovery-code-used")
    assert "9 codes are left" in email.text
    assert "This recovery code was used on" in recover(type(signed_in)(), code).content.decode()
    assert "This recovery code was used on" in signed_in.post(KEPT, {"code": code}).content.decode()


def test_codes_that_were_never_shown_to_be_kept_work_too(signed_in, another_browser):
    assert recover(another_browser, draw(signed_in)[0])["Location"] == "/application/"


def test_who_signed_in_with_one_is_not_asked_whether_they_are_kept(signed_in, another_browser):
    codes = draw(signed_in)
    assert "Confirm that you saved them" in signed_in.get(PAGE).content.decode()
    recover(another_browser, codes[0])
    for browser in (another_browser, signed_in):
        page = browser.get(PAGE).content.decode()
        assert "Confirm that you saved them" not in page and "9 codes left" in page
    assert AuditEvent.objects.filter(code="accounts.recovery_codes_saved").count() == 1
    recover(type(signed_in)(), codes[1])
    assert AuditEvent.objects.filter(code="accounts.recovery_codes_saved").count() == 1


def test_a_wrong_or_used_code_proves_nothing_of_the_list(signed_in, another_browser):
    draw(signed_in)
    recover(another_browser, "B" * 10)
    assert "Confirm that you saved them" in signed_in.get(PAGE).content.decode()


def test_a_code_of_somebody_else_opens_nothing(signed_in, another_browser, mailbox):
    codes = keep(signed_in)
    confirmed_owner("Max", MAX)
    sign_in(another_browser, email=MAX)
    another_browser.post("/sign-in/code/", {"code": mailbox.latest(to=MAX).code})
    assert "isn&#x27;t one of your codes" in another_browser.post(KEPT, {"code": codes[0]}).content.decode()
    keep(another_browser)
    assert "isn&#x27;t correct" in recover(type(signed_in)(), codes[0], email=MAX).content.decode()
    assert RecoveryCode.objects.filter(used_at__isnull=False).count() == 0


def test_it_is_no_proof_that_it_is_you(signed_in):
    code = keep(signed_in)[0]
    age_proof(signed_in)
    assert "Enter your password" in signed_in.post(PROOF, {"code": code}).content.decode()
    set_up_page = signed_in.post(PROOF, {"password": code})
    assert "your current password" in set_up_page.content.decode()
    assert recovery.count_left(RecoveryCode.objects.first().user) == 10


def test_all_ways_share_one_budget(signed_in, settings):
    set_up(signed_in)
    keep(signed_in)
    begin(signed_in)
    settings.STEP_UP_PER_HOUR = 7
    guesses = {"app": "000000", "sms": "000000", "mail": "000000", "recovery": "BBBBBBBBBB"}
    for channel, guess in guesses.items():
        one = type(signed_in)()
        sign_in(one)
        PendingSignIn.objects.filter(pk=one.session["pending"]).update(channel=channel)
        assert one.post("/sign-in/code/", {"code": guess}).status_code == 200, channel
    assert signed_in.post(CODE, {"code": "000000"}).status_code == 200
    assert signed_in.post(KEPT, {"code": "BBBBBBBBBB"}).status_code == 200
    age_proof(signed_in)
    assert signed_in.post(PROOF, {"code": "000000"}).status_code == 200
    assert len(AttemptRecord.objects.get(kind="step_up").consumed_at) == 7
    locked = signed_in.post(PROOF, {"code": "000000"})
    assert locked.status_code == 429 and "Too many wrong codes" in locked.content.decode()
    assert "Sign-in is locked" not in locked.content.decode()
    assert signed_in.post(PROOF, {"password": PASSWORD}).status_code == 302
    for path in (CODE, KEPT):
        assert signed_in.post(path, {"code": {CODE: "000000", KEPT: "BBBBBBBBBB"}[path]}).status_code == 429


@pytest.mark.django_db(transaction=True)
def test_one_code_in_ten_sign_ins_at_once_opens_one(signed_in, settings, monkeypatch):
    settings.STEP_UP_PER_HOUR = settings.SENDS_PER_HOUR = 100
    code = keep(signed_in)[0]
    browsers = [type(signed_in)() for _ in range(10)]
    for browser in browsers:
        sign_in(browser)
        ask_for_recovery(browser)
    answers = at_once(lambda number: browsers[number].post("/sign-in/code/", {"code": code}), 10)
    assert sorted(answer.status_code for answer in answers) == [200] * 9 + [302]
    assert Session.objects.filter(method="recovery").count() == 1


@pytest.mark.django_db(transaction=True)
def test_ten_drawings_at_once_leave_ten_codes_of_one_drawing(olive):
    drawn = at_once(lambda _number: recovery.generate(user=olive), 10)
    alive = [codes for codes in drawn if all(RecoveryCode.answered_by(olive, code).exists() for code in codes)]
    assert len(alive) == 1 and RecoveryCode.objects.count() == 10


@pytest.mark.parametrize("between", ["\n", "\r\n", " ", ", ", "\t", "  1. "])
def test_a_pasted_list_is_answered_with_a_hint_and_costs_no_try(signed_in, another_browser, between):
    codes = keep(signed_in)
    page = recover(another_browser, between.join(f"{code[:5]} {code[5:]}" for code in codes))
    assert "Enter just one code" in page.content.decode()
    assert not AttemptRecord.objects.filter(kind="step_up").exclude(consumed_at=[]).exists()
    assert "Enter just one code" in signed_in.post(KEPT, {"code": between.join(codes)}).content.decode()


@pytest.mark.parametrize(
    "write", [str.lower, "-".join, " ".join, "\u200b".join, "\xa0".join, "–".join, "\n{}\n".format]
)
def test_a_code_may_be_typed_as_people_type(signed_in, another_browser, write):
    assert recover(another_browser, write(keep(signed_in)[3]))["Location"] == "/application/"


def test_few_tries_left_are_reported_beside_what_to_do(signed_in, another_browser):
    keep(signed_in)
    pages = [recover(another_browser, "B" * 10)]
    pages += [another_browser.post("/sign-in/code/", {"code": "B" * 10}) for _ in range(2)]
    assert "codes from your latest list. 2 attempts left." in pages[-1].content.decode()
