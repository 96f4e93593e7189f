"""Whatever is sent as a file, by whatever name: never a fault of ours, and what is refused leaves no file behind."""

from pathlib import Path

import pytest

from merchant_portal.storage import private
from onboarding.models import DocumentVersion
from tests.attacks.input import cast
from tests.attacks.input.test_posts import shown
from tests.attacks.input.values import VALUES
from tests.attacks.input.watch import Watch
from tests.sample_files import pdf_bytes

pytestmark = pytest.mark.django_db
FORM = "multipart/form-data; boundary=cut"
NAMES = {
    "none": "", "a dot": ".", "upwards": "../../../etc/passwd", "backslashes": "..\\..\\boot.ini", "NUL": "a\x00.pdf",
    "lines": "a\r\nX-Evil: 1.pdf", "quotes": 'a";name="part";x=".pdf', "markup": "<script>x</script>.pdf",
    "long": "x" * 5000 + ".pdf", "long and Chinese": "纸" * 2000 + ".pdf", "right to left": "\u202efdp.exe",
    "control characters": "\x1b[31m\x07.pdf", "invisible": "\u200b\u2066\ufeff.pdf",
    "entities": "&#0;&#x202e;&amp;.pdf",
    "in another form": "a.pdf\"; filename*=UTF-8''%00%ED%A0%80.pdf; x=\"", "device": "CON", "blank": "   ",
}  # fmt: skip
VAST = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\xff\xff\x00\x00\xff\xff\x08\x02\x00\x00\x00"  # 65,535 by 65,535
CONTENTS = {
    "nothing": b"", "NUL": b"\x00" * 3000, "half a PDF": pdf_bytes()[:120], "text": b"hello", "ZIP": b"PK\x03\x04" * 99,
    "page": b"<html><script>x</script>", "drawing": b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>',
    "PostScript": b"%!PS-Adobe-3.0\n(x) run", "PDF behind a program": b"MZ" + pdf_bytes(), "a vast picture": VAST,
}  # fmt: skip
TYPES = ("text/html", "", "application/pdf\x00", "x" * 5000, "../../a", "multipart/form-data; boundary=cut")


def body(name="licence.pdf", content=None, kind="application/pdf", part=b"1") -> bytes:
    """Returns the body of an upload; everything in it may be hostile."""
    head = f'--cut\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: {kind}\r\n\r\n'
    file = head.encode() + (pdf_bytes() if content is None else content)
    return file + b'\r\n--cut\r\nContent-Disposition: form-data; name="part"\r\n\r\n' + part + b"\r\n--cut--\r\n"


def uploads():
    yield from ((f"name: {what}", body(name=name)) for what, name in NAMES.items())
    yield from ((f"content: {what}", body(content=content)) for what, content in CONTENTS.items())
    yield from ((f"type: {kind[:20]!r}", body(kind=kind)) for kind in TYPES)
    yield from ((f"part: {what}", body(part=value)) for what, value in VALUES.items())
    yield "two files", body().replace(b"--cut--", b"--cut") + body()
    yield "cut off", body()[:-300]
    yield "no end", body().replace(b"--cut--", b"")


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    """Files lie here in this test, and nobody else's."""
    settings.STORAGES = settings.STORAGES | {"default": private.storage_settings(f"file://{tmp_path}")}
    private.prepare()
    return tmp_path


def files(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


def test_no_upload_breaks_it_and_none_leaves_a_file_that_no_row_knows(mailbox, folder):
    stage = cast.draft(mailbox)
    watch, faults, before = Watch(stage.client, kept=("\x1b", "\x07")), [], files(folder)
    for what, sent in uploads():
        faults += watch.send(
            what, "/application/documents/business_licence/", method="POST", data=sent, content_type=FORM
        )
        left = files(folder) - before
        if watch.answer.status_code != 302 and left:
            faults.append(f"{what}: refused, and {len(left)} files stay")
        before |= left
    assert not faults, shown(faults)


def test_a_name_leads_nowhere_else(mailbox, folder):
    stage = cast.draft(mailbox)
    for name in NAMES.values():
        stage.client.generic("POST", "/application/documents/business_licence/", body(name=name), FORM)
    assert all(path.is_relative_to(folder) for path in files(folder))
    keys = DocumentVersion.objects.values_list("key", flat=True)
    assert not any(".." in key or "passwd" in key for key in keys)
    page = stage.client.get("/application/documents/business_licence/").content.decode()
    assert "<script>x" not in page and "\x1b" not in page
