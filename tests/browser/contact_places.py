"""Proving a phone, changing e-mail and phone, and the link that takes a change back."""

from tests.browser import steps
from tests.browser.contacting import submit_other_phone
from tests.browser.place import Place

PHONE, PHONE_CODE = "/application/phone/", "/application/phone/code/"
EMAIL, EMAIL_CODE = "/security/email/", "/security/email/code/"
OWN_PHONE, OWN_PHONE_CODE = "/security/phone/", "/security/phone/code/"


def undo(standing):
    return lambda world: world.undo_link(standing)


CONTACT_PLACES = [
    Place("phone", PHONE, "texting"),
    Place("phone.guessed", PHONE, "texting", do=submit_other_phone("139 0013 9000")),
    Place("phone.errors", PHONE, "texting", do=submit_other_phone("")),
    Place("phone.unreached", PHONE, "unreached"),
    Place("phone-code", PHONE_CODE, "texting"),
    Place("phone-code.sent-again", f"{PHONE_CODE}?resent=1", "texting"),
    Place("phone-code.errors", PHONE_CODE, "texting", do=steps.submit),
    Place("phone.confirmed", PHONE, "phoned"),
    Place("own-email", EMAIL, "phoned"),
    Place("own-email.errors", EMAIL, "phoned", do=steps.submit),
    Place("own-email.under-way", EMAIL, "changing"),
    Place("own-email.waits", EMAIL, "waiter"),
    Place("security.waits", "/security/", "waiter"),
    Place("own-email-code", EMAIL_CODE, "changing"),
    Place("own-email-code.too-early", f"{EMAIL_CODE}?early=1", "changing"),
    Place("own-email-code.errors", EMAIL_CODE, "changing", do=steps.submit),
    Place("own-email-code.old", EMAIL_CODE, "half_way"),
    Place("own-phone", OWN_PHONE, "phoned"),
    Place("own-phone.errors", OWN_PHONE, "phoned", do=steps.submit),
    Place("own-phone.unproven", OWN_PHONE, "unreached"),
    Place("own-phone-code", OWN_PHONE_CODE, "phone_changer"),
    *(Place(f"undo.{standing}", undo(standing)) for standing in ("ready", "stop", "used", "expired")),
    Place("undo.taken-back", undo("press"), do=steps.press),
    Place("undo.broken", "/undo/abc/"),
]
