"""P28: when the security page warns of recovery codes, and what it makes of the name of an app."""

import pytest

from accounts.models import RecoveryCode
from tests.accounts.apps import set_up
from tests.accounts.security import text_of
from tests.factories import keep_recovery_codes

PAGE = "/security/"


def warning(client) -> bool:
    return 'class="notice waiting"' in client.get(PAGE).content.decode()


def test_a_hostile_name_of_the_app_is_only_a_name(signed_in):
    set_up(signed_in, "<b>phone</b>")
    assert "<b>phone" not in signed_in.get(PAGE).content.decode()


def test_the_app_stands_above_every_other_channel(signed_in):
    set_up(signed_in)
    page = text_of(signed_in)
    assert page.index("Authenticator app") < page.index("Email (basic)")


@pytest.mark.parametrize("left, warned", [(4, False), (3, True), (1, True)])
def test_three_codes_or_fewer_are_warned_of(signed_in, olive, left, warned):
    keep_recovery_codes(olive, left)
    assert warning(signed_in) is warned and f"{left} recovery code" in text_of(signed_in)


def test_codes_of_another_person_count_nothing(signed_in, rita):
    keep_recovery_codes(rita, 2)
    assert RecoveryCode.objects.count() == 2
    assert "No recovery codes" in text_of(signed_in) and not warning(signed_in)
