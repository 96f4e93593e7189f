"""Terms and privacy notice are named only where they can be read, and only terms that were shown are accepted."""

import pytest

from accounts.models import Consent
from merchant_portal.audit.models import AuditEvent
from onboarding.actions import merchants
from onboarding.models import Membership
from tests.onboarding.judged import approved
from tests.onboarding.test_register import register

TERMS, PRIVACY = "https://market.example/terms", "https://market.example/privacy"
NAMES = {TERMS: "terms of service", PRIVACY: "privacy notice"}


@pytest.fixture
def published(settings):
    """Sets which of the two texts the operator has published."""

    def publish(*links):
        settings.TERMS_URL = TERMS if TERMS in links else ""
        settings.PRIVACY_URL = PRIVACY if PRIVACY in links else ""

    return publish


@pytest.mark.parametrize("links", [(TERMS, PRIVACY), (TERMS,), (PRIVACY,), ()])
def test_the_box_names_what_is_linked_and_nothing_else(client, db, published, links):
    published(*links)
    page = client.get("/register/").content.decode()
    assert ('name="terms"' in page) == bool(links)
    for link, name in NAMES.items():
        assert (f'<a href="{link}" target="_blank">{name}</a>' in page) == (name in page) == (link in links)


@pytest.mark.parametrize("links, wanted", [((TERMS,), "Accept the terms"), ((PRIVACY,), "you have read the privacy")])
def test_the_box_must_be_ticked(client, db, published, links, wanted):
    published(*links)
    assert wanted in register(client, terms="").content.decode()


def test_without_both_texts_people_register_and_accept_nothing(client, db, published):
    published()
    assert register(client, terms="").status_code == 302
    assert Membership.objects.count() == 1 and not Consent.objects.exists()


@pytest.mark.parametrize("links, versions", [((TERMS, PRIVACY), ["1"]), ((PRIVACY,), [])])
def test_only_terms_that_were_shown_count_as_accepted(client, db, published, links, versions):
    published(*links)
    register(client)
    assert list(Consent.objects.values_list("version", flat=True)) == versions


@pytest.mark.parametrize("links, version", [((TERMS,), "1"), ((PRIVACY,), "")])
def test_activation_names_the_terms_only_where_they_can_be_read(
    signed_in, olive, rita, settings, published, links, version
):
    settings.DECISION_UNDO_SECONDS = 0
    published(*links)
    approved(olive, rita)
    assert ("terms of service" in signed_in.get("/activate/").content.decode()) == bool(version)
    merchants.activate(merchant=olive.memberships.get().merchant, by=olive)
    assert AuditEvent.objects.get(code="onboarding.activated").data["terms_version"] == version
