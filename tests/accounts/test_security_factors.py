"""What the security page says of the app and the recovery codes, and where it leads."""

from accounts.models import RecoveryCode
from tests.accounts.apps import set_up
from tests.accounts.codes import draw, keep
from tests.accounts.security import text_of
from tests.accounts.test_staff_sign_in import enrol

PAGE = "/security/"


def test_without_an_app_one_can_be_set_up_and_nothing_warns(signed_in):
    page = text_of(signed_in)
    assert "Set up app" in page and page.count("No recovery codes") == 1


def test_an_app_is_reported_with_its_day_and_name_and_asks_for_recovery_codes(signed_in):
    set_up(signed_in, name="Work phone")
    page = text_of(signed_in)
    assert "Authenticator app on since" in page and "Work phone" in page
    assert page.count("No recovery codes") == 2 and "Get new codes" in page


def test_codes_that_are_kept_warn_only_when_few_are_left(signed_in):
    set_up(signed_in)
    keep(signed_in)
    page = text_of(signed_in)
    assert page.count("10 recovery codes left") == 1 and "Get new codes" not in page
    used = RecoveryCode.objects.order_by("pk")[3:]
    RecoveryCode.objects.filter(pk__in=[row.pk for row in used]).delete()
    page = text_of(signed_in)
    assert page.count("3 recovery codes left") == 2 and "Get new codes" in page


def test_codes_that_nobody_was_seen_to_keep_warn(signed_in):
    draw(signed_in)
    assert "Recovery codes not confirmed" in text_of(signed_in)


def test_staff_read_nothing_of_recovery_codes(client, rita):
    enrol(client)
    page = text_of(client)
    assert "ecovery" not in page and "Manage : Authenticator app" in page


def test_each_change_stands_in_the_history(signed_in):
    set_up(signed_in)
    set_up(signed_in)
    draw(signed_in)
    signed_in.post("/security/app/remove/")
    page = text_of(signed_in, f"{PAGE}history/")
    shown = ["app removed", "Recovery codes generated", "app replaced", "app set up"]
    assert [page.index(words) for words in shown] == sorted(page.index(words) for words in shown)


def test_the_parts_are_reached_from_here(signed_in):
    page = signed_in.get(PAGE).content.decode()
    for part in ("app", "recovery-codes"):
        assert f'href="{PAGE}{part}/"' in page
