from django.core import mail
from django.core.mail.backends.smtp import EmailBackend


class Backend(EmailBackend):
    """Sends, and keeps what was sent where the walk finds it."""

    def send_messages(self, messages):
        mail.outbox.extend(messages)
        return super().send_messages(messages)
