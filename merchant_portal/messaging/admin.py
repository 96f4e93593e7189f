from django.contrib import admin

from merchant_portal.messaging.models import Message


@admin.register(Message)
class MessageAdmin(admin.ModelAdmin):
    """What was sent and what waits, with the answer of the gateway or mail server. Read only."""

    list_display = ("created_at", "kind", "status", "attempts", "due_at", "sent_at", "answer")
    list_filter = ("status",)
    search_fields = ("=kind", "=reference")
    ordering = ("-id",)
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = None

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
