"""The console: Django admin as one AdminSite of our own."""

from functools import wraps

from django.contrib.admin import AdminSite, site
from django.contrib.admin.options import TO_FIELD_VAR
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from merchant_portal.http import safe_next
from merchant_portal.site import about_site
from reviews.console import today


def page_context(request) -> dict:
    """Returns what every page of the console reads, for views that stand beside the stock ones.

    They have a desk of their own to fill: the list of models at the side would take its room.
    """
    return site.each_context(request) | {"is_nav_sidebar_enabled": False}


class ConsoleSite(AdminSite):
    """Staff only, and only after the authenticator app. Its index is "Today".

    Signing in and changing the password have their own pages, so the stock ones only lead there. What
    contrib.auth would register of itself (groups) is refused: roles live in one table in code.
    """

    index_title = _("Today")
    enable_nav_sidebar = True

    @property
    def site_title(self):
        return about_site().name

    @property
    def site_header(self):
        return _("%(site)s console") % {"site": about_site().name}

    def register(self, model_or_iterable, admin_class=None, **options):
        if admin_class is not None and admin_class.__module__ == "django.contrib.auth.admin":
            return
        super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request):
        user = request.user
        return user.is_active and user.is_staff and user.is_verified()

    def admin_view(self, view, cacheable=False):
        """As in the stock site, which stumbles over an address that names an empty field to look up by."""
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def tolerant(request, *args, **kwargs):
            if request.GET.get(TO_FIELD_VAR) == "":
                request.GET = request.GET.copy()
                del request.GET[TO_FIELD_VAR]
            return guarded(request, *args, **kwargs)

        return tolerant

    @method_decorator(login_not_required)
    def login(self, request, extra_context=None):
        wanted = safe_next(request, request.GET.get("next"), reverse("admin:index"))
        return redirect(reverse("accounts:staff_sign_in", query={"next": wanted}))

    def logout(self, request, extra_context=None):
        return redirect("accounts:sign_out", preserve_request=True)

    def password_change(self, request, extra_context=None):
        return redirect("accounts:password")

    def password_change_done(self, request, extra_context=None):
        return redirect("admin:index")

    def app_index(self, request, app_label, extra_context=None):
        """There is one index: what is left to do is on "Today", lists are at the side."""
        return redirect("admin:index")

    def index(self, request, extra_context=None):
        return super().index(request, today.context(request.user) | (extra_context or {}))
