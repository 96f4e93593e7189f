import os
import stat

import pytest
from django.core.files.storage.handler import StorageHandler

from merchant_portal.storage import place
from tests.papers import pdf_bytes, upload


@pytest.mark.parametrize(
    "url, endpoint",
    [
        ("s3://k:s@s3.example/papers", "https://s3.example"),
        ("s3://k:s@s3.example:9000/papers?region=ru-1", "https://s3.example:9000"),
        ("s3://k:s@127.0.0.1:9000/papers", "http://127.0.0.1:9000"),
        ("s3://k:s@localhost/papers", "http://localhost"),
        ("s3://k:s@[::1]:9000/papers", "http://[::1]:9000"),
        ("s3://k:s@[fd00::9]:9000/papers", "https://[fd00::9]:9000"),
        ("s3://k:s@127.0.0.1:9000/papers?tls=1", "https://127.0.0.1:9000"),
        ("s3://k:s@s3.internal/papers?tls=0", "http://s3.internal"),
    ],
)
def test_only_a_server_on_this_machine_is_spoken_to_in_clear_unless_told(url, endpoint):
    options = place.storage_settings(url)["OPTIONS"]
    assert (options["endpoint_url"], options["bucket_name"]) == (endpoint, "papers")


def test_a_bucket_is_private_and_signed_with_version_4():
    options = place.storage_settings("s3://AK%2F1:a%40b%3Ac@s3.example/papers?region=ru-1")["OPTIONS"]
    assert (options["access_key"], options["secret_key"], options["region_name"]) == ("AK/1", "a@b:c", "ru-1")
    assert options["default_acl"] is None and options["querystring_auth"] is True
    config = options["client_config"]
    assert config.signature_version == "s3v4" and config.s3 == {"addressing_style": "path"}


def test_a_folder_is_private(tmp_path):
    made = StorageHandler({}).create_storage(place.storage_settings(f"file://{tmp_path}/a%20folder"))
    made.prepare()
    key = made.save(place.new_key("papers"), upload(pdf_bytes()))
    path = made.path(key)
    assert path.startswith(f"{tmp_path}/a folder/papers/")
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    assert stat.S_IMODE(os.stat(os.path.dirname(path)).st_mode) == 0o700
