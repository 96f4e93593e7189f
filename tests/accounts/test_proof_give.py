import pytest

from accounts.models import Session
from accounts.models.session import TRUSTED
from merchant_portal.audit.models import AuditEvent
from tests.accounts.proving import PAGE, age_proof, prove
from tests.accounts.test_session import is_in
from tests.accounts.test_sign_in_begin import ADDRESS
from tests.accounts.test_staff_sign_in import code_for, enrol
from tests.threads import at_once


@pytest.fixture
def stale(signed_in):
    """Olive's browser, signed in a while ago."""
    age_proof(signed_in)
    return signed_in


def is_asked(client) -> bool:
    return client.get(PAGE).status_code == 200


def test_it_says_why_it_asks_and_how_long_that_counts(stale, settings):
    settings.REAUTH_MINUTES = 7
    page = stale.get(PAGE, {"next": "/application/"}).content.decode()
    assert "To protect your account" in page and "7 minutes" in page
    assert 'name="code"' not in page


def test_the_password_leads_back_and_counts_from_now_on(stale):
    assert prove(stale, next="/security/password/?a=1")["Location"] == "/security/password/?a=1"
    assert not is_asked(stale)


def test_a_session_just_begun_with_a_code_is_not_asked(signed_in):
    assert signed_in.get(PAGE, {"next": "/security/password/"})["Location"] == "/security/password/"


def test_the_session_gets_another_key_and_notes_when_and_how(stale):
    before = stale.cookies["session"].value
    prove(stale)
    assert stale.cookies["session"].value != before
    assert Session.objects.get().method == "password"
    stale.cookies["session"] = before
    assert not is_in(stale)


def test_a_session_that_a_trusted_browser_opened_is_asked(signed_in):
    session = signed_in.session
    del session["stepped_up_at"]
    session["method"] = TRUSTED
    session.save()
    assert is_asked(signed_in)
    prove(signed_in)
    assert not is_asked(signed_in) and Session.objects.get().stepped_up_at


def test_a_wrong_password_is_reported_recorded_and_not_shown_again(stale):
    page = prove(stale, password="something else", next="/security/password/")
    text = page.content.decode()
    assert page.status_code == 200 and "your current password" in text and "something else" not in text
    assert 'name="next" value="/security/password/"' in text
    assert AuditEvent.objects.filter(code="accounts.password_refused").exists()
    assert is_asked(stale)


def test_an_empty_form_is_reported(stale):
    assert "Enter your password" in stale.post(PAGE).content.decode()


def test_wrong_passwords_lock_and_a_right_one_does_not_help_then(stale):
    for number in range(5):
        assert prove(stale, password=f"guess {number}").status_code == 200
    answer = prove(stale)
    assert answer.status_code == 429 and answer["Retry-After"]
    assert is_asked(stale)


def test_many_tries_from_one_network_are_slowed_down(stale, network_limit):
    network_limit("sign_in", "2/minute")
    assert [prove(stale, password="guess").status_code for _ in range(3)] == [200, 200, 429]


@pytest.mark.parametrize(
    "wanted", ["//elsewhere.example/", "https://elsewhere.example/", "javascript:alert(1)", PAGE, ""]
)
def test_it_leads_nowhere_else(stale, wanted):
    assert f'name="next" value="{PAGE if wanted == PAGE else ""}"' in stale.get(PAGE, {"next": wanted}).content.decode()
    assert prove(stale, next=wanted)["Location"] == "/security/"
    assert stale.get(PAGE, {"next": wanted})["Location"] == "/security/"


def test_looking_at_it_proves_nothing(stale):
    stale.get(PAGE)
    stale.head(PAGE)
    assert is_asked(stale)


def test_a_code_of_the_app_counts_too_and_only_once(client, rita):
    key = enrol(client)
    age_proof(client)
    code = code_for(key, offset=30)
    assert 'name="code"' in client.get(PAGE).content.decode()
    assert client.post(PAGE, {"code": code, "next": "/admin/"})["Location"] == "/admin/"
    age_proof(client)
    assert "isn&#x27;t correct" in client.post(PAGE, {"code": code}).content.decode()


def test_wrong_codes_of_the_app_share_the_budget_of_codes(client, rita, settings):
    settings.STEP_UP_PER_HOUR = 3
    enrol(client)
    age_proof(client)
    assert [client.post(PAGE, {"code": f"00000{number}"}).status_code for number in range(4)] == [200, 200, 200, 429]


def test_a_code_without_an_app_is_no_proof(stale):
    assert "Enter your password" in stale.post(PAGE, {"code": "123456"}).content.decode()


def test_an_app_whose_key_is_lost_is_not_asked_for(client, rita, settings):
    enrol(client)
    age_proof(client)
    settings.FIELD_KEYS = [b"x" * 32]
    assert 'name="code"' not in client.get(PAGE).content.decode()
    assert client.post(PAGE, {"code": "123456"}).status_code == 200


def test_a_stranger_is_led_to_sign_in(client, db):
    assert client.post(PAGE, {"password": "x"})["Location"] == "/sign-in/"


@pytest.mark.django_db(transaction=True)
def test_ten_right_passwords_at_once_leave_one_session(stale):
    cookie = stale.cookies["session"].value

    def answer(_number):
        one = type(stale)()
        one.cookies["session"] = cookie
        return one.post(PAGE, {"password": "a quiet walk at noon", "next": "/security/password/"})

    answers = at_once(answer, 10)
    assert all(response.status_code == 302 for response in answers)
    assert Session.objects.filter(user__email=ADDRESS).count() == 1
