"""Turns any picture into 8-bit sRGB without transparency, in the colours that a browser shows."""

import io

from PIL import Image, ImageCms, ImageOps

# the colours that a picture's numbers mean, by its mode; a profile for other colours is ignored, as browsers do
COLOUR_SPACES = {
    "RGB": "RGB", "RGBA": "RGB", "P": "RGB", "PA": "RGB",
    "L": "GRAY", "LA": "GRAY", "1": "GRAY",
    "CMYK": "CMYK",
}  # fmt: skip
MODES = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}  # the mode in which a profile of such colours is applied
WITH_ALPHA = ("RGBA", "LA", "PA")


def plain(picture: Image.Image) -> Image.Image:
    """Returns the picture upright, in 8-bit sRGB on white, with nothing but its pixels."""
    upright = ImageOps.exif_transpose(picture)
    if upright.mode in ("I", "I;16", "F"):
        upright = upright.point(lambda value: value / 257).convert("L")
    alpha = _alpha(upright)
    coloured = _in_srgb(upright, picture.info.get("icc_profile"))
    if alpha is None:
        return coloured
    white = Image.new("RGB", coloured.size, "white")
    white.paste(coloured, mask=alpha)
    return white


def _alpha(picture: Image.Image) -> Image.Image | None:
    if picture.mode in WITH_ALPHA or "transparency" in picture.info:
        return picture.convert("RGBA").getchannel("A")
    return None


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Returns the picture in sRGB. A broken profile, or one for other colours, leaves the numbers as they are."""
    if profile and picture.mode in COLOUR_SPACES:
        space = COLOUR_SPACES[picture.mode]
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            if source.profile.xcolor_space.strip() == space:
                numbers = _opaque(picture).convert(MODES[space])
                return ImageCms.profileToProfile(numbers, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            pass
    return _opaque(picture).convert("RGB")


def _opaque(picture: Image.Image) -> Image.Image:
    """Returns the picture with its colours and without its alpha: nothing is blended."""
    if picture.mode in ("P", "PA", "RGBA"):
        return picture.convert("RGBA").convert("RGB")
    if picture.mode == "LA":
        return picture.getchannel("L")
    return picture
