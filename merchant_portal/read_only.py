"""The console's lists that are only read."""

from django.contrib import admin
from django.utils.text import capfirst


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows that are listed and read in the console, never added, changed or deleted there. The newest comes first."""

    actions = None
    ordering = ("-id",)
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def has_add_permission(self, request):
        """Refuses: rows are written by actions."""
        return False

    def has_change_permission(self, request, obj=None):
        """Refuses: rows are changed by actions."""
        return False

    def has_delete_permission(self, request, obj=None):
        """Refuses: rows are removed by retention rules."""
        return False

    def changelist_view(self, request, extra_context=None):
        """Names the list after its rows; Django asks to select one."""
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title} | (extra_context or {}))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """Names the page after its row."""
        return super().render_change_form(
            request, context | {"title": str(obj), "subtitle": ""}, add, change, form_url, obj
        )
