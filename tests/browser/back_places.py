"""The pages of the ways back in, in their states."""

from tests.browser import steps
from tests.browser.place import Place

RESET, CODE, PASSWORD = "/reset/", "/reset/code/", "/reset/password/"


def unlock(standing):
    return Place(f"unlock.{standing}", lambda world: world.unlock_link(standing))


def signing_in(after):
    return Place(f"sign-in.after-{after}", lambda world: world.sign_in_after(after))


BACK_PLACES = [
    Place("reset", RESET),
    Place("reset.errors", RESET, do=steps.submit),
    Place("reset.ended", f"{RESET}?ended=1"),
    Place("reset-code", CODE, "resetting"),
    Place("reset-code.sent-again", f"{CODE}?resent=1", "resetting"),
    Place("reset-code.too-early", f"{CODE}?early=1", "resetting"),
    Place("reset-code.errors", CODE, "resetting", do=steps.submit),
    Place("reset-password", PASSWORD, "choosing"),
    Place("reset-password.errors", PASSWORD, "choosing", do=steps.submit),
    *(signing_in(after) for after in ("reset", "unlocked")),
    *(unlock(standing) for standing in ("ready", "reported", "used", "expired", "superseded")),
    Place("unlock.broken", "/unlock/abc/"),
]
