"""Every page and its important states. A page that comes later joins all checks and pictures by one line here."""

from tests.browser import steps
from tests.browser.back import BACK, LOCKED
from tests.browser.back_places import BACK_PLACES
from tests.browser.contact_places import CONTACT_PLACES
from tests.browser.contacting import CONTACTS
from tests.browser.desk_places import DESK_PLACES
from tests.browser.factor_places import FACTOR_PLACES
from tests.browser.factors import PROVING
from tests.browser.guarded import GUARDED
from tests.browser.guarded_places import GUARDED_PLACES
from tests.browser.judged import JUDGED
from tests.browser.judged_places import JUDGED_PLACES
from tests.browser.place import Place

CHECK_INBOX, CODE, PASSWORD = "/register/check-inbox/", "/sign-in/code/", "/security/password/"
CHANNEL, TROUBLE = "/sign-in/channel/", "/sign-in/trouble/"
COMPANY, CHECK, STATUS = "/application/company/", "/application/check/", "/application/status/"
DOCUMENT, CARD = "/application/documents/business_licence/", "/application/documents/representative_id/"
STAFF_APP, STAFF_CODE = "/admin/sign-in/app/", "/admin/sign-in/code/"


def link(standing):
    return lambda world: world.confirm_link(standing)


def failing(status, name=None):
    return Place(f"error-{name or status}", f"/failing/{name or status}/", status=status)


# The stages of an application come in their order: Olive goes through them.
PLACES = [
    Place("landing", "/"),
    Place("register", "/register/"),
    Place("register.errors", "/register/", do=steps.submit),
    Place("sign-in", "/sign-in/"),
    Place("sign-in.errors", "/sign-in/", do=steps.submit),
    Place("sign-in.errors-wrong", "/sign-in/", do=steps.sign_in_wrongly("nobody@fernhill.example")),
    Place("sign-in.ended", "/sign-in/?ended=1"),
    Place("sign-in.rested", "/sign-in/?ended=idle"),
    Place("sign-in.signed-out", "/sign-in/?ended=out"),
    Place("locked", "/sign-in/", "locked", do=steps.sign_in_wrongly(LOCKED), status=429),
    Place("help", "/help/"),
    Place("help-sign-in", "/help/sign-in/"),
    Place("help-sign-in.errors", "/help/sign-in/", do=steps.submit),
    Place("help-sign-in.sent", "/help/sign-in/", do=steps.ask_with("rosa@fernhill.example")),
    Place("error-404", "/nowhere/", status=404),
    *(failing(status) for status in (400, 403, 409, 413, 429, 500, 503)),
    failing(403, "csrf"),
    failing(503, "storage"),
    failing(404, "file"),
    Place("confirm.ready", link("ready")),
    Place("confirm.used", link("used")),
    Place("confirm.expired", link("expired")),
    Place("confirm.superseded", link("superseded")),
    Place("confirm.broken", "/confirm-email/abc/"),
    Place("check-inbox", CHECK_INBOX, "registered"),
    Place("check-inbox.sent-again", f"{CHECK_INBOX}?resent=1", "registered"),
    Place("check-inbox.too-early", f"{CHECK_INBOX}?early=1", "registered"),
    Place("check-inbox.errors", CHECK_INBOX, "registered", do=steps.submit_other_address),
    Place("code", CODE, "asked"),
    Place("code.sent-again", f"{CODE}?resent=1", "asked"),
    Place("code.too-early", f"{CODE}?early=1", "asked"),
    Place("code.errors", CODE, "asked", do=steps.submit),
    Place("code.sms", CODE, "texted"),
    Place("channel", CHANNEL, "texted"),
    Place("channel.errors", CHANNEL, "texted", do=steps.choose_nothing),
    Place("channel.only-one", CHANNEL, "asked"),
    Place("trouble", TROUBLE, "texted"),
    Place("code.recovery", CODE, "recovering"),
    Place("trouble.recovery", TROUBLE, "recovering"),
    Place("trouble.only-one", TROUBLE, "asked"),
    Place("landing.signed-in", "/", "olive"),
    Place("application", "/application/", "olive"),
    Place("password", PASSWORD, "olive"),
    Place("password.errors", PASSWORD, "olive", do=steps.submit),
    Place("company", COMPANY, "olive"),
    Place("company.chosen", COMPANY, "olive", do=steps.choose_form),
    Place("company.errors", COMPANY, "olive", do=steps.choose_form_and_submit),
    Place("application.begun", "/application/", "begun"),
    Place("document", DOCUMENT, "begun"),
    Place("document.errors", DOCUMENT, "begun", do=steps.upload_nothing),
    Place("document.two-sided", CARD, "begun"),
    Place("check.incomplete", CHECK, "begun"),
    Place("application.filled", "/application/", "filled"),
    Place("check", CHECK, "filled"),
    Place("check.errors", CHECK, "filled", do=steps.submit),
    Place("submitted", "/application/submitted/", "submitted"),
    Place("status", STATUS, "submitted"),
    Place("document.frozen", DOCUMENT, "submitted"),
    Place("withdraw", "/application/withdraw/", "submitted"),
    Place("status.withdrawn", STATUS, "withdrawn"),
    Place("staff-sign-in", "/admin/sign-in/"),
    Place("staff-sign-in.errors", "/admin/sign-in/", do=steps.submit),
    Place("staff-app", STAFF_APP, "new_staff"),
    Place("staff-app.errors", STAFF_APP, "new_staff", do=steps.submit),
    Place("today", "/admin/", "lead"),
    Place("messages", "/admin/messaging/message/", "lead"),
    Place("people", "/admin/accounts/user/", "lead"),
    Place("people.none-found", "/admin/accounts/user/?q=nobody", "lead"),
    Place("person", lambda world: world.page_of_a_person(), "lead"),
    Place("audit", "/admin/audit/auditevent/", "lead"),
    Place("staff-code", STAFF_CODE, "asked_app"),
    Place("staff-code.errors", STAFF_CODE, "asked_app", do=steps.submit),
    Place("password.forced", PASSWORD, "forced"),
    Place("password.compromised", PASSWORD, "known_to_others"),
    *BACK_PLACES,
    *DESK_PLACES,
    *JUDGED_PLACES,
    *GUARDED_PLACES,
    *FACTOR_PLACES,
    *CONTACT_PLACES,
]
STAFF = ("new_staff", "lead", "asked_app", "forced")
VISITORS = ("stranger", "registered", "asked", "texted", "recovering", *BACK)
GROUPS = {
    "visitors": [place for place in PLACES if place.who in VISITORS],
    "merchant": [
        place for place in PLACES if place.who not in (*VISITORS, *STAFF, *JUDGED, *GUARDED, *PROVING, *CONTACTS)
    ],
    "judged": [place for place in PLACES if place.who in JUDGED],
    "contacts": [place for place in PLACES if place.who in CONTACTS],
    "guarded": [place for place in PLACES if place.who in (*GUARDED, *PROVING)],
    "staff": [place for place in PLACES if place.who in STAFF],
}
ERRORS = [place for place in PLACES if place.is_error]


def place(name: str) -> Place:
    return next(found for found in PLACES if found.name == name)
