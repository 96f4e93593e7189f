"""Text messages: whom they reach."""

import phonenumbers
from django.conf import settings


def reaches(number: str) -> bool:
    """Says whether a text message to `number`, in E.164, may be sent: SMS is set up and its country is listed."""
    if not settings.SMS_URL:
        return False
    return phonenumbers.region_code_for_number(phonenumbers.parse(number)) in settings.SMS_COUNTRIES
