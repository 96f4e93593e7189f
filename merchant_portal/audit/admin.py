from django.contrib import admin

from merchant_portal.audit.models import AuditEvent


@admin.register(AuditEvent)
class AuditEventAdmin(admin.ModelAdmin):
    """Read only, by keyset of ids through the stock paginator without a full count."""

    list_display = ("at", "code", "target", "by_id")
    search_fields = ("=target", "=by_id", "=code")
    ordering = ("-id",)
    list_per_page = 50
    show_full_result_count = False
    actions = None

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
