"""What an applicant has to do, in order: one description serves every page that lists it."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from onboarding.models import Application


@dataclass(frozen=True)
class Task:
    """One row of the task list. `state` is done, next, in_progress, todo, blocked or problem."""

    title: str
    hint: str
    state: str
    status_text: str
    url: str = ""


@dataclass(frozen=True)
class Group:
    """A numbered part of the task list."""

    number: int
    title: str
    tasks: list[Task] = field(default_factory=list)

    @property
    def done_count(self) -> int:
        return sum(task.state == "done" for task in self.tasks)


def groups_of(application: Application, owner) -> list[Group]:
    """Returns the task list of `application`, whose contact person is `owner`."""
    account = Group(
        1,
        _("Your account"),
        [
            Task(_("Create an account"), application.merchant.name, "done", _("Completed")),
            Task(_("Confirm your e-mail address"), owner.email, "done", _("Completed")),
        ],
    )
    return [account]
