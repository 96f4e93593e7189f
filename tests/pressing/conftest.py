import pytest

from merchant_portal.storage import private


@pytest.fixture(autouse=True)
def text_messages_leave(phone):
    """Whatever asks for a code by text gets one."""


@pytest.fixture
def stored(settings, tmp_path):
    """Returns a function that counts the objects in storage."""
    folder = tmp_path / "documents"
    settings.STORAGES = settings.STORAGES | {"default": private.storage_settings(f"file://{folder}")}
    private.prepare()
    return lambda: sum(path.is_file() for path in folder.rglob("*"))
