"""Loading paper rules and reasons from lists. An edited row is never changed."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from onboarding.catalogue import CONDITIONS
from onboarding.models import PaperRule, Reason

SHIPPED = Path(__file__).resolve().parents[1] / "data"
FILES = ("requirements.csv", "reasons.csv")
KEYS = {PaperRule: ("country", "legal_form", "key"), Reason: ("code",)}
NUMBERS = ("parts", "max_age_days", "min_validity_days")


class Malformed(ValueError):
    """A list cannot be loaded; the text names file, line and fault."""


@dataclass
class Loaded:
    """What a load came to, in rows."""

    added: int = 0
    updated: int = 0
    kept: int = 0


def load(paths: Iterable[Path] | None = None) -> Loaded:
    """Loads lists of paper rules and reasons, those shipped with the portal if none are named.

    Adds what is missing, brings unedited rows up to date, keeps edited ones. All or nothing: raises Malformed.
    """
    counted = Loaded()
    with transaction.atomic():
        for path in paths or [SHIPPED / name for name in FILES]:
            for model, number, fields in _rows(Path(path)):
                _write(model, fields, number, counted, path)
    return counted


def _rows(path: Path):
    try:
        with path.open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError) as error:
        raise Malformed(f"{path}: {error}") from error
    if not rows:
        raise Malformed(f"{path}: no rows")
    model = Reason if "code" in rows[0] else PaperRule
    known = {field.name for field in model._meta.concrete_fields} - {"id", "position", "edited_at"}
    for number, row in enumerate(rows, start=1):
        if set(row) != known:
            raise Malformed(f"{path}, line {number + 1}: columns must be {', '.join(sorted(known))}")
        yield model, number, row


def _write(model, row: dict, position: int, counted: Loaded, path) -> None:
    fields = {name: (int(text) if text else None) if name in NUMBERS else text for name, text in row.items()}
    if fields.get("condition") and fields["condition"] not in CONDITIONS:
        raise Malformed(f"{path}, line {position + 1}: no condition is called {fields['condition']}")
    which = {name: fields[name] for name in KEYS[model]}
    found = model.objects.filter(**which).first()
    if found and found.edited_at:
        counted.kept += 1
        return
    fresh = model(pk=found.pk if found else None, position=position, **fields)
    try:
        fresh.full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        raise Malformed(f"{path}, line {position + 1}: {'; '.join(error.messages)}") from error
    fresh.save()
    if found:
        counted.updated += 1
    else:
        counted.added += 1
