from merchant_portal.audit.events import AuditedEvent, Retention


class DemoEvent(AuditedEvent):
    """What is recorded about the demo world: by this it is known whether it is there."""

    BUILT = "demo.built", Retention.SECURITY, "merchants"
    CLEARED = "demo.cleared", Retention.SECURITY, "merchants"
