"""Documents in a bucket: nobody but the portal reads them, and no signature is bent."""

import contextlib
import hashlib
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from botocore.exceptions import ClientError
from django.core.files.storage import default_storage
from django.core.files.storage.handler import StorageHandler
from django.core.files.uploadedfile import SimpleUploadedFile

from merchant_portal.storage import private
from onboarding.models import DocumentVersion
from tests import s3
from tests.onboarding.joining import save_company, send_document
from tests.sample_files import pdf_bytes, upload


def made(url: str):
    return StorageHandler({}).create_storage(private.storage_settings(url))


@pytest.fixture
def bucket(s3_url, settings):
    """The bucket as the portal's own storage."""
    settings.STORAGES = settings.STORAGES | {"default": private.storage_settings(s3_url)}
    yield s3_url
    default_storage.connection.meta.client.close()


def fetched(url: str) -> tuple[int, bytes]:
    """Returns status and body of what anybody gets at `url`."""
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 - http to our own server
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def plain(url: str) -> str:
    return urlsplit(url)._replace(query="").geturl()


def test_a_document_comes_back_whole_and_nothing_of_its_name_is_kept(bucket):
    data = pdf_bytes(3)
    stored = private.store(SimpleUploadedFile("执照 of Olive.pdf", data, content_type="text/html"), "documents")
    assert (stored.size, stored.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    with default_storage.open(stored.key) as file:
        assert file.read() == data
    with contextlib.closing(s3.client(bucket)) as link:
        kept = link.get_object(Bucket=s3.BUCKET, Key=stored.key)
        with kept["Body"]:
            assert (kept["ContentType"], kept["ContentDisposition"]) == ("application/octet-stream", "attachment")
            assert kept["Metadata"] == {}
    assert "Olive" not in stored.key and ".pdf" not in stored.key


def test_two_documents_of_one_name_have_different_keys(bucket):
    first, second = (private.store(upload(), "documents").key for _ in range(2))
    assert first != second and len(first) >= len("documents/") + 40


def test_what_is_deleted_is_gone(bucket):
    key = private.store(upload(), "documents").key
    default_storage.delete(key)
    assert not default_storage.exists(key)


def test_without_a_signature_nothing_is_read_listed_or_written(bucket):
    address = plain(default_storage.url(private.store(upload(), "documents").key))
    assert fetched(address)[0] == 403
    assert fetched(address.rpartition("/documents/")[0])[0] == 403
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(urllib.request.Request(f"{address}-more", b"x", method="PUT"), timeout=10)  # noqa: S310


def test_a_signed_address_lives_for_a_minute(bucket):
    data = pdf_bytes()
    key = private.store(upload(data), "documents").key
    address = default_storage.url(key)
    signed = parse_qs(urlsplit(address).query)
    assert (signed["X-Amz-Expires"], signed["X-Amz-Algorithm"]) == (["60"], ["AWS4-HMAC-SHA256"])
    assert urlsplit(address).path == f"/{s3.BUCKET}/{key}"
    assert fetched(address) == (200, data)
    with time_machine.travel(datetime.now(UTC) - timedelta(seconds=61)):
        old = default_storage.url(key)
    assert fetched(old)[0] == 403


def test_a_signed_address_opens_nothing_else_and_cannot_be_bent(bucket):
    one, other = (private.store(upload(pdf_bytes(pages)), "documents").key for pages in (1, 2))
    address = default_storage.url(one)
    last = address[-1]
    for bent in (
        address.replace(one, other),
        address[:-1] + ("0" if last != "0" else "1"),
        address.replace("X-Amz-Expires=60", "X-Amz-Expires=86400"),
        address.replace(s3.KEY, s3.STRANGER[0]),
    ):
        assert bent != address and fetched(bent)[0] == 403


@pytest.mark.parametrize(
    "key, secret, expected",
    [
        (s3.KEY, "another-secret", "SignatureDoesNotMatch"),
        ("nobody", s3.SECRET, "InvalidAccessKeyId"),
        (*s3.STRANGER, "AccessDenied"),
    ],
)
def test_a_wrong_secret_is_refused(bucket, key, secret, expected):
    stored = private.store(upload(), "documents")
    foreign = made(bucket.replace(f"{s3.KEY}:{s3.SECRET}", f"{key}:{secret}"))
    with contextlib.closing(foreign.connection.meta.client) as link:
        with pytest.raises(ClientError, match=expected):
            foreign.save("documents/x", upload())
        with pytest.raises(ClientError, match=expected):
            link.get_object(Bucket=s3.BUCKET, Key=stored.key)


@pytest.mark.usefixtures("catalogue_loaded")
def test_a_merchants_document_goes_all_the_way_through_the_bucket(bucket, signed_in):
    data = pdf_bytes(2)
    save_company(signed_in)
    send_document(signed_in, "business_licence", data=data)
    version = DocumentVersion.objects.get()
    assert (version.status, version.pages) == ("clean", 2)
    assert signed_in.get(f"/documents/{version.pk}/").data == data
    assert signed_in.get(f"/documents/{version.pk}/pages/2/").data.startswith(b"\xff\xd8\xff")
    assert fetched(plain(default_storage.url(version.page_key(2))))[0] == 403
