"""Whatever is posted, to any address, in any state: never a fault of ours, never half of something written."""

import pytest

from tests.attacks.input.targets import LISTED, UNLISTED
from tests.attacks.input.values import ESCAPES, FORM, VALUES, bodies, encoded, hostile_one_by_one
from tests.attacks.input.watch import Watch

pytestmark = pytest.mark.django_db
SHOWN = 12  # faults


def attack(watch, stage, target):
    """Posts everything and yields what is wrong."""
    path = target.path(stage)

    def post(what, body, kind=FORM):
        return watch.send(what, path, method="POST", data=body, content_type=kind)

    yield from post("nothing", b"")
    if watch.answer.status_code == 405:
        return
    fields = target.honest(stage)
    is_form = bool(fields) and target.fields is not None
    spoilt = list(bodies(fields).items())
    for what, (kind, body) in spoilt if is_form else spoilt[::3]:  # where nothing is read, little can break
        yield from post(what, body, kind)
    for what, value in VALUES.items() if fields else ():
        yield from post(f"{what} everywhere", encoded({}, **dict.fromkeys(fields, value)))
    for what, body in hostile_one_by_one(fields) if is_form else ():
        yield from post(what, body)


def shown(faults: list[str]) -> str:
    return "\n".join([f"{len(faults)} faults", *faults[:SHOWN]])


@pytest.mark.parametrize("who", LISTED, ids=lambda who: who.__name__)
def test_nothing_that_is_posted_breaks_it(who, mailbox):
    stage, faults = who(mailbox), []
    watch = Watch(stage.client, kept=(ESCAPES, "\x9f"))
    for target in LISTED[who]:
        assert gets_through(watch, stage, target), f"{target.route} tries nothing: {watch.answer.status_code}"
        faults += attack(watch, stage, target)
    assert not faults, shown(faults)


def gets_through(watch, stage, target) -> bool:
    """Says whether the honest form is taken in this state, so that the attacks reach what is behind the guards."""
    body = encoded(target.honest(stage))
    faults = watch.send("honest", target.path(stage), method="POST", data=body, content_type=FORM)
    led, text = watch.answer.get("Location", ""), watch.text
    if "file" in target.honest(stage):  # no form sends one without multipart: test_uploads.py does
        return not faults
    return not (faults or "sign-in/?next" in led or "confirm-it-is-you" in led or b'id="error-summary"' in text)


@pytest.mark.parametrize("who", UNLISTED, ids=lambda who: who.__name__)
def test_nothing_breaks_a_route_that_nobody_listed(who, mailbox):
    stage = who(mailbox)
    watch = Watch(stage.client, kept=(ESCAPES, "\x9f"))
    faults = [fault for target in UNLISTED[who] for fault in attack(watch, stage, target)]
    assert not faults, shown(faults)
