"""T15: in a language that nobody speaks, whatever is still plain English was not translated."""

import re
from pathlib import Path

import django
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings
from django.core.cache import caches

from merchant_portal.messaging import mail
from onboarding.models import DocumentRule, Reason
from tests.browser.places import GROUPS
from tests.browser.spoken import Spoken
from tests.house.test_mails_render import SAMPLES

PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
PSEUDO = str.maketrans(PLAIN, "ÀƁÇĎÉƑĜĤÎĴĶĹḾŃÓƤǪŔŚŢÚṼŴẌÝŽàƀçďéƒĝĥîĵķĺḿńóƥǫŕśţúṽŵẍýž")
KEPT = re.compile(r"(%\(\w+\)[a-z]|%[sd%]|\{\w*\}|<[^>]+>|&\w+;)")
WORD = re.compile(r"[A-Za-z]{2,}")
# What people are called, and signs that are the same in every language.
NAMES = set(
    WORD.findall(
        "Fernhill Sample Tea Ltd Olive Tan Rita Chen Nora Weiss Nadia Petrova Fred Okoye Lin English EN "
        "Wanda Orlova Emil Sand Ada Lind Fay Moor Uma Una Ray "
        "Wen Zhao Sofia Blum Greg Moss Hangzhou Yunshan Home Co Ravi Russia nobody PDF JPEG PNG MB KB GMT"
    )
)
DATA = re.compile(r"https?://\S+|\S+@\S+|MP-\d+-\d+|AB12|\{\w+\}|\w+\.(pdf|example)|/\w\S+/")


def pseudo(text: str) -> str:
    return "".join(part if KEPT.fullmatch(part) else part.translate(PSEUDO) for part in KEPT.split(str(text)))


def plain_words(texts) -> list[str]:
    return [text.strip() for text in texts if set(WORD.findall(DATA.sub("", text))) - NAMES]


def pseudo_catalogue() -> Catalog:
    """Returns every message of ours, of Django and of the apps we use, in nobody's language."""
    catalogue = Catalog("en")
    theirs = [Path(django.__file__).parent / "conf", *(Path(app.path) for app in apps.get_app_configs())]
    places = [settings.LOCALE_PATHS[0] / "ru", *(place / "locale/en" for place in theirs)]
    for place in places:
        collected = place / "LC_MESSAGES/django.po"
        if not collected.exists():
            continue
        with collected.open("rb") as file:
            messages = [message for message in read_po(file) if message.id]
        for message in messages:
            forms = message.id if isinstance(message.id, tuple) else None
            marked = tuple(map(pseudo, forms)) if forms else pseudo(message.id)
            catalogue.add(message.id, marked, context=message.context)
    return catalogue


@pytest.fixture
def nobodys_language(world, settings, tmp_path):
    """All that is translated comes out in letters with marks; the catalogue is data and is marked as well."""
    place = tmp_path / "en" / "LC_MESSAGES" / "django.mo"
    place.parent.mkdir(parents=True)
    with place.open("wb") as file:
        write_mo(file, pseudo_catalogue())
    settings.LOCALE_PATHS = [tmp_path, *settings.LOCALE_PATHS]
    caches["template_fragments"].clear()
    for row in (*DocumentRule.objects.all(), *Reason.objects.all()):
        for field in row._meta.fields:
            if field.name.endswith("_en"):
                setattr(row, field.name, pseudo(getattr(row, field.name)))
        row.save()
    yield world
    caches["template_fragments"].clear()


@pytest.mark.parametrize("group", list(GROUPS))
def test_t15_no_page_speaks_plain_english_in_nobodys_language(nobodys_language, group):
    shown = {}
    for place in GROUPS[group]:
        client = nobodys_language.client(place.who)
        path = place.path(nobodys_language) if callable(place.path) else place.path
        answer = client.post(path, {}) if place.is_error else client.get(path)
        html = re.sub(r"<title>(.*?)</title>", r"<p>\1</p>", answer.content.decode())
        left = plain_words(Spoken(html).texts)
        if left:
            shown[place.name] = left
    assert not shown, "\n".join(f"{name}: {left}" for name, left in shown.items())


def brought_by(sample):
    """Returns the texts that a sample brings itself: what people wrote, and rows of the catalogue."""
    if isinstance(sample, str):
        return [sample] if sample else []
    inside = sample.values() if isinstance(sample, dict) else sample if isinstance(sample, list) else None
    inside = vars(sample).values() if inside is None and hasattr(sample, "__dict__") else inside or []
    return [text for one in inside for text in brought_by(one)]


def without(brought, spoken):
    for text in sorted(brought, key=len, reverse=True):
        spoken = [line.replace(text, "") for line in spoken]
    return spoken


@pytest.mark.parametrize("kind", SAMPLES, ids=lambda kind: kind.name)
def test_t15_no_mail_speaks_plain_english_in_nobodys_language(nobodys_language, kind):
    email = mail.compose(kind(language="en", **SAMPLES[kind]))
    spoken = [email.subject, *email.body.splitlines(), *Spoken(email.alternatives[0].content).texts]
    assert plain_words(without(brought_by(SAMPLES[kind]), spoken)) == []


def test_plain_english_would_be_found():
    assert plain_words(Spoken('<p>Śîĝń îń <b>Sign out</b><i lang="en">Sign up</i></p>').texts) == ["Sign out"]
