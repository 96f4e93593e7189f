"""Account security: the first page and what lies below it."""

from tests.browser.place import Place

GUARDED_PLACES = [
    Place("security", "/security/", "safe"),
    Place("security.seller", "/security/", "active"),
    Place("browsers", "/security/browsers/", "safe"),
    Place("sessions", "/security/sessions/", "safe"),
    Place("history", "/security/history/", "safe"),
    Place("security.staff", "/security/", "staffer"),
    Place("browsers.staff", "/security/browsers/", "staffer"),
]
