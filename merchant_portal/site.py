"""What pages and mails say about the site."""

from functools import cache
from types import SimpleNamespace

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe

from merchant_portal import clock
from merchant_portal.date_formats import zone

SHORT_NAMES = {"zh-hans": "中文", "en": "EN", "ru": "Рус"}
HTML_LANGUAGES = {"zh-hans": "zh-Hans"}


def html_language(code: str) -> str:
    """Returns a language as the lang attribute wants it."""
    return HTML_LANGUAGES.get(code, code)


@cache
def _languages(current: str | None) -> SimpleNamespace:
    """Returns how the language of the page is called, and the buttons that choose one: two rows of them a page."""
    button = '<button name="language" value="{}" lang="{}"{}>{}</button>'
    mark = {current: mark_safe(' aria-current="true"')}
    rows = ((code, html_language(code), mark.get(code, ""), name) for code, name in settings.LANGUAGES)
    return SimpleNamespace(
        name=dict(settings.LANGUAGES).get(current, ""),
        short=SHORT_NAMES.get(current, ""),
        buttons=format_html_join("\n", button, rows),
    )


def site_names() -> set[str]:
    """Returns what the site is called, in all languages."""
    if settings.SITE_NAME:
        return {settings.SITE_NAME}
    names = set()
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            names.add(str(settings.DEFAULT_SITE_NAME))
    return names


def terms_version() -> str:
    """Returns which version of the terms people accept, or nothing while no terms are published."""
    return settings.TERMS_VERSION if settings.TERMS_URL else ""


def about_site() -> SimpleNamespace:
    """Returns names and addresses of the site in the active language."""
    return SimpleNamespace(
        name=settings.SITE_NAME or str(settings.DEFAULT_SITE_NAME),
        operator=settings.OPERATOR_NAME or str(settings.DEFAULT_OPERATOR_NAME),
        support_hours=settings.SUPPORT_HOURS or settings.DEFAULT_SUPPORT_HOURS % {"zone": zone(clock.now())},
        support_email=settings.SUPPORT_EMAIL,
        terms_url=settings.TERMS_URL,
        privacy_url=settings.PRIVACY_URL,
        logo=settings.LOGO,
        environment=settings.ENVIRONMENT,
        origin=settings.PUBLIC_ORIGIN,
        language=_languages(translation.get_language()),
    )


def address_of(name: str, *args, **query) -> str:
    """Returns the full address of a page; its origin comes from the settings, never from a request."""
    return settings.PUBLIC_ORIGIN + reverse(name, args=args, query=query)
