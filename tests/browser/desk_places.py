"""What the lead sees at her desk: the queue, cases in their states, the confirm pages."""

from tests.browser import steps
from tests.browser.place import Place

QUEUE = "/admin/reviews/case/"


def case(name):
    return lambda world: world.case(name)


DESK_PLACES = [
    Place("queue.empty", QUEUE, "lead"),
    Place("case.to-claim", case("to_claim"), "lead"),
    Place("case.at-work", case("at_work"), "lead"),
    Place("case.back-again", case("back_again"), "lead"),
    Place("case.file-missing", case("file_missing"), "lead"),
    Place("case.errors", case("back_again"), "lead", do=steps.return_for_nothing, status=409),
    Place("case.undo", case("waiting_for_undo"), "lead"),
    Place("case.colleague", case("of_a_colleague"), "lead"),
    Place("confirm.reject", case("at_work"), "lead", do=steps.press_reject),
    Place("queue", QUEUE, "lead"),
    Place("queue.all", f"{QUEUE}?tab=all", "lead"),
    Place("queue.none-found", f"{QUEUE}?country=RU&q=nobody", "lead"),
    Place("today.busy", "/admin/", "lead"),
]
