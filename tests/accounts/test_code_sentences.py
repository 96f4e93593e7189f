"""A wrong code is answered with what helps on the channel it came by."""

import pytest

from tests.accounts.apps import begin, set_up, sign_in_with
from tests.accounts.proving import PAGE as PROOF
from tests.accounts.proving import age_proof
from tests.accounts.test_sign_in_begin import sign_in

CODE = "/sign-in/code/"
CLOCK = "set the clock on your phone to automatic"


def test_a_wrong_code_of_the_app_names_the_clock_of_the_phone(signed_in, another_browser):
    set_up(signed_in)
    assert CLOCK in sign_in_with(another_browser, "000000").content.decode()
    last = another_browser.post(CODE, {"code": "000001"}), another_browser.post(CODE, {"code": "000002"})
    assert f"{CLOCK}. 2 attempts left." in last[1].content.decode()


def test_a_wrong_code_of_the_app_as_proof_names_it_too(signed_in):
    set_up(signed_in)
    age_proof(signed_in)
    assert CLOCK in signed_in.post(PROOF, {"code": "000000"}).content.decode()


def test_the_key_under_enrolment_names_it_too(signed_in):
    begin(signed_in)
    assert CLOCK in signed_in.post("/security/app/code/", {"code": "000000"}).content.decode()


def test_a_wrong_mailed_code_names_the_newest_message_and_no_clock(client, olive):
    sign_in(client)
    page = client.post(CODE, {"code": "000000"}).content.decode()
    assert "Enter the code from the latest message" in page and CLOCK not in page


@pytest.mark.parametrize(
    "write", ["{0} {1}", "{0}-{1}", "{0}–{1}", "\u200b{0}{1}\u2060", " {0}\u3000{1} ", "{0}\xad{1}"]
)
@pytest.mark.parametrize("width", [0, 0xFEE0])
def test_a_mailed_code_may_be_typed_as_people_type(client, olive, mailbox, write, width):
    sign_in(client)
    code = "".join(chr(ord(digit) + width) for digit in mailbox.latest(to=olive.email).code)
    assert client.post(CODE, {"code": write.format(code[:3], code[3:])})["Location"] == "/application/"
