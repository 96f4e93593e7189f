"""The demo world as a whole: built once, told about, taken away."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from unittest import mock

from django.db import connection

from accounts.models import User
from merchant_portal.audit import recording as audit
from merchant_portal.local.demo import clearing, clock, companies_cn, companies_en, companies_ru, staff, stories
from merchant_portal.local.demo.events import DemoEvent
from merchant_portal.local.demo.plans import PASSWORD, STAFF, Plan, State
from onboarding.actions import catalogue

PLANS = (*companies_cn.PLANS, *companies_ru.PLANS, *companies_en.PLANS)
ADDRESSES = [plan.email for plan in PLANS]
LANGUAGES = {"zh-hans": "Chinese", "ru": "Russian", "en": "English"}
AT_ONCE = max(2, os.cpu_count() or 2)  # merchants; opening their papers keeps as many processors busy


def build() -> None:
    """Builds the whole world, AT_ONCE merchants in threads, after removing what is left of an earlier try."""
    clearing.clear(ADDRESSES)
    catalogue.load()
    people = staff.hire()
    # the worker finds the mails in its sweep; the papers are opened here, and by nobody else
    with clock.movable(), mock.patch("merchant_portal.background.wake"):
        tell_side_by_side(PLANS, people)
    audit.record(DemoEvent.BUILT, by=staff.BY, merchants=len(PLANS))


def tell_side_by_side(plans: Sequence[Plan], people: dict[str, User]) -> None:
    """Builds merchants in threads, each of which has its own connection to the database."""

    def tell(number: int) -> None:
        try:
            stories.tell(plans[number], people, number)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        try:
            list(pool.map(tell, range(len(plans))))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)  # Ctrl-C does not wait for all the others
            raise


def sign_ins() -> str:
    """Returns whom to sign in as: the staff, and a merchant for each state."""
    firsts = {plan.state: plan for plan in reversed(PLANS)}
    merchants = [firsts[state] for state in State if state in firsts]
    people = [(colleague.email, f"{colleague.role.label.lower()}, at /admin/") for colleague in STAFF]
    people += [(plan.email, f"{plan.state.value}, in {LANGUAGES[plan.language]}") for plan in merchants]
    lines = [f"  {address:<26} {words}" for address, words in people]
    return "\n".join(
        [f'  Everybody\'s password is "{PASSWORD}". Codes: staff at /local/codes/, merchants by email.', *lines]
    )
