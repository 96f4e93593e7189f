import pytest

from merchant_portal.checks import production_is_safe


@pytest.fixture(autouse=True)
def production(settings):
    settings.ENVIRONMENT = "production"
    settings.SCANNER_URL = "clamd://scanner.internal:3310"


def warned() -> set[str]:
    return {found.id for found in production_is_safe()}


def test_links_on_this_machine_need_no_encryption():
    assert warned() == set()


@pytest.mark.parametrize(
    "name, value, warning",
    [
        ("REDIS_URL", "redis://cache.internal:6379/0", "portal.W002"),
        ("EMAIL_URL", {"host": "mail.internal"}, "portal.W003"),
        ("SCANNER_URL", "", "portal.W004"),
        ("STORAGE_URL", "s3://key:secret@s3.internal/documents?tls=0", "portal.W005"),
        ("TERMS_URL", "", "portal.W006"),
        ("PRIVACY_URL", "", "portal.W006"),
    ],
)
def test_open_links_a_missing_scanner_and_missing_texts_are_warned_about(settings, name, value, warning):
    setattr(settings, name, value)
    assert warned() == {warning}


def test_outside_production_nothing_is_said(settings):
    settings.ENVIRONMENT, settings.SCANNER_URL = "local", ""
    assert warned() == set()
