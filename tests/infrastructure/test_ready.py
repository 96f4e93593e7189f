"""`/readyz/` says that something is behind, to everybody; what and by how much only to this machine and proxies."""

from ipaddress import ip_network

import pytest
from django.utils import timezone

from merchant_portal.operations.models import Heartbeat
from tests import beats

PROXY = "10.0.0.5"


@pytest.fixture(autouse=True)
def working(db, settings):
    settings.TRUSTED_PROXIES = [ip_network(f"{PROXY}/32")]
    beats.all_beat()


def ready(client, peer="127.0.0.1", **headers) -> dict:
    answer = client.get("/readyz/", REMOTE_ADDR=peer, **headers)
    assert answer.status_code == 200
    return answer.json()


def test_a_portal_that_works_is_not_degraded(client):
    assert ready(client)["degraded"] is False and ready(client)["behind"] == []


def let_mail_wait():
    beats.overdue_mail(hours=2)


def let_a_text_wait():
    beats.overdue_mail(hours=2, channel="sms")


def move_the_workers_clock():
    Heartbeat.objects.filter(pk="beat").update(clock_difference_seconds=-11.0)


def forget_the_seal():
    Heartbeat.objects.filter(pk="seal").delete()
    beats.installed(minutes=31)


@pytest.mark.parametrize(
    "spoil, key",
    [
        (let_mail_wait, "messages.mail"),
        (let_a_text_wait, "messages.texts"),
        (lambda: beats.stopped("sweep.mail", minutes=2), "sweeps.mail"),
        (lambda: beats.stopped("sweep.texts", minutes=2), "sweeps.texts"),
        (lambda: beats.stopped("sweep.decisions", minutes=2), "sweeps.decisions"),
        (lambda: beats.stopped("sweep.documents", minutes=2), "sweeps.documents"),
        (lambda: beats.stopped("beat", minutes=4), "beat.beat"),
        (lambda: beats.stopped("seal", minutes=31), "seal.seal"),
        (forget_the_seal, "seal.seal"),
        (move_the_workers_clock, "clocks.worker"),
    ],
)
def test_what_is_behind_degrades_and_is_named_to_this_machine(client, spoil, key):
    spoil()
    answer = ready(client)
    assert answer["status"] == "ready" and answer["degraded"] is True and answer["behind"] == [key]


def test_the_difference_of_clocks_is_shown_in_seconds(client):
    move_the_workers_clock()
    assert ready(client)["ages"]["clocks.worker"] == {"seconds": 11.0, "limit_seconds": 2}


def test_a_message_that_is_tried_again_later_is_not_overdue(client):
    message = beats.overdue_mail(hours=2)
    message.due_at = timezone.now() + timezone.timedelta(hours=1)
    message.save()
    assert ready(client)["degraded"] is False


def test_a_proxy_itself_sees_the_ages(client):
    assert "ages" in ready(client, PROXY)


@pytest.mark.parametrize("peer", ["127.0.0.1", "::1", PROXY, "203.0.113.9"])
@pytest.mark.parametrize(
    "header", ["HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_VIA"]
)
def test_a_visitor_behind_a_proxy_sees_no_detail(client, peer, header):
    let_mail_wait()
    assert set(ready(client, peer, **{header: "127.0.0.1"})) == {"status", "database", "broker", "degraded"}


@pytest.mark.parametrize("peer", ["203.0.113.9", "10.0.0.6", "nonsense"])
def test_a_stranger_sees_no_detail(client, peer):
    assert set(ready(client, peer)) == {"status", "database", "broker", "degraded"}


def test_an_outdated_difference_of_clocks_is_forgotten(client):
    move_the_workers_clock()
    Heartbeat.objects.create(
        name="elsewhere", at=timezone.now() - timezone.timedelta(days=2), clock_difference_seconds=9
    )
    beats.all_beat()
    assert ready(client)["degraded"] is False
