from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class ReviewsConfig(AppConfig):
    """Staff: judging a submission, helping an account."""

    name = "reviews"
    verbose_name = _("Reviews")
    default = True


class ConsoleConfig(AdminConfig):
    """Django admin with our site. Not defined in an `admin` package: autodiscover would build it twice."""

    default_site = "reviews.console.site.ConsoleSite"
    default = False
