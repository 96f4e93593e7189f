from django.contrib import admin

from merchant_portal.audit.models import AuditEvent
from merchant_portal.read_only import ReadOnlyAdmin


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    """Read only, by keyset of ids through the stock paginator without a full count."""

    list_display = ("at", "code", "target", "by_id")
    search_fields = ("=target", "=by_id", "=code")
