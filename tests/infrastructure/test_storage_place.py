import os
import stat

import pytest
from django.core.files.storage.handler import StorageHandler

from merchant_portal.storage import private
from tests.sample_files import pdf_bytes, upload


@pytest.mark.parametrize(
    "url, endpoint",
    [
        ("s3://k:s@s3.example/documents", "https://s3.example"),
        ("s3://k:s@s3.example:9000/documents?region=ru-1", "https://s3.example:9000"),
        ("s3://k:s@127.0.0.1:9000/documents", "http://127.0.0.1:9000"),
        ("s3://k:s@localhost/documents", "http://localhost"),
        ("s3://k:s@[::1]:9000/documents", "http://[::1]:9000"),
        ("s3://k:s@[fd00::9]:9000/documents", "https://[fd00::9]:9000"),
        ("s3://k:s@127.0.0.1:9000/documents?tls=1", "https://127.0.0.1:9000"),
        ("s3://k:s@s3.internal/documents?tls=0", "http://s3.internal"),
    ],
)
def test_only_a_server_on_this_machine_is_spoken_to_in_clear_unless_configured(url, endpoint):
    options = private.storage_settings(url)["OPTIONS"]
    assert (options["endpoint_url"], options["bucket_name"]) == (endpoint, "documents")


def test_a_bucket_is_private_and_signed_with_version_4():
    options = private.storage_settings("s3://AK%2F1:a%40b%3Ac@s3.example/documents?region=ru-1")["OPTIONS"]
    assert (options["access_key"], options["secret_key"], options["region_name"]) == ("AK/1", "a@b:c", "ru-1")
    assert options["default_acl"] is None and options["querystring_auth"] is True
    config = options["client_config"]
    assert config.signature_version == "s3v4" and config.s3 == {"addressing_style": "path"}


def test_a_folder_is_private(tmp_path):
    made = StorageHandler({}).create_storage(private.storage_settings(f"file://{tmp_path}/a%20folder"))
    made.prepare()
    key = made.save(private.new_key("documents"), upload(pdf_bytes()))
    path = made.path(key)
    assert path.startswith(f"{tmp_path}/a folder/documents/")
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    assert stat.S_IMODE(os.stat(os.path.dirname(path)).st_mode) == 0o700
