"""Every kind of mail in every language: text and HTML say the same, and nothing asks another host."""

import re
from datetime import UTC, datetime

import pytest
from django.conf import settings

from accounts.emails import sign_in, two_step
from merchant_portal.messaging import mail, message_types
from merchant_portal.operations import emails as operations
from onboarding import emails as onboarding
from tests.house.contact_mails import CONTACT_MAILS

ORIGIN = settings.PUBLIC_ORIGIN
AT = datetime(2026, 11, 26, 10, 42, tzinfo=UTC)
PERSON = {"to": "olive@fernhill.example", "person": "Olive Tan"}
ABOUT_A_FACTOR = PERSON | {"at": AT, "security_url": f"{ORIGIN}/security/"}
SAMPLES = {
    operations.AlarmEmail: {"to": "a@portal.example", "kind": "file.lost", "text": "One is missing.", "raised_at": AT},
    sign_in.ConfirmEmail: {"to": PERSON["to"], "link": f"{ORIGIN}/confirm-email/token/", "expires_at": AT},
    sign_in.AddressKnown: PERSON | {"sign_in_url": f"{ORIGIN}/sign-in/", "reset_url": f"{ORIGIN}/reset/"},
    sign_in.SignInCode: {
        "to": PERSON["to"],
        "code": "482913",
        "tag": "AB12",
        "expires_at": AT,
        "password_url": f"{ORIGIN}/security/password/",
    },
    onboarding.Received: PERSON
    | {
        "reference": "MP-2026-004187",
        "due_at": AT,
        "days": 3,
        "status_url": f"{ORIGIN}/application/status/",
    },
    onboarding.ChangesRequested: PERSON
    | {
        "reference": "MP-2026-004187",
        "items": [
            onboarding.ReturnedItem(
                "Company details", [onboarding.ReasonText("It differs.", "Correct it.", "See line 2.", "City")]
            )
        ],
        "message": "Thank you for the quick answers.",
        "until": AT,
        "changes_url": f"{ORIGIN}/application/changes/",
        "correction_days": 1,
    },
    onboarding.Approved: PERSON
    | {
        "reference": "MP-2026-004187",
        "message": "Welcome.",
        "link": f"{ORIGIN}/activate/token/",
        "expires_at": AT,
    },
    onboarding.Active: PERSON | {"company": "Fernhill Sample Tea Ltd", "home_url": f"{ORIGIN}/home/"},
    onboarding.Rejected: PERSON
    | {
        "reference": "MP-2026-004187",
        "reasons": [onboarding.ReasonText("The company is dissolved in the public register.")],
        "message": "We have asked twice.",
        "application_url": f"{ORIGIN}/application/status/",
    },
    sign_in.NewPasswordNeeded: PERSON | {"sign_in_url": f"{ORIGIN}/sign-in/"},
    onboarding.WhyNotSignedIn: PERSON
    | {"sentence": "Your account is not active yet.", "button": "Activate account", "reference": "MP-2026-004187"}
    | {"link": f"{ORIGIN}/activate/token/", "expires_at": AT, "password_changed_at": AT}
    | {"reset_url": f"{ORIGIN}/reset/"},
    sign_in.PasswordChanged: PERSON | {"at": AT},
    sign_in.SignInLockedEmail: PERSON | {"minutes": 15, "link": f"{ORIGIN}/unlock/token/", "expires_at": AT},
    sign_in.ResetCode: {"to": PERSON["to"], "code": "KBWXZDTR", "tag": "AB12", "expires_at": AT},
    sign_in.UnlockedEmail: PERSON | {"sign_in_url": f"{ORIGIN}/sign-in/"},
    sign_in.CodesLockedEmail: PERSON | {"next_attempt_at": AT, "reset_url": f"{ORIGIN}/reset/"},
    sign_in.NewBrowser: PERSON
    | {
        "at": AT,
        "browser": "Firefox, Windows",
        "network": "203.0.113.x",
        "trusted_until": AT,
        "security_url": f"{ORIGIN}/security/password/",
    },
    two_step.RecoveryCodeUsed: ABOUT_A_FACTOR | {"left": 3},
    two_step.TwoStepOn: ABOUT_A_FACTOR | {"replaced": False},
    two_step.TwoStepOff: ABOUT_A_FACTOR,
    two_step.RecoveryCodesGenerated: ABOUT_A_FACTOR | {"renewed": False},
} | CONTACT_MAILS
EACH = pytest.mark.parametrize("kind", SAMPLES, ids=lambda kind: kind.name)
IN_EACH_LANGUAGE = pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES])


def mail_of(kind, language):
    return mail.compose(kind(language=language, **SAMPLES[kind]))


def html_of(email) -> str:
    return email.alternatives[0].content


def test_every_registered_kind_has_a_sample():
    assert {kind for kind in message_types.all_types() if kind.channel == "mail"} <= set(SAMPLES)


@EACH
@IN_EACH_LANGUAGE
def test_it_has_a_subject_text_and_html(kind, language):
    email = mail_of(kind, language)
    assert email.subject and "\n" not in email.subject
    assert len(email.body) > 100 and "<html" in html_of(email)
    assert "{{" not in email.body + html_of(email)
    assert email.extra_headers["X-Portal-Message"] == kind.name


@EACH
@IN_EACH_LANGUAGE
def test_it_asks_no_other_host_and_shows_no_picture(kind, language):
    html = html_of(mail_of(kind, language))
    assert "<img" not in html and "url(" not in html and "@import" not in html
    hosts = set(re.findall(r'(?:href|src)="([^"]+)"', html))
    assert all(link.startswith((ORIGIN, "mailto:")) for link in hosts), hosts


@EACH
@IN_EACH_LANGUAGE
def test_text_and_html_carry_the_same_code_and_links(kind, language):
    email = mail_of(kind, language)
    for fact in (value for key, value in SAMPLES[kind].items() if key in ("code", "tag", "link", "sign_in_url")):
        assert re.search(rf"^{re.escape(fact)}$", email.body, re.MULTILINE) or fact == "AB12"
        assert fact in email.body and fact in html_of(email)


@EACH
@IN_EACH_LANGUAGE
def test_an_end_is_reported_with_its_zone(kind, language):
    if "expires_at" in SAMPLES[kind]:
        email = mail_of(kind, language)
        assert "18:42" in email.body and "GMT+8" in email.body and "18:42" in html_of(email)


@EACH
def test_subjects_never_carry_a_code(kind):
    assert not re.search(r"\d{6}", mail_of(kind, "en").subject)


def test_the_tag_stands_on_the_line_after_the_code():
    lines = mail_of(sign_in.SignInCode, "en").body.splitlines()
    assert lines[lines.index("482913") + 1] == "Tag: AB12"
