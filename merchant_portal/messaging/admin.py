from django.contrib import admin

from merchant_portal.messaging import references
from merchant_portal.messaging.models import Message
from merchant_portal.read_only import ReadOnlyAdmin


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    """What was sent and what waits, with the answer of the gateway or mail server. Read only."""

    list_display = ("created_at", "kind", "status", "attempts", "sent_at", "answer")
    list_filter = ("status",)
    search_fields = ("=kind", "=reference")

    def get_search_results(self, request, queryset, search_term):
        """Finds a message also by the reference that its page shows."""
        return super().get_search_results(request, queryset, references.typed(search_term))
