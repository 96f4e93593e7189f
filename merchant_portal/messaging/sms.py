"""Text messages: whom they reach, what they say, and handing them over."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

import phonenumbers
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from merchant_portal.messaging import caps, gateways
from merchant_portal.messaging.message_types import TextMessage
from merchant_portal.site import about_site

MAINLAND_CHINA = 86  # its carriers ask for a signature and drop texts that name a host
MOBILES = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)


class NotAllowed(Exception):
    """This text message must not leave. The text says why."""


def reaches(number: str) -> bool:
    """Returns whether a text to `number`, in E.164, may be sent: a mobile of a listed country, and SMS is set up."""
    if not settings.SMS_URL:
        return False
    parsed = phonenumbers.parse(number)
    is_listed = phonenumbers.region_code_for_number(parsed) in settings.SMS_COUNTRIES
    return is_listed and phonenumbers.number_type(parsed) in MOBILES


def compose(sms: TextMessage) -> dict:
    """Returns `sms` as a gateway takes it, its text in the recipient's language and, if need be, shortened."""
    text = _text(sms)
    if not is_one_segment(text):
        text = _text(sms, is_short=True)
    at = datetime.now(UTC).isoformat()
    return {"to": sms.to, "template": sms.name, "params": sms.params(), "text": text, "at": at}


def _text(sms: TextMessage, *, is_short: bool = False) -> str:
    """Returns the text. Abroad its last line binds the code to our host: browsers fill it in there and nowhere else."""
    is_mainland = phonenumbers.parse(sms.to).country_code == MAINLAND_CHINA
    with translation.override(sms.language):
        context = sms.params() | {
            "signature": about_site().name if is_mainland else "",
            "host": "" if is_mainland else urlsplit(settings.PUBLIC_ORIGIN).hostname,
            "is_short": is_short,
        }
        return render_to_string(f"sms/{sms.name}.txt", context).strip()


def is_one_segment(text: str) -> bool:
    """Returns whether `text` is one message: 160 plain characters, or 70 if any is not (3GPP TS 23.038)."""
    return len(text) <= 160 if text.isascii() else len(text.encode("utf-16-le")) // 2 <= 70


def hand_over(sms: TextMessage) -> str:
    """Gives `sms` to the gateway, in the transaction that notes the outcome. Returns what the gateway answered.

    Raises NotAllowed or caps.CapReached, for good, or DeliveryFailed.
    """
    if not reaches(sms.to):
        raise NotAllowed("country not listed" if settings.SMS_URL else "no gateway")
    caps.take(str(phonenumbers.parse(sms.to).country_code))
    return gateways.current().take(compose(sms))
