"""Storage that hangs, is full, lacks a file or is not mounted; a full temporary folder; slow documents by the dozen."""

import os
import shutil
import time
from pathlib import Path

import pytest

from tests.outages.site import wait_for
from tests.outages.table import record
from tests.sample_files import pdf_bytes
from tests.silent_server import SilentServer

SMALL = 64  # kB: smaller than a document with pages
SLOW_PAGES = 20
DOZEN = 12


@pytest.fixture
def merchant(site):
    """A browser whose merchant has given the company profile."""
    browser = site.confirmed(f"documents-{time.monotonic_ns()}@fernhill.example")
    site.save_company(browser)
    return browser


def upload(site, browser, data: bytes | None = None) -> int:
    """Uploads a business licence and returns the status of the answer."""
    return site.upload(browser, "business_licence", pdf_bytes() if data is None else data)


def newest_status(site) -> str:
    return site.sql("SELECT status FROM onboarding_documentversion ORDER BY id DESC LIMIT 1")[0][0]


def versions(site) -> int:
    return site.sql("SELECT count(*) FROM onboarding_documentversion")[0][0]


def test_the_storage_hangs(site, merchant):
    before = versions(site)
    with SilentServer() as server:
        for name in ("web", "documents"):
            site.restart(name, STORAGE_URL=server.storage_url, STORAGE_READ_SECONDS="2")
        wait_for(lambda: site.get("/healthz/") == 200)
        began = time.monotonic()
        assert upload(site, merchant) == 503
        waited = time.monotonic() - began
        began = time.monotonic()
        assert site.get("/sign-in/") == 200
        assert time.monotonic() - began < 3
    for name in ("web", "documents"):
        site.restart(name)
    seconds = wait_for(lambda: site.get("/healthz/") == 200)
    assert versions(site) == before
    assert upload(site, merchant) == 302
    wait_for(lambda: newest_status(site) == "clean")
    seen = f"uploads are 503 after {waited:.0f} s, every other page works"
    record("storage hangs", seen=seen, seconds=seconds)


def test_the_storage_is_full(site, merchant):
    """A file system of its own, of a few kilobytes; only root can mount one."""
    if os.geteuid() != 0:
        pytest.skip("A FULL STORAGE NEEDS ROOT TO MOUNT ONE")
    place, before = site.folder / "small", versions(site)
    place.mkdir()
    assert os.system(f"mount -t tmpfs -o size={SMALL}k tmpfs {place}") == 0  # noqa: S605 - a path of ours
    try:
        site.manage("prepare_storage", "--new", STORAGE_URL=f"file://{place}")
        site.restart("web", STORAGE_URL=f"file://{place}")
        wait_for(lambda: site.get("/healthz/") == 200)
        assert upload(site, merchant, pdf_bytes() + b"%" * 200 * 1024) == 503
        left = [path for path in place.rglob("*") if path.is_file() and path.name != ".portal-storage"]
    finally:
        site.restart("web")
        os.system(f"umount -l {place}")  # noqa: S605 - a path of ours
    seconds = wait_for(lambda: site.get("/healthz/") == 200)
    assert left == [] and versions(site) == before
    record("storage full", seen="uploads are 503; no half file, no row", seconds=seconds)


def test_a_file_is_missing(site, merchant):
    assert upload(site, merchant) == 302
    wait_for(lambda: newest_status(site) == "clean")
    pk, key = site.sql("SELECT id, key FROM onboarding_documentversion ORDER BY id DESC LIMIT 1")[0]
    kept = site.folder / "files" / f"{key}-page-1.jpg"
    aside = site.folder / "aside.jpg"
    shutil.move(kept, aside)
    answer = merchant.get(f"/documents/{pk}/pages/1/")
    assert answer.status == 404 and merchant.get("/application/documents/business_licence/").status == 200
    found = site.manage("verify_storage")
    assert found.returncode != 0 and key in found.stdout
    shutil.move(aside, kept)
    began = time.monotonic()
    assert merchant.get(f"/documents/{pk}/pages/1/").status == 200
    seen = "404 with a sentence; the rest of the page works; verify_storage names it"
    record("a stored file is missing", seen=seen, seconds=time.monotonic() - began)


def test_the_storage_is_not_mounted(site, merchant):
    files, away, before = site.folder / "files", site.folder / "files-away", versions(site)
    files.rename(away)
    files.mkdir()
    try:
        assert upload(site, merchant) == 503
        assert "storage    FAIL" in site.manage("doctor").stdout
        assert list(files.iterdir()) == []
    finally:
        files.rmdir()
        away.rename(files)
    began = time.monotonic()
    assert versions(site) == before and upload(site, merchant) == 302
    wait_for(lambda: newest_status(site) == "clean")
    seen = "uploads are 503, doctor says FAIL, nothing is written into the empty folder"
    record("storage not mounted", seen=seen, seconds=time.monotonic() - began)


def test_the_temporary_folder_is_full(site, merchant):
    if os.geteuid() != 0:
        pytest.skip("A FULL FOLDER NEEDS ROOT TO MOUNT ONE")
    place, before = site.folder / "tmp", versions(site)
    place.mkdir()
    assert os.system(f"mount -t tmpfs -o size={SMALL}k tmpfs {place}") == 0  # noqa: S605 - a path of ours
    try:
        site.restart("web", TMPDIR=str(place))
        wait_for(lambda: site.get("/healthz/") == 200)
        assert upload(site, merchant, pdf_bytes() + b"%" * 600 * 1024) == 503
    finally:
        site.restart("web")
        os.system(f"umount -l {place}")  # noqa: S605 - a path of ours
    seconds = wait_for(lambda: site.get("/healthz/") == 200)
    assert versions(site) == before
    record("temporary folder full", seen="uploads that need it are 503", seconds=seconds)


def test_a_dozen_slow_documents_hold_up_no_mail(site, merchant):
    slow = Path(site.folder / "slow.pdf")
    slow.write_bytes(pdf_bytes(SLOW_PAGES))
    statuses = [upload(site, merchant, slow.read_bytes()) for _ in range(DOZEN + 1)]
    assert statuses[:DOZEN] == [302] * DOZEN
    address = f"beside-{time.monotonic_ns()}@fernhill.example"
    site.register(address)
    mail_seconds = wait_for(lambda: site.emails_to(address))
    assert mail_seconds < 5
    checking = "SELECT count(*) FROM onboarding_documentversion WHERE status = 'checking'"
    seconds = wait_for(lambda: site.sql(checking)[0][0] == 0, 120)
    record("a dozen slow documents", seen=f"nothing: a mail took {mail_seconds:.1f} s", seconds=seconds)
