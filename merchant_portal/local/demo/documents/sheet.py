"""A sheet of paper: text, frames, seals, and what is done to it before it is handed in."""

import io
import math
from functools import lru_cache

import segno
from PIL import Image, ImageDraw, ImageFilter

from merchant_portal.local.demo.documents import fonts

INK, GREY, RED, GOLD, BLUE, GREEN = "#1d1d22", "#6b6b70", "#c0261f", "#b8923a", "#27407a", "#2d5f4a"
PORTRAIT, LANDSCAPE, CARD = (900, 1273), (1273, 900), (1000, 640)
QUALITY = 82
WORDS = ("SAMPLE", "样本", "ОБРАЗЕЦ")


class Sheet:
    """Something to draw on."""

    def __init__(self, size=PORTRAIT, paper="#fdfbf4"):
        self.picture = Image.new("RGB", size, paper)
        self.pen = ImageDraw.Draw(self.picture)
        self.width, self.height = size

    def write(self, at, text: str, size: int = 26, *, fill=INK, anchor="la", **style) -> int:
        """Writes one line and returns its width."""
        face = fonts.font(fonts.script_of(text), size, **style)
        self.pen.text(at, text, font=face, fill=fill, anchor=anchor)
        return round(face.getlength(text))

    def wrap(self, at, text: str, size: int = 26, *, width: int, fill=INK, **style) -> int:
        """Writes `text` in as many lines as it needs. Returns where the next one would stand."""
        x, y = at
        script = fonts.script_of(text)
        for line in _lines(text, fonts.font(script, size, **style), width, script):
            self.write((x, y), line, size, fill=fill, **style)
            y += round(size * 1.5)
        return y

    def fields(self, at, pairs, *, label_width: int, width: int, size: int = 26, label_fill=GREY, **style) -> int:
        """Writes labels with their values below each other. Returns where the next one would stand."""
        x, y = at
        for label, value in pairs:
            self.write((x, y), label, size, fill=label_fill, **style)
            y = self.wrap((x + label_width, y), value, size, width=width - label_width, **style) + size // 3
        return y

    def frame(self, colour, *, margin: int = 26) -> None:
        """Draws a double frame with corners."""
        right, bottom = self.width - margin, self.height - margin
        self.pen.rectangle((margin, margin, right, bottom), outline=colour, width=9)
        self.pen.rectangle((margin + 17, margin + 17, right - 17, bottom - 17), outline=colour, width=2)
        for x in (margin + 17, right - 17):
            for y in (margin + 17, bottom - 17):
                self.pen.ellipse((x - 16, y - 16, x + 16, y + 16), outline=colour, width=4)

    def code(self, at, text: str, cell: int = 4) -> None:
        """Draws a QR code."""
        x, y = at
        for row, cells in enumerate(segno.make(text, error="m").matrix):
            for column, dark in enumerate(cells):
                if dark:
                    left, top = x + column * cell, y + row * cell
                    self.pen.rectangle((left, top, left + cell - 1, top + cell - 1), fill=INK)

    def seal(self, centre, text: str, *, radius: int = 95, colour=RED) -> None:
        """Stamps a round seal with `text` along its edge, over what is written there."""
        stamp = _seal(text, radius, colour)
        self.picture.paste(stamp, (centre[0] - radius, centre[1] - radius), stamp)

    def sign(self, at, *, width: int = 150) -> None:
        """Draws a signature that nobody can read."""
        x, y = at
        steps = range(60)
        curve = [(x + step * width / 60, y + 22 * math.sin(step / 3.1) * math.cos(step / 9)) for step in steps]
        self.pen.line(curve, fill=BLUE, width=3, joint="curve")

    def finished(self) -> Image.Image:
        """Returns the picture with the words that say it is none of the real ones."""
        mark = _mark(self.picture.size)
        self.picture.paste(mark, (0, 0), mark)
        return self.picture


