from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.validators import email_key
from merchant_portal.cleaning import UnusableAddress
from merchant_portal.read_only import ReadOnlyAdmin


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    """People, read only: what is changed about a person is changed by verbs."""

    list_display = ("name", "email", "role", "status", "created_at")
    list_filter = ("role", "status")
    search_fields = ("=email_key",)
    search_help_text = _("Full email address")
    fields = (
        "name",
        "email",
        "phone",
        "language",
        "role",
        "status",
        "confirmed_at",
        "password_changed_at",
        "created_at",
    )

    def get_search_results(self, request, queryset, search_term):
        try:
            return super().get_search_results(request, queryset, email_key(search_term))
        except UnusableAddress:
            return queryset.none(), False
