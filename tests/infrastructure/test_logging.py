"""What stands in the log about a request: one line when it was refused, and never a token."""

import logging

import pytest
from django.test import Client

from merchant_portal.logging import CutTokens

TOKEN = "RHp_nCkSYu6bESDuHjULg3GLVrN_RzBT3ZzsIk18g_I"
PATH = f"/confirm-email/{TOKEN}/"
REFUSED = {
    "unknown": lambda: Client().get(f"/nowhere/{TOKEN}/"),
    "without CSRF token": lambda: Client(enforce_csrf_checks=True).post(PATH),
    "in another charset": lambda: Client().post(PATH, "a=b", "application/x-www-form-urlencoded; charset=utf-7"),
    "with too many fields": lambda: Client().post(PATH, {f"field{number}": "" for number in range(1001)}),
}


def lines(caplog) -> list[str]:
    """Returns what the portal's own handler writes about what was logged."""
    ours = next(
        handler
        for handler in logging.getLogger().handlers
        if any(isinstance(one, CutTokens) for one in handler.filters)
    )
    return [ours.format(record) for record in caplog.records if ours.filter(record)]


@pytest.mark.parametrize("refused", REFUSED)
def test_a_request_that_is_refused_costs_a_line_without_its_token(db, caplog, refused):
    assert 400 <= REFUSED[refused]().status_code < 500
    shown = lines(caplog)
    assert len(shown) >= 2  # Django's and ours
    assert not any(TOKEN in line or "\n" in line for line in shown), shown


def test_a_fault_of_ours_comes_with_its_traceback(caplog):
    logging.getLogger("django.request").error("Internal Server Error: %s", PATH, exc_info=RuntimeError("ours"))
    shown = lines(caplog)
    assert any("RuntimeError: ours" in line for line in shown) and not any(TOKEN in line for line in shown)
