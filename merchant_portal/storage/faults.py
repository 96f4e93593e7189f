"""What the sender of a refused file reads: what is wrong, and the cure."""

from django.utils.translation import gettext_lazy as _

from merchant_portal.storage.opening import Caution, FileFault

SENTENCES = {
    FileFault.LOST: _("We lost this file before it was checked. This was our fault. Upload it again."),
    FileFault.EMPTY: _("The file is empty. Save it again or choose another file, then upload it."),
    FileFault.TOO_BIG: _(
        "The file is too big. Reduce its size, for example by scanning at 200 dpi, and upload it again."
    ),
    FileFault.WRONG_TYPE: _("The file must be a PDF, JPEG, PNG or WebP. Save it in one of these formats."),
    FileFault.HEIC: _(
        "The photo is in HEIC format, which we can't open. On an iPhone, choose Settings > Camera > Formats > Most "
        "Compatible and take it again, or save the photo as a JPEG and upload that."
    ),
    FileFault.PASSWORD: _("The PDF is password-protected. Save it without a password and upload it again."),
    FileFault.UNREADABLE: _(
        "We can't open the file. It may be damaged. Save the file or take the photo again, then upload it."
    ),
    FileFault.TOO_MANY_PAGES: _("The PDF has too many pages. Upload only the pages of this document."),
    FileFault.TOO_LARGE_PICTURE: _("The image has too many pixels. Reduce its size and upload it again."),
    FileFault.SCRIPT: _("The PDF contains a script. Print it to a new PDF and upload that."),
    FileFault.ATTACHMENT: _("The PDF has other files attached. Print it to a new PDF and upload that."),
    FileFault.TROUBLE: _("We couldn't process the file in time. Save a simpler version and upload that."),
}

CAUTIONS = {
    Caution.FONTS_MISSING: _(
        "Fonts aren't embedded in this PDF, so some of its text doesn't show. Print it to a new PDF, or scan "
        "it, and upload that."
    ),
    Caution.PAGE_EMPTY: _(
        "A page of this PDF looks blank. If it shouldn't be, print the document to a new PDF, or scan it, and upload "
        "that."
    ),
}
CAUTIONS_FOR_STAFF = {
    Caution.FONTS_MISSING: _(
        "Fonts aren't embedded in this PDF, so some of its text doesn't show. Compare it with the original."
    ),
    Caution.PAGE_EMPTY: _("A page of this PDF looks blank. Compare it with the original."),
}


def sentence(code: str) -> str:
    """Returns the sentence for a fault's code, in the active language; nothing for no fault."""
    return str(SENTENCES[FileFault(code)]) if code else ""


def caution_sentences(codes, *, for_staff: bool = False) -> list[str]:
    """Returns what is to be kept in mind about an accepted file, in the active language, one sentence a code."""
    sentences = CAUTIONS_FOR_STAFF if for_staff else CAUTIONS
    return [str(sentences[Caution(code)]) for code in codes]
