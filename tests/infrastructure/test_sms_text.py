"""What text messages say: one segment in each language, bound to our host abroad, signed in mainland China."""

import pytest
from django.conf import settings

from accounts.emails import contacts, sign_in
from merchant_portal.messaging import message_types, sms

GSM_7 = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)  # 3GPP TS 23.038, without the signs that take two places
CODE = {"code": "482913", "minutes": 10}
CODES = {sign_in.SignInSms: CODE, contacts.PhoneCode: CODE, contacts.PhoneChangeCode: CODE}
SAMPLES = CODES | {contacts.PhoneNotice: {}}
HOST = "merchants.example.com"  # 21 letters
MAINLAND, ABROAD = "+8613800138000", ("+85261234567", "+79123456789", "+77012345678")  # 852, 7, 7
LANGUAGES = [code for code, _ in settings.LANGUAGES]
EACH = pytest.mark.parametrize("kind", SAMPLES, ids=lambda kind: kind.name)
EACH_CODE = pytest.mark.parametrize("kind", CODES, ids=lambda kind: kind.name)
IN_EACH_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(autouse=True)
def host(settings):
    settings.PUBLIC_ORIGIN = f"https://{HOST}:8443"


def text_of(kind, language, to=ABROAD[0]) -> str:
    return sms.compose(kind(to=to, language=language, **SAMPLES[kind]))["text"]


def fits_one_segment(text: str) -> bool:
    if set(text) <= GSM_7:
        return len(text) <= 160
    return len(text.encode("utf-16-le")) // 2 <= 70


def test_every_registered_kind_has_a_sample():
    assert {kind for kind in message_types.all_types() if kind.channel == "sms"} <= set(SAMPLES)


@EACH
@IN_EACH_LANGUAGE
@pytest.mark.parametrize("to", [MAINLAND, *ABROAD])
def test_t76_each_text_is_one_segment_and_short_enough_for_browsers(kind, language, to):
    text = text_of(kind, language, to)
    assert fits_one_segment(text), (len(text), text)
    assert len(text) <= 140 and SAMPLES[kind].get("code", "") in text


@EACH_CODE
@IN_EACH_LANGUAGE
@pytest.mark.parametrize("to", ABROAD)
def test_t76_abroad_the_last_line_binds_the_code_to_our_host(kind, language, to):
    text = text_of(kind, language, to)
    assert text.endswith(f"\n@{HOST} #482913") and text.count("\n") == 1
    assert "【" not in text


@IN_EACH_LANGUAGE
def test_a_text_without_a_code_binds_none(language):
    assert "@" not in text_of(contacts.PhoneNotice, language, ABROAD[0])


@EACH
@pytest.mark.parametrize(
    "language, site", [("zh-hans", "商户平台"), ("en", "Merchant Portal"), ("ru", "Портал продавца")]
)
def test_t76_in_mainland_china_the_site_signs_and_no_host_is_named(kind, language, site):
    text = text_of(kind, language, MAINLAND)
    assert text.startswith(f"【{site}】") and "\n" not in text
    assert HOST not in text and "@" not in text


@pytest.mark.parametrize(
    "language, to, text",
    [
        ("zh-hans", MAINLAND, "【商户平台】登录验证码 482913，10 分钟内有效。请勿告诉任何人。"),
        ("ru", ABROAD[1], f"Код входа 482913. Никому не говорите.\n@{HOST} #482913"),  # no room for minutes
        ("en", ABROAD[0], f"Sign-in code 482913, valid for 10 min. Don't share it.\n@{HOST} #482913"),
    ],
)
def test_the_text_of_a_sign_in_code_reads_as_drawn(language, to, text):
    assert text_of(sign_in.SignInSms, language, to) == text


@EACH
@IN_EACH_LANGUAGE
def test_a_longer_host_or_name_shortens_the_text_before_it_takes_a_second_segment(kind, language, settings):
    settings.SITE_NAME = "云杉路上的大型多国商户入驻与登录门户平台网站"
    assert fits_one_segment(text_of(kind, language, MAINLAND))
    settings.PUBLIC_ORIGIN = "https://merchants.fernhill.ru"
    assert fits_one_segment(text_of(kind, language, ABROAD[1]))


def test_the_minutes_are_those_of_the_code():
    facts = SAMPLES[sign_in.SignInSms] | {"minutes": 1}
    message = sms.compose(sign_in.SignInSms(to=MAINLAND, language="en", **facts))
    assert "valid for 1 min." in message["text"]


def test_a_gateway_gets_what_the_text_is_made_of():
    message = sms.compose(sign_in.SignInSms(to=MAINLAND, language="ru", code="482913", minutes=10))
    assert list(message) == ["to", "template", "params", "text", "at"]
    assert message["template"] == "accounts/sign-in-sms"
    assert message["params"] == {"language": "ru", "code": "482913", "minutes": 10}


@pytest.mark.parametrize(
    "number, reached",
    [
        ("+8613800138000", True), ("+79123456789", True), ("+77012345678", True),
        ("+442071838750", False), ("+447400123456", False), ("+861062552010", False), ("+74951234567", False),
    ],
)  # fmt: skip
def test_only_mobiles_of_listed_countries_are_reached(settings, number, reached):
    settings.SMS_URL = "mailbox:"
    assert sms.reaches(number) is reached


def test_without_a_gateway_nobody_is_reached(settings):
    settings.SMS_URL = ""
    assert not sms.reaches(MAINLAND)
