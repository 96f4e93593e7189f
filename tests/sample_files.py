"""Files as merchants send them, drawn here."""

import io

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def pdf_bytes(pages: int = 1, **save) -> bytes:
    """Returns a plain PDF."""
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page(page_size=(595, 842))
    return saved(pdf, **save)


def saved(pdf, **save) -> bytes:
    """Returns the bytes of `pdf`."""
    out = io.BytesIO()
    pdf.save(out, **save)
    return out.getvalue()


def picture_bytes(kind: str = "JPEG", mode: str = "RGB", size=(640, 480), **save) -> bytes:
    """Returns a plain picture."""
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind, **save)
    return out.getvalue()


def upload(data: bytes | None = None, name: str = "licence.pdf") -> SimpleUploadedFile:
    """Returns `data` as a browser sends it; a good PDF if none is given."""
    return SimpleUploadedFile(name, pdf_bytes() if data is None else data)
