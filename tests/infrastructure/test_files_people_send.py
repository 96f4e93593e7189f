"""Files that real people send: each is judged by the pixels of its page picture, or by what its sender reads."""

import io
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageCms, ImageStat

from merchant_portal.storage import rendering
from merchant_portal.storage.faults import sentence
from merchant_portal.storage.opening import FileFault
from tests.sample_files import pdf_bytes, picture_bytes, saved

FILES = Path(__file__).parents[1] / "files"
LINES = ((120, 80, 700, 140), (120, 170, 400, 235), (120, 250, 400, 320))  # pixels at 150 dpi: three lines of text
FIELD = (415, 170, 835, 235)  # where the samples carry a filled-in form field


def remade(name: str):
    return rendering.render(io.BytesIO((FILES / name).read_bytes()), max_pages=20)


def shown(name: str) -> Image.Image:
    found = remade(name)
    assert found.fault is None
    return Image.open(io.BytesIO(found.pages[0]))


def ink(picture: Image.Image, box) -> int:
    """Returns how many pixels in `box` are darker than white document."""
    return sum(picture.crop(box).convert("L").histogram()[:200])


@pytest.mark.parametrize(
    "name", ["padded-after-end.pdf", "startxref-off.pdf", "crlf-line-ends.pdf", "openaction-print.pdf"]
)
def test_what_every_viewer_opens_is_accepted_and_shown_with_its_form_field(name):
    picture = shown(name)
    assert picture.size == (1241, 1754) and remade(name).media_type == "application/pdf"
    assert all(ink(picture, box) > 400 for box in (*LINES, FIELD))


def test_a_webp_photo_is_accepted_and_shows_its_own_pixels():
    found = remade("photo.webp")
    original = Image.open(FILES / "photo.webp").convert("RGB")
    picture = Image.open(io.BytesIO(found.pages[0]))
    assert (found.media_type, picture.size) == ("image/webp", (900, 1200))
    means = zip(ImageStat.Stat(picture).mean, ImageStat.Stat(original).mean, strict=True)
    assert all(abs(one - other) < 3 for one, other in means)


@pytest.mark.parametrize("name", ["display-p3-alpha.png", "display-p3-palette.png"])
def test_a_colour_profile_counts_also_beside_alpha_or_a_palette(name):
    original = Image.open(FILES / name)
    flat = original.convert("RGBA").convert("RGB")
    profile = ImageCms.ImageCmsProfile(io.BytesIO(original.info["icc_profile"]))
    wanted = ImageCms.profileToProfile(flat, profile, ImageCms.createProfile("sRGB"))
    picture, moved = shown(name), 0
    for x in range(80, 1000, 125):
        for y in (175, 525):
            ours, browser = picture.getpixel((x, y)), wanted.getpixel((x, y))
            assert all(abs(one - other) <= 4 for one, other in zip(ours, browser, strict=True))
            moved = max(moved, *(abs(one - other) for one, other in zip(browser, flat.getpixel((x, y)), strict=True)))
    assert moved > 20  # the profile matters


@pytest.mark.parametrize("brand", ["heic", "heix", "hevc", "mif1", "msf1"])
def test_a_photo_in_heic_is_named_with_the_setting_that_cures_it(brand):
    data = (FILES / "heic-named.jpg").read_bytes()
    data = data[:8] + brand.encode() + data[12:]
    assert rendering.render(io.BytesIO(data), max_pages=20).fault == FileFault.HEIC
    assert "Settings > Camera > Formats > Most Compatible" in sentence(FileFault.HEIC)


def test_an_avif_picture_is_no_heic():
    data = b"\0\0\0\x20ftypmif1\0\0\0\0mif1avifmiaf" + b"\0" * 99
    assert rendering.render(io.BytesIO(data), max_pages=20).fault == FileFault.WRONG_TYPE


def test_a_webp_cut_off_is_unreadable():
    data = (FILES / "photo.webp").read_bytes()[:3000]
    assert rendering.render(io.BytesIO(data), max_pages=20).fault == FileFault.UNREADABLE


def test_a_gray_picture_with_transparency_and_a_profile_for_colours_keeps_its_gray():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = picture_bytes("PNG", "LA", icc_profile=profile)
    assert rendering.render(io.BytesIO(data), max_pages=20).fault is None


def test_transparency_of_a_palette_or_a_single_colour_becomes_white():
    for mode in ("P", "RGB", "L"):
        out = io.BytesIO()
        Image.new(mode, (64, 48)).save(out, "PNG", transparency=(0, 0, 0) if mode == "RGB" else 0)
        found = rendering.render(io.BytesIO(out.getvalue()), max_pages=20)
        assert Image.open(io.BytesIO(found.pages[0])).getpixel((32, 24)) == (255, 255, 255)


def test_a_pdf_with_bytes_before_its_beginning_and_moved_offsets_is_accepted():
    pdf = pikepdf.open(io.BytesIO(pdf_bytes()))
    for moved in (b"\r\n" * 200 + saved(pdf), saved(pdf).replace(b"0000000064", b"0000000061")):
        found = rendering.render(io.BytesIO(moved), max_pages=20)
        assert (found.fault, len(found.pages)) == (None, 1)
