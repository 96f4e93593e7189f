"""From a kind of mail to a letter: text and HTML, styles inlined, headers set."""

from email.utils import make_msgid
from functools import cache

from css_inline import CSSInliner
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from merchant_portal.messaging.message_types import Email
from merchant_portal.site import about_site


@cache
def _inliner() -> CSSInliner:
    return CSSInliner(load_remote_stylesheets=False, keep_style_tags=False, keep_at_rules=True)


def compose(mail: Email) -> EmailMultiAlternatives:
    """Returns the letter for `mail` in its recipient's language."""
    path = f"emails/{mail.name}"
    with translation.override(mail.language):
        context = mail.context() | {"site": about_site(), "language": mail.language}
        subject = " ".join(render_to_string(f"{path}.subject.txt", context).split())
        text = render_to_string(f"{path}.txt", context)
        html = _inliner().inline(render_to_string(f"{path}.html", context))
        sender = f'"{context["site"].name}" <{settings.DEFAULT_FROM_EMAIL}>'
    letter = EmailMultiAlternatives(
        subject=subject,
        body=text,
        from_email=sender,
        to=[mail.to],
        reply_to=[settings.SUPPORT_EMAIL],
        headers={
            "Auto-Submitted": "auto-generated",
            "X-Portal-Message": mail.name,
            "Message-ID": make_msgid(domain=settings.DEFAULT_FROM_EMAIL.rpartition("@")[2]),  # not this machine's name
        },
    )
    letter.attach_alternative(html, "text/html")
    return letter
