import pytest


@pytest.fixture(autouse=True)
def text_messages_leave(phone):
    """Whatever asks for a code by text gets one."""
