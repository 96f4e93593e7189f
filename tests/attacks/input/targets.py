"""Every address of the site, who attacks it in the state where it does the most, and what its form honestly holds.

A route that is not listed is attacked all the same: by a reviewer in the console, elsewhere by Olive and by nobody,
with the fields that its page shows.
"""

from tests.attacks.input import cast, contact_cast, owner_cast, staff_cast
from tests.attacks.input.target import Target
from tests.factories import PASSWORD
from tests.house.test_routes_are_guarded import ALL
from tests.onboarding.joining import COMPANY

CASE = "admin/reviews/case/<int:case_id>/"
REGISTER = {
    "company_name": "Fernhill Sample Tea Ltd",
    "contact_name": "Max",
    "email": "max@elsewhere.example",
    "phone": "+86 138-0013 8000",
    "password": PASSWORD,
    "terms": "on",
}
SIGN_IN = {"email": cast.OLIVE, "password": PASSWORD, "next": "/application/"}
NEW_PASSWORD = "another walk, at noon"
PROFILE = COMPANY | {
    "shown_for": "CN/company", "tax_number": "", "legal_name_latin": "", "region": "", "postal_code": "",
    "website": "https://fernhill.example", "save": "", "drop": "1",
}  # fmt: skip
OUTCOME = {"message": "Thank you.", "confirm": "1", "submission": "1", "reason": ""}

TARGETS = [
    Target("register/", cast.stranger, REGISTER),
    Target("register/resend/", cast.registered, {}),
    Target("register/change-email/", cast.registered, {"email": "rosa@elsewhere.example"}),
    Target("confirm-email/<path:token>/", cast.confirming, {"renew": ""}),
    Target("sign-in/", cast.has_account, SIGN_IN),
    Target("sign-in/code/", cast.asked_by_mail, {"trust_browser": "on"}),
    Target("sign-in/code/", cast.asked_by_app, {"trust_browser": "on"}),
    Target("sign-in/resend/", cast.asked_by_mail, {}),
    Target("sign-in/code/", owner_cast.asked_for_recovery, {"trust_browser": "on"}),
    Target("sign-in/channel/", owner_cast.asked_with_choice, {"channel": "mail"}),
    Target("sign-out/", cast.signed_in, {}),
    Target("help/sign-in/", cast.has_account, {"email": cast.OLIVE}),
    Target("reset/", cast.has_account, {"email": cast.OLIVE}),
    Target("reset/code/", owner_cast.resetting, {}),
    Target("reset/resend/", owner_cast.resetting, {}),
    Target("reset/password/", owner_cast.answered, {"new_password": NEW_PASSWORD, "new_password_again": NEW_PASSWORD}),
    Target("unlock/<path:token>/", owner_cast.locked, {"answer": "me"}),
    Target("confirm-it-is-you/", owner_cast.unproven, {"password": PASSWORD, "next": "/security/"}),
    Target("security/stay/", owner_cast.settled, {}),
    Target("security/browsers/", owner_cast.settled, {"all": "", "next": "/security/"}),
    Target("security/sessions/", owner_cast.settled, {"others": "", "next": "/security/"}),
    Target("security/app/", cast.signed_in, {}),
    Target("security/app/code/", owner_cast.enrolling, {"name": "work phone"}),
    Target("security/app/remove/", owner_cast.settled, {}),
    Target("security/recovery-codes/", owner_cast.settled, {}),
    Target("security/recovery-codes/kept/", owner_cast.settled, {}),
    Target("security/recovery-codes/download/", owner_cast.settled, {}),
    Target("security/email/", cast.signed_in, {"email": "olive@greenhill.example"}),
    Target("security/email/code/", contact_cast.changing_email, {"end": "new_end"}),
    Target("security/email/code/", contact_cast.half_way, {"end": "old_end"}),
    Target("security/email/cancel/", contact_cast.half_way, {}),
    Target("security/phone/", contact_cast.with_phone, {"phone": "+86 139 0013 9000"}),
    Target("security/phone/code/", contact_cast.changing_phone, {"end": "new_end"}),
    Target("security/phone/cancel/", contact_cast.changing_phone, {}),
    Target("undo/<path:token>/", contact_cast.changed, {}),
    Target("application/phone/", cast.draft, {"phone": "+86 139 0013 9000"}),
    Target("application/phone/code/", contact_cast.texted, {}),
    Target("language/", cast.signed_in, {"language": "ru", "next": "/help/"}),
    Target(
        "security/password/",
        cast.signed_in,
        {"current_password": PASSWORD, "new_password": NEW_PASSWORD, "new_password_again": NEW_PASSWORD},
    ),
    Target("application/company/", cast.draft, PROFILE),
    Target("application/documents/<slug:key>/", cast.draft, {"file": "", "part": "1"}),
    Target("application/documents/<slug:key>/<int:version_id>/remove/", cast.draft, {}),
    Target("application/check/", cast.draft, {"declaration": "on"}),
    Target("application/changes/", cast.returned, {"requirement": "business_licence", "comment": "It is right."}),
    Target("application/company/", cast.returned, PROFILE),
    Target("application/again/", cast.rejected, {}),
    Target("application/withdraw/", cast.submitted, {}),
    Target("activate/", cast.approved, {}),
    Target("home/tips/", cast.active, {}),
    Target("activate/<path:token>/", cast.approved, {"renew": ""}),
    Target("admin/sign-in/", staff_cast.staff, SIGN_IN | {"email": staff_cast.RITA, "next": "/admin/"}),
    Target("admin/sign-in/code/", staff_cast.asked_staff, {}),
    Target("admin/sign-in/app/", staff_cast.new_staff, {}),
    Target("admin/reviews/case/claim-next/", staff_cast.reviewer, {}),
    Target(f"{CASE}claim/", staff_cast.reviewer, {}),
    Target(f"{CASE}release/", staff_cast.holder, {"reason": "Another language."}),
    Target(
        f"{CASE}verdict/",
        staff_cast.holder,
        {
            "requirement": "business_licence",
            "verdict": "return",
            "reason": "doc.cropped",
            "comment": "",
            "submission": 1,
        },
    ),
    Target(f"{CASE}request-changes/", staff_cast.returner, OUTCOME),
    Target(f"{CASE}decide/", staff_cast.holder, OUTCOME | {"outcome": "approve"}),
    Target(f"{CASE}decide/", staff_cast.holder, OUTCOME | {"outcome": "reject", "reason": "registry.inactive"}),
    Target(f"{CASE}undo/", staff_cast.decider, {}),
]


def grouped() -> dict:
    """Returns what is listed, by who attacks it: a state is made once, and each request in it is taken back."""
    by_who: dict = {}
    for target in TARGETS:
        by_who.setdefault(target.who, []).append(target)
    return by_who


def unlisted_for(who, *, console: bool) -> list[Target]:
    """Returns targets for `who` on every route that is not listed, of the console or of the site."""
    routes = sorted(set(ALL) - {target.route for target in TARGETS})
    return [Target(route, who) for route in routes if route.startswith("admin/") is console]


LISTED = grouped()
UNLISTED = {
    cast.stranger: unlisted_for(cast.stranger, console=False),
    cast.draft: unlisted_for(cast.draft, console=False),
    staff_cast.reviewer: unlisted_for(staff_cast.reviewer, console=True),
}
