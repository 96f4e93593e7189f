from accounts.models import PendingSignIn, Session, User
from tests.factories import PASSWORD, confirm, confirmed_owner, registered_owner

ADDRESS = "olive@fernhill.example"


def sign_in(client, email=ADDRESS, password=PASSWORD, **more):
    return client.post("/sign-in/", {"email": email, "password": password, **more})


def test_a_right_password_leads_to_the_code_and_queues_it(client, olive, mailbox):
    answer = sign_in(client)
    assert answer.status_code == 302 and answer["Location"] == "/sign-in/code/"
    assert mailbox.latest(to=ADDRESS).kind == "accounts/sign-in-code"


def test_the_address_may_be_typed_in_any_case_and_width(client, olive):
    assert sign_in(client, email=" ＯＬＩＶＥ@Fernhill.Example ")["Location"] == "/sign-in/code/"


def test_a_wrong_password_and_an_unknown_address_read_the_same(client, another_browser, olive):
    wrong = sign_in(client, password="something else")
    unknown = sign_in(another_browser, email="nobody@fernhill.example", password="something else")
    for answer in (wrong, unknown):
        assert answer.status_code == 200
        assert "don&#x27;t match" in answer.content.decode()
        assert "something else" not in answer.content.decode()
    assert set(wrong.cookies) == set(unknown.cookies)
    text = wrong.content.decode().replace(ADDRESS, "nobody@fernhill.example")
    assert without_tokens(text) == without_tokens(unknown.content.decode())


def without_tokens(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if "csrfmiddlewaretoken" not in line)


def test_no_session_row_exists_before_a_password_was_right(client, olive):
    client.get("/sign-in/")
    sign_in(client, password="something else")
    assert not Session.objects.exists()


def test_the_session_before_the_code_holds_the_flow_and_nothing_else(client, olive):
    sign_in(client)
    assert {key for key in dict(client.session.items()) if not key.startswith("_")} == {"pending"}
    assert Session.objects.get().user is None
    assert client.get("/application/")["Location"].startswith("/sign-in/")


def test_an_unconfirmed_person_with_the_right_password_is_asked_for_the_mailbox(client, db):
    registered_owner("Olive Tan", ADDRESS)
    assert sign_in(client)["Location"] == "/register/check-inbox/"
    assert ADDRESS in client.get("/register/check-inbox/").content.decode()
    assert not Session.objects.exists()


def test_sign_in_asks_the_confirmed_person_and_not_a_newer_unconfirmed_one(client, olive):
    newer = registered_owner("Max", ADDRESS)
    sign_in(client)
    assert PendingSignIn.objects.get(purpose="sign_in").user == olive != newer


def test_sign_in_asks_the_newest_of_several_unconfirmed(client, db):
    registered_owner("Max", ADDRESS)
    newest = registered_owner("Olive Tan", ADDRESS)
    sign_in(client)
    assert PendingSignIn.objects.filter(user=newest).count() == 2  # one of the registration, one of now


def test_an_inactive_person_is_answered_like_a_wrong_password(client, olive):
    User.objects.filter(pk=olive.pk).update(is_active=False)
    answer = sign_in(client)
    assert answer.status_code == 200 and "don&#x27;t match" in answer.content.decode()


def test_a_member_of_staff_gets_the_same_sentence_at_the_merchants_door(client, rita):
    answer = sign_in(client, email="rita@portal.example")
    assert answer.status_code == 200 and "don&#x27;t match" in answer.content.decode()


def test_an_empty_password_is_refused_before_any_look_up(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = sign_in(client, password="")
    assert "Enter your password" in answer.content.decode()


def test_a_second_sign_in_page_leads_home_when_signed_in(client, mailbox, db):
    confirmed_owner("Olive Tan", ADDRESS)
    sign_in(client)
    client.post("/sign-in/code/", {"code": mailbox.latest(to=ADDRESS).code})
    assert client.get("/sign-in/")["Location"] == "/application/"


def test_confirming_does_not_end_other_trust(olive):
    stamp = registered_owner("Sam", "sam@fernhill.example").security_stamp
    assert confirm(User.objects.get(email="sam@fernhill.example")).security_stamp == stamp


def test_a_sign_in_that_ended_is_reported(client, db):
    assert "Your sign-in expired" in client.get("/sign-in/?ended=1").content.decode()
    assert "Your sign-in expired" in client.get("/admin/sign-in/?ended=1").content.decode()
    assert "Your sign-in expired" not in client.get("/sign-in/").content.decode()
