"""Who never confirms the mailbox is forgotten after a month, with merchant and draft; everybody else stays."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from accounts.actions import registration
from accounts.models import Consent, PendingSignIn, SingleUseLink, User
from merchant_portal.audit.models import AuditEvent
from onboarding import tasks
from onboarding.actions import pruning
from onboarding.models import Application, Membership, Merchant
from tests.accounts.test_sign_in_begin import sign_in
from tests.factories import confirmed_owner, register_form, registered_owner
from tests.threads import at_once

ADDRESS = "max@alder.example"


def let_pass(days: float) -> None:
    """Makes everybody's registration, and what hangs on it, older by so much."""
    by = timedelta(days=days)
    for person in User.objects.all():
        User.objects.filter(pk=person.pk).update(created_at=person.created_at - by)
    for model in (SingleUseLink, PendingSignIn):
        for row in model.objects.all():
            model.objects.filter(pk=row.pk).update(created_at=row.created_at - by, expires_at=row.expires_at - by)


@pytest.fixture
def max_registered(db, mailbox):
    return registered_owner("Max", ADDRESS)


def test_after_a_month_person_merchant_and_draft_are_gone(max_registered):
    let_pass(31)
    assert pruning.prune_accounts() == 1
    for model in (User, Merchant, Membership, Application, Consent, PendingSignIn):
        assert not model.objects.exists(), model


@pytest.mark.parametrize("days", [0, 1, 29])
def test_a_younger_registration_stays(max_registered, days):
    let_pass(days)
    assert pruning.prune_accounts() == 0 and Application.objects.exists()


def test_whoever_confirmed_stays_however_long_ago(olive, rita, max_registered):
    let_pass(999)
    assert pruning.prune_accounts() == 1
    assert set(User.objects.all()) == {olive, rita} and Merchant.objects.count() == Application.objects.count() == 1


def test_the_confirmed_person_on_the_same_address_stays(olive):
    registered_owner("Max", olive.email)
    let_pass(31)
    assert pruning.prune_accounts() == 1 and User.objects.get() == olive


def test_whoever_asked_for_a_link_since_stays(max_registered):
    let_pass(31)
    with transaction.atomic():
        registration.send_link(max_registered)
    assert pruning.prune_accounts() == 0
    let_pass(31)
    assert pruning.prune_accounts() == 1


def test_whoever_stands_before_the_inbox_page_stays(client, max_registered):
    let_pass(31)
    assert sign_in(client, email=ADDRESS)["Location"] == "/register/check-inbox/"
    assert pruning.prune_accounts() == 0 and client.get("/register/check-inbox/").status_code == 200


def test_a_merchant_that_another_person_belongs_to_stays(olive, max_registered):
    shared = Merchant.objects.get(memberships__person=max_registered)
    Membership.objects.create(merchant=shared, person=olive, role=Membership.Role.EDITOR)
    let_pass(31)
    assert pruning.prune_accounts() == 1 and Merchant.objects.filter(pk=shared.pk).exists()


def test_the_audit_keeps_the_ids_and_nothing_else(max_registered):
    merchant = Merchant.objects.get().pk
    let_pass(31)
    pruning.prune_accounts()
    row = AuditEvent.objects.get(code="onboarding.pruned")
    assert row.data == {"people": [max_registered.pk], "merchants": [merchant]} and row.by_id == "prune_accounts"


def test_the_old_link_and_the_old_password_get_the_usual_answers(client, max_registered, mailbox):
    link = mailbox.latest(to=ADDRESS).link
    let_pass(31)
    pruning.prune_accounts()
    assert client.get(link).status_code == 200 and client.post(link).status_code in (200, 302)
    assert "don&#x27;t match" in sign_in(client, email=ADDRESS).content.decode()
    page = client.get("/register/")
    assert client.post("/register/", register_form(page, email=ADDRESS)).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_whoever_confirms_at_the_moment_stays(mailbox):
    person = registered_owner("Max", ADDRESS)
    let_pass(31)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=person.pk)
        assert at_once(lambda _number: pruning.prune_accounts(), 1) == [0]
        User.objects.filter(pk=person.pk).update(status="confirmed", confirmed_at=timezone.now())
    assert pruning.prune_accounts() == 0 and Merchant.objects.exists()


def test_they_go_in_batches(db, monkeypatch):
    monkeypatch.setattr(pruning, "AT_ONCE", 2)
    for number in range(5):
        registered_owner("Max", f"max{number}@alder.example")
    let_pass(31)
    assert pruning.prune_accounts() == 5
    assert AuditEvent.objects.filter(code="onboarding.pruned").count() == 3


def test_the_command_can_only_look(max_registered):
    confirmed_owner("Olive Tan", "olive@fernhill.example")
    let_pass(31)
    output = StringIO()
    call_command("prune_accounts", dry_run=True, stdout=output)
    assert User.objects.count() == 2
    call_command("prune_accounts", stdout=output)
    assert output.getvalue() == "1 people would be removed.\n1 people removed.\n" and User.objects.count() == 1


def test_beat_does_the_same(max_registered):
    let_pass(31)
    tasks.prune_accounts()
    assert not User.objects.exists()
