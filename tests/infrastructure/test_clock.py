"""Lifetimes go by the database's clock, however far the machine's own is off."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from accounts.models import Code
from merchant_portal import clock
from merchant_portal.local.demo import clock as demo_clock
from merchant_portal.messaging import outbox
from merchant_portal.messaging.models import Message
from tests.accounts.test_sign_in_begin import sign_in

OFF = [timedelta(seconds=-10), timedelta(seconds=10), timedelta(minutes=2), timedelta(minutes=11)]


@pytest.fixture
def measured(db):
    yield lambda: clock.measure(connection)
    clock.measure(connection)


def test_a_clock_that_agrees_is_left_alone(measured):
    measured()
    assert clock.difference() == timedelta(0)


@pytest.mark.parametrize("off", OFF, ids=str)
def test_a_clock_that_is_off_is_corrected(measured, off):
    right = timezone.now()
    with time_machine.travel(right + off):
        measured()
        assert abs(clock.difference() + off) < timedelta(seconds=1)
        assert abs(clock.now() - right) < timedelta(seconds=1)


def test_the_past_in_which_the_demo_world_is_built_is_no_difference(measured):
    with demo_clock.movable(), demo_clock.at(timezone.now() - timedelta(days=6)):
        measured()
    assert clock.difference() == timedelta(0)


def test_an_answer_that_comes_late_moves_nothing(measured):
    measured()

    def answer_late(execute, *statement):
        found = execute(*statement)
        traveller.shift(timedelta(seconds=7))
        return found

    with time_machine.travel(timezone.now()) as traveller, connection.execute_wrapper(answer_late):
        clock.measure(connection)
    assert clock.difference() == timedelta(0)


@pytest.mark.parametrize("off", OFF, ids=str)
def test_a_worker_whose_clock_is_off_sends_codes_with_the_right_lifetime(measured, client, olive, off):
    sign_in(client)
    right = timezone.now()
    with time_machine.travel(right + off):
        measured()
        outbox.drain()
    assert Message.objects.get(kind="accounts/sign-in-code").status == "sent"
    code = Code.objects.get()
    assert abs(code.sent_at - right) < timedelta(seconds=2)
    assert abs(code.expires_at - right - code.challenge.code_lifetime) < timedelta(seconds=2)
