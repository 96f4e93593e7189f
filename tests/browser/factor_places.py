"""The proof that it is you, the authenticator app in its steps, recovery codes in their states."""

from tests.browser import steps
from tests.browser.place import Place

PROOF, APP, CODES = "/confirm-it-is-you/?next=/security/app/", "/security/app/", "/security/recovery-codes/"


def prove_with_nothing(page):
    """Sends the form for a code of the app without one."""
    return steps.press(page, ".side .button")


def draw_codes(page):
    """Draws ten recovery codes, which the answer shows."""
    return steps.press(page, "main form[action^='/security/recovery-codes/']:not([action*=kept]) .button")


def draw_codes_and_keep_none(page):
    draw_codes(page)
    return steps.submit(page)


FACTOR_PLACES = [
    Place("proof", PROOF, "unproved"),
    Place("proof.errors", PROOF, "unproved", do=steps.submit),
    Place("proof.app", PROOF, "unproved_app"),
    Place("proof.errors-code", PROOF, "unproved_app", do=prove_with_nothing),
    Place("app", APP, "without_app"),
    Place("app.ended", f"{APP}?ended=1", "without_app"),
    Place("app-key", f"{APP}key/", "enrolling"),
    Place("app-code", f"{APP}code/", "enrolling"),
    Place("app-code.errors", f"{APP}code/", "enrolling", do=steps.submit),
    Place("app.on", APP, "with_app"),
    Place("app.staff", APP, "staffer"),
    Place("recovery", CODES, "without_app"),
    Place("recovery.third-step", f"{CODES}?after=app", "without_app"),
    Place("recovery.good", CODES, "with_app"),
    Place("recovery.few", CODES, "few_codes"),
    Place("security.few-codes", "/security/", "few_codes"),
    Place("recovery-codes", CODES, "without_app", do=draw_codes),
    Place("recovery-codes.errors", CODES, "without_app", do=draw_codes_and_keep_none),
    Place("recovery.not-kept", CODES, "without_app"),
    Place("recovery.errors", CODES, "without_app", do=steps.submit),
]
