"""Loading document rules and reasons from lists. An edited row is never changed."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from onboarding.catalogue import CONDITIONS
from onboarding.models import DocumentRule, Reason
from onboarding.models.triggers import LOADING

SHIPPED = Path(__file__).resolve().parents[1] / "data"
FILES = ("requirements.csv", "reasons.csv")
KEYS = {DocumentRule: ("country", "legal_form", "key"), Reason: ("code",)}
NUMBERS = ("parts", "max_age_days", "min_validity_days")
MOST_PARTS = 2  # both sides of a card: the pages ask for no more
ONE_AT_A_TIME = 3_717_402  # number of the advisory lock: two nodes may be released at the same moment


class Malformed(ValueError):
    """A list cannot be loaded; the text names file, line and fault."""


@dataclass
class Loaded:
    """What a load came to, in rows."""

    added: int = 0
    updated: int = 0
    kept: int = 0


@dataclass(frozen=True)
class CatalogueLine:
    """One line of a list: where it is, and its values for which row."""

    where: str
    position: int
    model: type
    texts: dict[str, str]

    @property
    def key(self) -> tuple[str, ...]:
        return tuple(self.texts[name] for name in KEYS[self.model])


def load(*, paths: Iterable[Path] | None = None) -> Loaded:
    """Loads lists of document rules and reasons, those shipped with the portal if none are named.

    Adds what is missing, brings unedited rows up to date, keeps edited ones. Returns what that came to. All or
    nothing: raises Malformed.
    """
    lines = [line for path in paths or [SHIPPED / name for name in FILES] for line in _lines(Path(path))]
    _check_once(lines)
    counted = Loaded()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
        held = {model: {_key_of(row): row for row in model.objects.select_for_update()} for model in KEYS}
        _set_loading(True)
        for line in lines:
            _write(line, held[line.model].get(line.key), counted)
        _set_loading(False)
    return counted


def _set_loading(is_loading: bool) -> None:
    """Tells the database's trigger, for this transaction, whether a change is an edit."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [LOADING, "on" if is_loading else "off"])


def _key_of(row: DocumentRule | Reason) -> tuple[str, ...]:
    return tuple(getattr(row, name) for name in KEYS[type(row)])


def _lines(path: Path) -> Iterator[CatalogueLine]:
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:  # spreadsheets put a mark before the first name
            reader = csv.DictReader(file, strict=True)
            try:
                yield from _read(reader, path)
            except csv.Error as error:
                raise Malformed(f"{path}, line {reader.reader.line_num}: {error}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise Malformed(f"{path}: {error}") from error


def _read(reader: csv.DictReader, path: Path) -> Iterator[CatalogueLine]:
    model = Reason if "code" in (reader.fieldnames or ()) else DocumentRule
    known = {field.name for field in model._meta.concrete_fields} - {"id", "position", "edited_at"}
    position = 0
    for position, row in enumerate(reader, start=1):
        where = f"{path}, line {reader.line_num}"
        if set(row) != known or None in row.values():
            raise Malformed(f"{where}: columns must be {', '.join(sorted(known))}")
        yield CatalogueLine(where, position, model, row)
    if not position:
        raise Malformed(f"{path}: no rows")


def _check_once(lines: Iterable[CatalogueLine]) -> None:
    seen: dict[tuple, str] = {}
    for line in lines:
        if (line.model, *line.key) in seen:
            raise Malformed(f"{line.where}: {' '.join(line.key)} is already in {seen[line.model, *line.key]}")
        seen[line.model, *line.key] = line.where


def _write(line: CatalogueLine, found: DocumentRule | Reason | None, counted: Loaded) -> None:
    if found and found.edited_at:
        counted.kept += 1
        return
    row = found or line.model()
    for name, value in _fields(line).items():
        setattr(row, name, value)
    try:
        row.clean_fields()
        row.validate_constraints(exclude=KEYS[line.model])  # that it occurs once is known
    except ValidationError as error:
        raise Malformed(f"{line.where}: {'; '.join(error.messages)}") from error
    row.save()
    if found:
        counted.updated += 1
    else:
        counted.added += 1


def _fields(line: CatalogueLine) -> dict:
    """Returns what a line says of its row, numbers as numbers. Raises Malformed."""
    try:
        fields = {name: _number(text) if name in NUMBERS else text for name, text in line.texts.items()}
    except ValueError as error:
        raise Malformed(f"{line.where}: {error}") from error
    if fields.get("condition") and fields["condition"] not in CONDITIONS:
        raise Malformed(f"{line.where}: there is no condition named {fields['condition']}")
    if not 1 <= (fields.get("parts", 1) or 0) <= MOST_PARTS:
        raise Malformed(f"{line.where}: parts must be 1 or {MOST_PARTS}")
    return fields | {"position": line.position}


def _number(text: str) -> int | None:
    return int(text) if text else None
