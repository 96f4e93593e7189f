"""Whether the demo world is there."""

from merchant_portal.audit.models import AuditEvent
from merchant_portal.local.demo.events import DemoEvent


def is_built() -> bool:
    """Returns whether the demo world was built to its end, and not cleared since."""
    codes = [DemoEvent.BUILT.code, DemoEvent.CLEARED.code]
    newest = AuditEvent.objects.filter(code__in=codes).order_by("-id").values_list("code", flat=True).first()
    return newest == DemoEvent.BUILT.code
