"""Which role may what: one table. A role is one column of `User`, empty for merchants."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    REVIEWER = "reviewer", _("Reviewer")
    LEAD = "lead", _("Lead")
    SUPPORT = "support", _("Support")
    CATALOGUE_EDITOR = "catalogue_editor", _("Catalogue editor")
    ADMINISTRATOR = "administrator", _("Administrator")


_REVIEWER = {"audit.view_auditevent", "messaging.view_message", "reviews.view_case", "reviews.judge_case"}

PERMISSIONS: dict[str, frozenset[str]] = {
    Role.REVIEWER: frozenset(_REVIEWER),
    Role.LEAD: frozenset(_REVIEWER | {"accounts.view_user"}),  # a lead may all that a reviewer may
    Role.SUPPORT: frozenset({"accounts.view_user", "accounts.require_new_password", "messaging.view_message"}),
    Role.CATALOGUE_EDITOR: frozenset(),
    Role.ADMINISTRATOR: frozenset({"accounts.view_user", "accounts.require_new_password", "audit.view_auditevent"}),
}


def allows(role: str, permission: str) -> bool:
    """Returns whether `role` holds `permission` (`onboarding.suspend_merchant`). No role holds none."""
    return permission in PERMISSIONS.get(role, frozenset())


def allows_any_of(role: str, app_label: str) -> bool:
    """Returns whether `role` holds any permission of the app, so that the console lists it."""
    return any(name.startswith(f"{app_label}.") for name in PERMISSIONS.get(role, frozenset()))
