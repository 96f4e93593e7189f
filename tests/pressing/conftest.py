import pytest

from merchant_portal.storage.place import storage_settings


@pytest.fixture(autouse=True)
def text_messages_leave(phone):
    """Whatever asks for a code by text gets one."""


@pytest.fixture
def stored(settings, tmp_path):
    """Returns a function that counts the objects in storage."""
    folder = tmp_path / "papers"
    settings.STORAGES = settings.STORAGES | {"default": storage_settings(f"file://{folder}")}
    return lambda: sum(path.is_file() for path in folder.rglob("*"))
