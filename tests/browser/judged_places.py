"""What merchants see after the review team has looked: changes, refusal, activation, the seller home."""

from tests.browser import steps
from tests.browser.place import Place

CHANGES, STATUS, DONE, HOME = "/application/changes/", "/application/status/", "/activate/?done=1", "/home/"
DOCUMENT, CARD = "/application/documents/business_licence/", "/application/documents/representative_id/"


def link(standing):
    return lambda world: world.activation_link(standing)


# The stages of one application come in their order: returned, answered; approved, active, aged.
JUDGED_PLACES = [
    Place("status.in-review", STATUS, "in_review"),
    Place("changes", CHANGES, "returned"),
    Place("changes.errors", CHANGES, "returned", do=steps.explain_nothing),
    Place("document.returned", DOCUMENT, "returned"),
    Place("document.one-side-returned", CARD, "returned"),
    Place("company.returned", "/application/company/", "returned"),
    Place("check.part-fixed", "/application/check/", "returned"),
    Place("status.changes", STATUS, "returned"),
    Place("changes.answered", CHANGES, "answered"),
    Place("rejected", STATUS, "rejected"),
    Place("status.taken-back", STATUS, "taken_back"),
    Place("activate.ready", link("ready")),
    Place("activate.used", link("used")),
    Place("activate.expired", link("expired")),
    Place("activate.superseded", link("superseded")),
    Place("activate.broken", "/activate/abc/"),
    Place("activate.other-person", link("other"), "other_owner"),
    Place("activate", "/activate/", "approved"),
    Place("status.approved", STATUS, "approved"),
    Place("activated", DONE, "active"),
    Place("home", HOME, "active"),
    Place("home.connected", "/connected/home/", "active"),
    Place("status.active", STATUS, "active"),
    Place("home.tips-away", HOME, "active", do=steps.put_tips_away),
    Place("home.old-password", HOME, "aged"),
]
