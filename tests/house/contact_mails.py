"""Samples of the mails about addresses and phones, each in its variants."""

from datetime import UTC, datetime

from django.conf import settings

from accounts.emails import contacts as emails

AT = datetime(2026, 11, 26, 10, 42, tzinfo=UTC)
PERSON = {"to": "olive@fernhill.example", "person": "Olive Tan"}
ADDRESSES = {"old": "o••@f•••.example", "new": "o••@g•••.example"}
NUMBERS = {"old": "•••• 67", "new": "•••• 00"}
SIGN_IN = {"sign_in_url": f"{settings.PUBLIC_ORIGIN}/sign-in/"}
UNDO = {"link": f"{settings.PUBLIC_ORIGIN}/undo/token/", "expires_at": AT}
CODE = {"to": PERSON["to"], "code": "482913", "tag": "AB12", "expires_at": AT, "new": ADDRESSES["new"]} | {
    "password_url": f"{settings.PUBLIC_ORIGIN}/security/password/"
}
CONTACT_MAILS = {
    emails.ContactCode: CODE | {"is_old": True},
    emails.EmailRequestedByOther: PERSON,
    emails.EmailChanged: PERSON | ADDRESSES | UNDO | {"at": AT},
    emails.PhoneChanged: PERSON | NUMBERS | UNDO | {"at": AT},
    emails.ContactChangeScheduled: PERSON | ADDRESSES | UNDO | {"is_email": True, "effective_at": AT},
    emails.EmailIsNew: PERSON | SIGN_IN | {"at": AT},
    emails.ContactRestored: PERSON | ADDRESSES | SIGN_IN | {"is_email": True, "is_old": True},
    emails.PhoneConfirmed: PERSON
    | {"at": AT, "phone": NUMBERS["new"], "security_url": f"{settings.PUBLIC_ORIGIN}/security/password/"},
}
