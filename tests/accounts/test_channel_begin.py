"""Which way the first code of a sign-in goes."""

from accounts.actions import attempts
from accounts.models import PendingSignIn
from tests.accounts.test_sign_in_begin import ADDRESS, sign_in
from tests.factories import HONG_KONG


def use_up(destination, settings):
    for _sending in range(settings.SENDS_PER_HOUR):
        attempts.consume(attempts.Limit.SENDS_AFTER_PASSWORD, attempts.limit_key(destination))


def test_with_the_hours_text_messages_used_up_the_code_comes_by_mail(
    client, olive_with_phone, phone, mailbox, settings
):
    use_up(HONG_KONG, settings)
    assert sign_in(client)["Location"] == "/sign-in/code/"
    assert PendingSignIn.objects.get(purpose="sign_in").channel == "mail"
    code = mailbox.latest(to=ADDRESS, kind="accounts/sign-in-code").code
    assert client.post("/sign-in/code/", {"code": code})["Location"] == "/application/"


def test_with_both_used_up_it_says_from_when_on(client, olive_with_phone, phone, settings):
    use_up(HONG_KONG, settings)
    use_up(ADDRESS, settings)
    answer = sign_in(client)
    assert answer.status_code == 429 and int(answer["Retry-After"]) > 0


def test_without_a_second_way_it_says_from_when_on(client, olive, settings):
    use_up(ADDRESS, settings)
    assert sign_in(client).status_code == 429
