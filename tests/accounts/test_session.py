from datetime import timedelta

from django.utils import timezone

from accounts.models import Session, User
from accounts.models.session import row_key
from tests.accounts.test_sign_in_begin import ADDRESS, sign_in
from tests.factories import confirmed_owner


def is_in(client) -> bool:
    return client.get("/application/").status_code == 200


def test_the_row_cannot_be_used_as_a_cookie(signed_in):
    row, cookie = Session.objects.get(), signed_in.cookies["session"].value
    assert row.session_key == row_key(cookie) != cookie
    signed_in.cookies["session"] = row.session_key
    assert not is_in(signed_in)


def test_the_row_says_who_when_and_how(signed_in, olive):
    row = Session.objects.get()
    assert (row.user, row.method) == (olive, "mail")
    assert row.stepped_up_at and row.created_at


def test_it_ends_when_it_rests_for_too_long(signed_in, settings):
    rested = timezone.now() - timedelta(minutes=settings.IDLE_MINUTES, seconds=1)
    Session.objects.update(last_seen_at=rested)
    assert not is_in(signed_in)


def test_being_here_is_noted_at_most_once_a_minute(signed_in):
    just_now = timezone.now() - timedelta(seconds=50)
    Session.objects.update(last_seen_at=just_now)
    is_in(signed_in)
    assert Session.objects.get().last_seen_at == just_now
    Session.objects.update(last_seen_at=timezone.now() - timedelta(seconds=70))
    is_in(signed_in)
    assert timezone.now() - Session.objects.get().last_seen_at < timedelta(seconds=10)


def test_its_end_is_fixed_at_sign_in_whatever_is_saved_later(signed_in, settings):
    end = Session.objects.get().expire_date
    assert abs(end - timezone.now() - timedelta(hours=settings.SESSION_HOURS)) < timedelta(minutes=1)
    session = signed_in.session
    session["anything"] = 1
    session.save()
    assert abs(Session.objects.get().expire_date - end) < timedelta(seconds=2)
    assert Session.objects.get().method == "mail"


def test_it_dies_with_the_security_stamp(signed_in):
    User.objects.update(security_stamp="another")
    assert not is_in(signed_in)


def test_it_outlives_a_better_hash_of_the_same_password(signed_in, olive):
    User.objects.update(password="md5$other$00")
    assert is_in(signed_in)


def test_an_inactive_person_is_out(signed_in):
    User.objects.update(is_active=False)
    assert not is_in(signed_in)


def test_signing_out_ends_the_row_and_takes_the_cookie(signed_in):
    answer = signed_in.post("/sign-out/")
    assert answer["Location"] == "/sign-in/?ended=out" and answer.cookies["session"].value == ""
    assert not Session.objects.exists()


def test_signing_out_by_a_link_is_refused(signed_in):
    assert signed_in.get("/sign-out/").status_code == 405
    assert is_in(signed_in)


def test_a_dead_key_does_not_take_the_cookie_away(client, db):
    client.cookies["session"] = "a" * 32
    answer = client.get("/application/")
    assert answer.status_code == 302 and "session" not in answer.cookies


def test_one_session_of_two_can_end(signed_in, another_browser, mailbox):
    sign_in(another_browser)
    another_browser.post("/sign-in/code/", {"code": mailbox.latest(to=ADDRESS).code})
    Session.objects.filter(session_key=row_key(signed_in.cookies["session"].value)).delete()
    assert is_in(another_browser) and not is_in(signed_in)


def test_private_pages_are_kept_by_no_cache(signed_in):
    assert "no-store" in signed_in.get("/application/")["Cache-Control"]


def test_the_language_of_the_profile_is_kept_and_can_be_changed(client, db, mailbox):
    person = confirmed_owner("Olive Tan", ADDRESS, language="ru")
    sign_in(client)
    client.post("/sign-in/code/", {"code": mailbox.latest(to=ADDRESS).message.body.split()[0]})
    mail = mailbox.latest(to=ADDRESS)
    client.post("/sign-in/code/", {"code": mail.code})
    assert client.cookies["language"].value == "ru"
    client.post("/language/", {"language": "zh-hans", "next": "/application/"})
    person.refresh_from_db()
    assert person.language == "zh-hans"
