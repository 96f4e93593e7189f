"""Seals and filled-in fields in files that have no working form: viewers show them, so they are rendered."""

import pikepdf

GENERATED_FIELDS = ("/Tx", "/Ch")  # kinds of fields that a viewer may render again from their value
MAX_PARENTS = 20


def show_seals(pdf: pikepdf.Pdf) -> None:
    """Turns each widget that brings its own appearance into a stamp, which needs no form to be rendered.

    Widgets that a viewer must render again by itself (`NeedAppearances`), or that bring no appearance, stay.
    """
    form = pdf.Root.get("/AcroForm")
    generated = isinstance(form, pikepdf.Dictionary) and form.get("/NeedAppearances") is True
    for page in pdf.pages:
        notes = page.obj.get("/Annots")
        for note in notes if isinstance(notes, pikepdf.Array) else []:
            if _is_widget_with_appearance(note) and not (generated and _field_kind(note) in GENERATED_FIELDS):
                note.Subtype = pikepdf.Name.Stamp


def _is_widget_with_appearance(note) -> bool:
    if not isinstance(note, pikepdf.Dictionary) or note.get("/Subtype") != "/Widget":
        return False
    appearance = note.get("/AP")
    return isinstance(appearance, pikepdf.Dictionary) and isinstance(
        appearance.get("/N"), pikepdf.Stream | pikepdf.Dictionary
    )


def _field_kind(field: pikepdf.Dictionary) -> str:
    """Returns the kind of field, which one of its parents may say."""
    for _step in range(MAX_PARENTS):
        if "/FT" in field:
            return str(field["/FT"])
        field = field.get("/Parent")
        if not isinstance(field, pikepdf.Dictionary):
            break
    return ""