def _lines(text: str, face, width: int, script: str) -> list[str]:
    """Breaks `text`: between words, in Chinese between any signs."""
    lines, gap = [""], "" if script == "han" else " "
    for word in text if script == "han" else text.split():
        longer = f"{lines[-1]}{gap}{word}" if lines[-1] else word
        if face.getlength(longer) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@lru_cache(maxsize=64)
def _seal(text: str, radius: int, colour: str) -> Image.Image:
    stamp = Image.new("RGBA", (2 * radius, 2 * radius))
    pen = ImageDraw.Draw(stamp)
    pen.ellipse((4, 4, 2 * radius - 4, 2 * radius - 4), outline=colour, width=5)
    if not fonts.can_write(text):
        text = "SAMPLE SEAL"
    size = round(radius * (0.27 if len(text) < 16 else 0.2 if len(text) < 26 else 0.15))
    face = fonts.font(fonts.script_of(text), size, bold=True)
    step = min(26.0, 300 / max(len(text), 1))
    for place, sign in enumerate(text):
        turn = (place - (len(text) - 1) / 2) * step
        letter = Image.new("RGBA", (2 * radius, 2 * radius))
        ImageDraw.Draw(letter).text((radius, 12), sign, font=face, fill=colour, anchor="ma")
        stamp.alpha_composite(letter.rotate(-turn, Image.Resampling.BICUBIC))
    points = [
        (radius + reach * math.sin(corner * math.pi / 5), radius - reach * math.cos(corner * math.pi / 5))
        for corner, reach in enumerate([radius * 0.3, radius * 0.12] * 5)
    ]
    pen.polygon(points, fill=colour)
    stamp.putalpha(stamp.getchannel("A").point(lambda value: value * 4 // 5))
    return stamp


@lru_cache(maxsize=8)
def _mark(size: tuple[int, int]) -> Image.Image:
    """Returns the words across a sheet of this size, for those scripts that can be written here."""
    width, height = size
    words = [word for word in WORDS if fonts.can_write(word)]
    mark = Image.new("RGBA", (width * 2, height * 2))
    pen = ImageDraw.Draw(mark)
    letters = round(min(size) / 11)
    for row in range(-3, 4):
        for column in range(-3, 4):
            word = words[(row + column) % len(words)]
            face = fonts.font(fonts.script_of(word), letters, bold=True)
            at = (width + column * letters * 6 + row * letters, height + row * letters * 4)
            pen.text(at, word, font=face, fill=(150, 40, 40, 46), anchor="mm")
    turned = mark.rotate(24, Image.Resampling.BICUBIC)
    return turned.crop((width // 2, height // 2, width // 2 + width, height // 2 + height))


def cropped(picture: Image.Image) -> Image.Image:
    """Returns the picture as somebody photographed it whose hand was not still: a corner and an edge are missing."""
    width, height = picture.size
    turned = picture.rotate(4, Image.Resampling.BICUBIC, fillcolor="#8a8177")
    return turned.crop((round(width * 0.16), round(height * 0.1), round(width * 0.97), round(height * 0.86)))


def blurred(picture: Image.Image) -> Image.Image:
    """Returns the picture out of focus, so that small print cannot be read."""
    return picture.filter(ImageFilter.GaussianBlur(7))


def on_a_desk(picture: Image.Image, turn: float = -1.6) -> Image.Image:
    """Returns a card as it is photographed: on a table, not quite straight."""
    width, height = picture.size
    mask = Image.new("L", picture.size)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, width - 1, height - 1), 36, fill=255)
    desk = Image.new("RGB", (width + 140, height + 140), "#857a6d")
    layer = Image.new("RGBA", desk.size)
    layer.paste(picture, (70, 70), mask)
    layer = layer.rotate(turn, Image.Resampling.BICUBIC)
    desk.paste(layer, (0, 0), layer)
    return desk


def as_jpeg(picture: Image.Image) -> bytes:
    """Returns the file a telephone or a scanner makes of it."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def as_pdf(pictures: list[Image.Image]) -> bytes:
    """Returns a PDF with a page for each picture."""
    out = io.BytesIO()
    pictures[0].save(out, "PDF", resolution=110, save_all=True, append_images=pictures[1:])
    return out.getvalue()
