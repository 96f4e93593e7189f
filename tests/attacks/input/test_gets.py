"""Whatever is asked for, by whatever address: never a fault of ours, never a write, never a way to another site."""

import pytest

from tests.attacks.input import cast, staff_cast
from tests.attacks.input.target import PART, Target, plain
from tests.attacks.input.test_posts import shown
from tests.attacks.input.values import VALUES
from tests.attacks.input.watch import Watch
from tests.house.test_routes_are_guarded import ALL, OPEN

pytestmark = pytest.mark.django_db
# Every name that a page of ours or of the console reads from a query, and some that only others read.
NAMES = (
    "next", "for", "item", "compare", "after", "tab", "q", "country", "legal_form", "language", "ended", "resent",
    "early", "done", "renew", "to", "sent", "p", "o", "e", "page", "_popup", "_to_field", "_changelist_filters",
    "id__exact", "status__exact", "app_label", "model_name", "field_name", "term", "shown_for", "csrfmiddlewaretoken",
)  # fmt: skip
ELSEWHERE = {
    "two slashes": b"//evil.example/",
    "backslashes": b"/%5Cevil.example",
    "a scheme": b"https:evil.example",
    "script": b"javascript:alert(1)",
    "a tab in between": b"/%09/evil.example",
    "another host as a user": b"//testserver@evil.example/",
}
ASKED = (
    "nothing", "NUL", "half a surrogate", "invalid UTF-8", "control characters", "lines", "right to left, no width",
    "digits of others", "a very long number", "a number beyond 64 bits", "less than nothing", "patterns", "long",
)  # fmt: skip
STRIDE = 4  # of the values, for one name; there are many names and pages
QUERIES = {what: VALUES[what] for what in ASKED} | ELSEWHERE
PARTS = (
    "%00", "%FF%FE", "..%2F..%2Fsettings.py", "a%0D%0AX-Evil:%201", "%C2%B2", "9223372036854775808", "x" * 3000,
    "_3A_00",
)  # fmt: skip
PATHS = (
    "/%00", "//evil.example/", "/%5Cevil.example", "/%2F%2Fevil.example/sign-in", "/sign-in%0D%0AX: 1", "/%FF%FE/",
    "/" + "a/" * 4000, "/static/%00", "/static/..%2F..%2Fmerchant_portal/settings.py", "/static/" + "x" * 5000,
    "/admin/%00", "/admin//evil.example/", "/admin/%0D%0A", "/admin/" + "x" * 5000, "/healthz/%00", "/.env", "/;/",
    "/?%00", "/help", "/help?next=%00", "//evil.example/help", "/sign-in;a=b/", "/%E2%80%AE/", "/admin/sign-in",
)  # fmt: skip


def queries():
    """Yields queries in which every name meets every fourth value."""
    values = list(QUERIES.items())
    for turn in range(0, len(values), STRIDE):
        pairs = [(name, values[(turn + place) % len(values)][1]) for place, name in enumerate(NAMES)]
        yield f"turn {turn}", b"&".join(name.encode() + b"=" + value for name, value in pairs)
    yield "one name a thousand times", b"next=/&" * 1000
    yield "garbage", b"&&=&%00=%00&;=;&%zz&next&next[]=1&%ED%A0%80=%FF"


def routes_of(who) -> list[Target]:
    """Returns what `who` asks for: reviewers the console, the others the site."""
    if who is cast.active:  # like Olive with a draft, but for these
        return [Target(route, who) for route in ("home/", "activate/", "application/", "application/status/")]
    if who is cast.stranger:
        return [Target(route, who) for route in sorted(OPEN)]
    console = who is staff_cast.holder
    return [Target(route, who) for route in sorted(ALL) if route.startswith("admin/") is console]


def by(*who):
    return pytest.mark.parametrize("who", who, ids=lambda one: one.__name__)


@by(cast.stranger, cast.draft, cast.active, staff_cast.holder)
def test_no_query_breaks_a_page(who, mailbox):
    stage = who(mailbox)
    watch, faults = Watch(stage.client), []
    for target in routes_of(who):
        for what, query in queries():
            faults += watch.send(what, target.path(stage), method="GET", QUERY_STRING=query.decode("latin-1"))
            if watch.answer.status_code == 405:
                break
    assert not faults, shown(faults)


@by(cast.stranger, cast.draft, staff_cast.holder)
def test_no_part_of_an_address_breaks_a_page(who, mailbox):
    stage = who(mailbox)
    watch, faults = Watch(stage.client), []
    for target in routes_of(who):
        if not PART.search(target.route):
            continue
        for part in PARTS:
            path = "/" + PART.sub(lambda _part, part=part: part, plain(target.route))
            for method in ("GET", "POST"):
                faults += watch.send(method, path, method=method)
    assert not faults, shown(faults)


@by(cast.stranger, staff_cast.holder)
def test_no_address_breaks_the_site(who, mailbox):
    watch = Watch(who(mailbox).client)
    faults = [fault for path in PATHS for how in ("GET", "POST") for fault in watch.send(how, path, method=how)]
    assert not faults, shown(faults)


@by(cast.draft, staff_cast.holder)
def test_no_method_breaks_a_page(who, mailbox):
    stage = who(mailbox)
    watch, faults = Watch(stage.client), []
    for method in ("HEAD", "OPTIONS", "FOO"):
        for target in routes_of(who):
            faults += watch.send(method, target.path(stage), method=method, HTTP_X_HTTP_METHOD_OVERRIDE="DELETE")
    assert not faults, shown(faults)
