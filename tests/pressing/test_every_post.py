"""Every POST of site and console, pressed twice in a row: the answers are alike, and what was done was done once."""

import pytest

from tests.attacks.input.targets import TARGETS
from tests.pressing import twice

pytestmark = pytest.mark.django_db

# Answered alike, but with something of its own in each answer.
FRESH_EACH_TIME = {"security/stay/"}


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_it_is_answered_twice_alike_and_done_once(target, mailbox):
    stage = target.who(mailbox)
    path, fields = target.path(stage), target.honest(stage)
    fields |= {"form_id": twice.form_id_for(stage.client)}
    first = twice.answer_of(stage.client.post(path, fields))
    done = twice.contents()
    second = twice.answer_of(stage.client.post(path, fields))
    assert second == first
    assert twice.contents() == done
