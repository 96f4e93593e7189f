"""Text messages that must not leave: unlisted countries, and more than a day's worth."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actions import sign_in
from accounts.emails.sign_in import SignInSms
from accounts.models import Challenge, Code, PendingSignIn
from merchant_portal.messaging import caps, outbox
from merchant_portal.messaging.models import Message, SmsDay
from tests.factories import HONG_KONG, confirm_phone, confirmed_owner
from tests.phone import Phone
from tests.threads import at_once

RUSSIAN, BRITISH = "+79123456789", "+442071838750"


def ask(person, number: str) -> Message:
    """Queues a code for `number`, as a sign-in does."""
    confirm_phone(person, number)
    pending = sign_in.open_flow(person, PendingSignIn.Purpose.SIGN_IN, channel="sms")
    challenge = Challenge.objects.create(
        purpose="sign_in",
        pending=pending,
        user=person,
        channel="sms",
        destination=number,
        expires_at=pending.expires_at,
    )
    code = Code.objects.create(challenge=challenge, expires_at=pending.expires_at)
    return outbox.send(SignInSms, code.pk)


@pytest.fixture
def sent(olive, phone):
    """Returns a function that sends to each number and returns what became of it: status and answer."""
    outbox.drain()

    def send(*numbers):
        rows = [ask(olive, number) for number in numbers]
        outbox.drain()
        return [Message.objects.filter(pk=row.pk).values_list("status", "answer").get() for row in rows]

    return send


def test_an_unlisted_country_is_reported_to_staff_and_not_tried_again(sent, phone):
    assert sent(BRITISH) == [("failed", "country not listed")]
    assert outbox.drain() == 0 and phone.written() == []
    assert Code.objects.get().sent_at is None and not SmsDay.objects.exists()


def test_without_a_gateway_the_row_says_so(sent, settings):
    settings.SMS_URL = ""
    assert sent(HONG_KONG) == [("failed", "no gateway")]


def test_each_calling_code_has_its_cap(sent, settings, phone):
    settings.SMS_PREFIX_DAILY_CAP = 2
    full = ("failed", "daily cap of +852 reached")
    assert sent(*[HONG_KONG] * 3, RUSSIAN) == [("sent", "written")] * 2 + [full, ("sent", "written")]
    assert len(phone.written()) == 3
    assert dict(SmsDay.objects.values_list("prefix", "taken")) == {"": 3, "852": 2, "7": 1}


def test_all_together_have_theirs(sent, settings):
    settings.SMS_DAILY_CAP = 2
    assert sent(HONG_KONG, RUSSIAN, HONG_KONG)[-1] == ("failed", "daily cap reached")
    assert caps.taken_today() == 2
    assert dict(SmsDay.objects.values_list("prefix", "taken")) == {"": 2, "852": 1, "7": 1}


def test_russia_and_kazakhstan_share_a_calling_code(sent, settings):
    settings.SMS_PREFIX_DAILY_CAP = 1
    assert [status for status, _ in sent(RUSSIAN, "+77012345678")] == ["sent", "failed"]


def test_tomorrow_is_another_day(sent, settings):
    settings.SMS_DAILY_CAP = 1
    assert [status for status, _ in sent(HONG_KONG, HONG_KONG)] == ["sent", "failed"]
    SmsDay.objects.update(day=timezone.localdate() - timedelta(days=1))
    assert sent(HONG_KONG) == [("sent", "written")]
    assert caps.taken_today() == 1


def test_a_refused_number_and_a_full_day_look_the_same_to_the_person(sent, client, olive, settings, mailbox):
    pages = []
    for cap in (1000, 1):
        settings.SMS_DAILY_CAP = cap
        SmsDay.objects.update_or_create(day=timezone.localdate(), prefix="", defaults={"taken": 1})
        settings.SMS_COUNTRIES = ["CN", "HK"]
        confirm_phone(olive, HONG_KONG)
        client.post("/sign-in/", {"email": olive.email, "password": "a quiet walk at noon"})
        settings.SMS_COUNTRIES = ["CN"] if cap == 1000 else ["CN", "HK"]
        outbox.drain()
        pages.append(client.get("/sign-in/code/").content.decode())
        assert Message.objects.latest("pk").status == "failed"
    shown = [page.split('<p class="lead">')[1].split("</p>")[0] for page in pages]
    assert shown[0] == shown[1] and "was refused" in shown[0]


@pytest.mark.django_db(transaction=True)
def test_forty_at_once_never_pass_a_cap(settings, tmp_path):
    phone = Phone(tmp_path / "sms.jsonl")
    settings.SMS_URL, settings.SMS_DAILY_CAP, settings.SMS_PREFIX_DAILY_CAP = phone.url, 12, 9
    olive = confirmed_owner("Olive Tan", "olive@fernhill.example")
    Message.objects.all().delete()
    rows = [ask(olive, (HONG_KONG, RUSSIAN)[number % 2]) for number in range(40)]
    handled = at_once(lambda number: outbox.drain(), 8)
    assert all(isinstance(number, int) for number in handled), handled
    status = list(Message.objects.filter(pk__in=[row.pk for row in rows]).values_list("status", flat=True))
    assert (status.count("sent"), status.count("failed")) == (12, 28)
    assert len(phone.written()) == 12
    taken = dict(SmsDay.objects.values_list("prefix", "taken"))
    assert taken[""] == 12 == taken["852"] + taken["7"] and max(taken["852"], taken["7"]) <= 9
