"""What a run of the outages found, as the table that docs/outages.md shows."""

import datetime
from pathlib import Path

PLACE = Path(__file__).resolve().parents[2] / "docs" / "outages.md"
HEAD = """# Outages, and what they do

`make outages` runs each of these against a whole portal with real servers: PostgreSQL, Redis, gunicorn, a worker for
each queue, beat, a mail server, an SMS gateway and storage. This table is what the run of {date} printed: what a user
sees meanwhile, what is lost or doubled, and how long it takes until everything is as before once the trouble is over.

| outage | what a user sees | lost or doubled | seconds to recover |
|---|---|---|---|
"""

ROWS: list[tuple[str, str, str, float]] = []


def record(outage: str, *, seen: str, lost: str = "nothing", seconds: float) -> None:
    """Notes a row of the table; `seconds` is the time to recover."""
    ROWS.append((outage, seen, lost, seconds))


def write() -> str:
    """Writes the table into the docs. Returns it."""
    lines = [f"| {outage} | {seen} | {lost} | {seconds:.1f} |" for outage, seen, lost, seconds in ROWS]
    text = HEAD.format(date=datetime.date.today().isoformat()) + "\n".join(lines) + "\n"
    PLACE.write_text(text)
    return text
