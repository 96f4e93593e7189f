"""One visit to each place, on which every question of the checklist is asked: opening a page costs most of the time."""

import fcntl
import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.browser.asking import ask
from tests.browser.looks import LOOKS, Look, look_for
from tests.browser.places import GROUPS
from tests.browser.touring import Tour


@dataclass
class Survey:
    """What is wrong, by question and place. An empty list means that the question was asked and the page passed."""

    answers: dict[str, dict[str, list]] = field(default_factory=dict)

    def note(self, question: str, place: str, wrong) -> None:
        self.answers.setdefault(question, {})[place] = list(wrong)

    def as_json(self) -> str:
        return json.dumps(self.answers)

    @classmethod
    def from_json(cls, text: str):
        return cls(json.loads(text))

    def is_clean(self, question: str) -> bool:
        """Fails with all that is wrong; there must have been an answer."""
        wrong = {place: faults for place, faults in self.answers[question].items() if faults}
        assert not wrong, "\n".join(f"{place}: {'; '.join(faults)}" for place, faults in wrong.items())
        return True


@contextmanager
def alone_with(kept: Path):
    """Lets one process at a time look for the file `kept` and write it."""
    with open(kept.with_suffix(".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def parts(full_matrix: bool) -> list[tuple[str, Look | None]]:
    """Returns which parts of the site are surveyed in which look; None lets each place have its own."""
    return [(group, look) for group in GROUPS for look in (LOOKS if full_matrix else [None])]


def take(tour: Tour, group: str, look: Look | None) -> Survey:
    survey, titles = Survey(), {}
    for place in GROUPS[group]:
        own = look or look_for(place.name)
        seen = len(tour.watch.faults)
        page = tour.at(place, own)
        name = f"{place.name} ({own})"
        for question, wrong in ask(page, place, own):
            survey.note(question, name, wrong)
        page_with_it = titles.setdefault(page.title(), place.page)
        survey.note("title", name, [] if page_with_it == place.page else [f"that of {page_with_it}: {page.title()}"])
        survey.note("watch", name, tour.watch.faults[seen:])
    return survey
