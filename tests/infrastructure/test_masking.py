"""Two addresses that are shown beside each other differ, and no more than needed is shown."""

import pytest

from merchant_portal.masking import mask_email_beside


@pytest.mark.parametrize(
    "one, other, shown",
    [
        ("olive@fernhill.example", "anna@fernhill.example", "o••@f•••.example"),
        ("anna@yunshan-test.example", "anna.new@yunshan.example", "anna••@yunsh•••.example"),
        ("anna.new@yunshan.example", "anna@yunshan-test.example", "anna.••@yunsh•••.example"),
        ("anna@shop.example", "anna@shop.test", "a••@s•••.example"),
        ("anna@shop.example", "anna@shop.example", "a••@s•••.example"),
    ],
)
def test_the_masked_addresses_differ(one, other, shown):
    assert mask_email_beside(one, other) == shown
    if one != other:
        assert mask_email_beside(other, one) != shown
