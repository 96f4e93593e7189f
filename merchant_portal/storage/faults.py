"""What the sender of a refused file reads: what is wrong, and the cure."""

from django.utils.translation import gettext_lazy as _

from merchant_portal.storage.opening import Caution, Fault

SENTENCES = {
    Fault.LOST: _("We lost this file before it was checked. This was our fault. Upload it again."),
    Fault.EMPTY: _("The file is empty. Choose it again, or save it anew first."),
    Fault.TOO_BIG: _("The file is too big. Save it smaller, for example at 200 dpi, and upload it again."),
    Fault.WRONG_TYPE: _("The file is neither a PDF nor a JPEG, PNG or WebP picture. Save it as one of these."),
    Fault.HEIC: _(
        "The photo is in Apple's HEIC format. On the iPhone, choose Settings > Camera > Formats > Most Compatible "
        "and take it again, or save it as JPEG and upload that."
    ),
    Fault.PASSWORD: _("The PDF is protected by a password. Save it without protection and upload it again."),
    Fault.UNREADABLE: _("The file cannot be opened; it may be damaged. Save or photograph it again."),
    Fault.TOO_MANY_PAGES: _("The PDF has too many pages. Upload only the pages of this document."),
    Fault.TOO_LARGE_PICTURE: _("The picture has too many pixels. Save it smaller and upload it again."),
    Fault.SCRIPT: _("The PDF carries a program. Print it to a new PDF and upload that."),
    Fault.ATTACHMENT: _("The PDF carries other files. Print it to a new PDF and upload that."),
    Fault.TROUBLE: _("We could not open the file in time. Save it in a simpler way and upload it again."),
}

CAUTIONS = {
    Caution.FONTS_MISSING: _(
        "This PDF does not carry its fonts, so some of its text is missing in the picture. Print it to a new PDF, or "
        "scan it, and upload that."
    ),
}
CAUTIONS_FOR_STAFF = {
    Caution.FONTS_MISSING: _(
        "This PDF does not carry its fonts, so some of its text is missing in the picture. Compare it with the "
        "original."
    ),
}


def sentence(code: str) -> str:
    """Returns the sentence for a fault's code, in the active language; nothing for no fault."""
    return str(SENTENCES[Fault(code)]) if code else ""


def caution_sentences(codes, *, for_staff: bool = False) -> list[str]:
    """Returns what is to be kept in mind about an accepted file, in the active language, one sentence a code."""
    sentences = CAUTIONS_FOR_STAFF if for_staff else CAUTIONS
    return [str(sentences[Caution(code)]) for code in codes]
