"""The child process that opens hostile files: bounded memory and time, nothing of our environment, one document.

`python -m merchant_portal.storage.rendering_process FOLDER MAX_PAGES MEMORY` reads FOLDER/original, writes page-1.jpg
and so on, and says on standard output what it found.
"""

import json
import resource
import sys
from pathlib import Path

import pypdfium2
from PIL import Image
from pypdfium2 import raw

from merchant_portal.storage import glyphs, opening, pdfs
from merchant_portal.storage.colours import plain
from merchant_portal.storage.opening import Caution, FileFault, FileRefused

DPI = 150  # an A4 page becomes 1240 × 1754: small print stays readable
POINTS_PER_INCH = 72  # the unit of a PDF
LONGEST_SIDE = 2400  # pixels of a page picture
QUALITY = 88
CPU_SECONDS = 50
LARGEST_FILE = 64 * 1024 * 1024  # bytes that it may write into one file; a page picture takes a few million
# telephones put a second picture into a JPEG, which Pillow then calls MPO: the first one counts
PICTURE_TYPES = {"JPEG": "image/jpeg", "MPO": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


def bound(memory: int) -> None:
    """Bounds what this process may take."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def render_pages(folder: Path, max_pages: int) -> dict:
    """Returns what the document in `folder` is, after its pages were rendered there. Raises FileRefused."""
    original = folder / "original"
    with original.open("rb") as file:
        opening.check_beginning(file)
        beginning = file.read(opening.BEGINNING)
    if not opening.is_picture(beginning):
        return _render_pdf(original, folder, max_pages)
    picture = opening.open_picture(original.read_bytes())
    kind = PICTURE_TYPES[picture.format]
    _save(plain(picture), folder, 1)
    return {"media_type": kind, "pages": 1, "cautions": []}


def _render_pdf(original: Path, folder: Path, max_pages: int) -> dict:
    checked = folder / "checked"
    count = pdfs.check_and_copy(original, checked, max_pages=max_pages)
    cautions = set()
    try:
        if _lacks_letters(checked):
            cautions.add(Caution.FONTS_MISSING)
        document = pypdfium2.PdfDocument(checked)
        document.init_forms()  # fields without an appearance of their own are rendered only after this
        for number in range(1, count + 1):
            page = document[number - 1]
            picture = _render_page(page)
            if _lost_its_image(page, picture):
                cautions.add(Caution.PAGE_EMPTY)
            _save(picture, folder, number)
    except (pypdfium2.PdfiumError, ValueError):
        raise FileRefused(FileFault.UNREADABLE) from None
    return {"media_type": "application/pdf", "pages": count, "cautions": sorted(cautions)}


def _lacks_letters(checked: Path) -> bool:
    """Returns whether text would be shown empty, also after installed fonts were put in the place of missing ones."""
    missing = glyphs.missing_letters(checked)
    if missing and pdfs.carry_fonts(checked, missing):
        missing = glyphs.missing_letters(checked, substituted=missing)
    return bool(missing)


def _lost_its_image(page: pypdfium2.PdfPage, picture: Image.Image) -> bool:
    """Returns whether a page with an image is shown as one even colour: the image could not be read."""
    if any(low != high for low, high in picture.convert("RGB").getextrema()):
        return False
    return any(True for _image in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]))


def _render_page(page: pypdfium2.PdfPage) -> Image.Image:
    """Returns a page at 150 dpi, or smaller where that is more than the longest side of a page picture."""
    scale = min(DPI / POINTS_PER_INCH, LONGEST_SIDE / max(1, *page.get_size()))
    return page.render(scale=scale, may_draw_forms=True).to_pil()


def _save(picture: Image.Image, folder: Path, number: int) -> None:
    picture = picture.convert("RGB")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    picture.save(folder / f"page-{number}.jpg", "JPEG", quality=QUALITY, optimize=True)


def main(folder: str, max_pages: str, memory: str) -> None:
    """Runs once and says what was found."""
    bound(int(memory))
    try:
        result = render_pages(Path(folder), int(max_pages))
    except FileRefused as refused:
        result = {"fault": refused.fault}
    except MemoryError:
        result = {"fault": FileFault.TROUBLE}
    sys.stdout.write(json.dumps(result))


if __name__ == "__main__":
    main(*sys.argv[1:4])
