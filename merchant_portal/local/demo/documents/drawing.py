"""The file that serves a requirement."""

from dataclasses import dataclass

from PIL import Image

from merchant_portal.local.demo.documents import cards, certificates, licences, sheet
from merchant_portal.local.demo.documents.subject import Subject

CARDS = ("representative_id", "operator_id", "director_id", "signatory_id", "identity")
NAMES = {
    "business_licence": "营业执照.jpg",
    "licence_translation": "licence-translation.jpg",
    "tax_plate": "vergi levhası.jpg",
    "tax_certificate": "tax-certificate.jpg",
    "director_appointment": "Приказ.jpg",
}


@dataclass(frozen=True)
class SampleFile:
    """What a merchant uploads."""

    name: str
    data: bytes


def render(subject: Subject, key: str, part: int, *, title: str, flaw: str = "") -> SampleFile:
    """Returns the paper that `key` asks for; `title` is its English name.

    `flaw` is the code of the reason it will be returned for: the paper has that fault then, if it can be drawn.
    Extracts are PDFs of two pages, everything else is a picture.
    """
    if key == "registration_extract":
        name = "Выписка ЕГРЮЛ.pdf" if subject.is_company else "Выписка ЕГРИП.pdf"
        return SampleFile(name, sheet.as_pdf(certificates.extract(subject)))
    picture = _picture(subject, key, part, title, flaw)
    if flaw == "doc.cropped":
        picture = sheet.cropped(picture)
    if flaw == "doc.unreadable":
        picture = sheet.blurred(picture)
    name = f"IMG_{2040 + part}.jpg" if key in CARDS else NAMES.get(key, f"{key.replace('_', '-')}.jpg")
    return SampleFile(name, sheet.as_jpeg(picture))


def _picture(subject: Subject, key: str, part: int, title: str, flaw: str) -> Image.Image:
    if key in CARDS:
        return cards.identity(subject, 1 if flaw == "doc.side_missing" else part)
    if key == "business_licence":
        return licences.business_licence(subject)
    if key == "licence_translation":
        return licences.licence_translation(subject)
    return certificates.certificate(subject, key, title, signed=flaw != "doc.unsigned")
