"""The local mailbox: what is sent is written down, and can be read by people and programs."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.test import Client
from django.urls import include, path

from merchant_portal.local import folder, mailbox
from merchant_portal.urls import urlpatterns as the_sites

urlpatterns = [*the_sites, path("local/", include("merchant_portal.local.urls"))]
pytestmark = pytest.mark.urls(__name__)

LINK = "http://testserver/confirm-email/abc/"


@pytest.fixture(autouse=True)
def empty_mailbox(monkeypatch, tmp_path):
    monkeypatch.setattr(folder, "data_folder", lambda: tmp_path)


def send(subject="Confirm your address", to="olive@fernhill.example"):
    email = EmailMultiAlternatives(
        subject,
        f"Dear Olive,\n\n{LINK}\n\n<b>北京</b>",
        to=[to],
        headers={"X-Portal-Message": "accounts/confirm-email"},
        connection=get_connection("merchant_portal.local.mailbox.EmailBackend"),
    )
    email.attach_alternative("<style>p { color: red }</style><p>Dear Olive</p>", "text/html")
    return email.send()


def test_a_letter_is_kept_with_all_that_a_program_asks():
    assert send() == 1
    message = mailbox.messages()[0]
    assert datetime.now(UTC) - datetime.fromisoformat(message.pop("at")) < timedelta(seconds=10)
    assert message == {
        "kind": "accounts/confirm-email",
        "to": "olive@fernhill.example",
        "subject": "Confirm your address",
        "text": f"Dear Olive,\n\n{LINK}\n\n<b>北京</b>",
        "html": "<style>p { color: red }</style><p>Dear Olive</p>",
    }


def test_the_newest_stands_first_on_the_page_and_for_programs(client):
    send("First")
    send("Second")
    page = client.get("/local/mailbox/").content.decode()
    assert page.index("Second") < page.index("First")
    listed = client.get("/local/mailbox/messages.json").json()
    assert [message["subject"] for message in listed] == ["Second", "First"]
    assert set(listed[0]) == {"kind", "to", "subject", "text", "html", "at"}


def test_the_page_makes_links_and_escapes_the_rest(client):
    send()
    page = client.get("/local/mailbox/").content.decode()
    assert f'<a href="{LINK}">{LINK}</a>' in page
    assert "&lt;b&gt;北京&lt;/b&gt;" in page


def test_chinese_punctuation_ends_a_link_and_quotes_cannot_leave_one(client):
    mailbox.put(kind="k", to="+86 138 ••• 00", subject="", text=f'{LINK}。客服：{LINK}?a=1&b="onfocus="x')
    page = client.get("/local/mailbox/").content.decode()
    assert f'<a href="{LINK}">{LINK}</a>。客服：<a href="{LINK}?a=1&amp;b=&quot;onfocus=&quot;x">' in page


def test_an_empty_mailbox_says_so(client):
    assert b"Nothing has been sent yet" in client.get("/local/mailbox/").content
    assert client.get("/local/mailbox/messages.json").json() == []


def test_html_is_shown_where_it_can_do_nothing():
    send()
    answer = Client().get("/local/mailbox/1/")
    assert answer.content.endswith(b"<p>Dear Olive</p>")
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'; style-src 'unsafe-inline'"


def test_a_number_keeps_its_letter_and_others_are_not_there(client):
    send("First")
    mailbox.put(kind="accounts/sign-in-code", to="+86 138 ••• 00", subject="", text="123456")
    assert Client().get("/local/mailbox/1/").status_code == 200
    for number in (0, 2, 3):  # 2 is an SMS and has no HTML
        assert client.get(f"/local/mailbox/{number}/").status_code == 404


def put_many(writer: int) -> None:
    for number in range(20):
        mailbox.put(kind="k", to=f"{writer}", subject=f"{number}", text="長" * 20_000)


def test_writers_at_once_keep_every_line_whole():
    with ThreadPoolExecutor(4) as pool:  # each opens the file itself, as web and worker do
        list(pool.map(put_many, range(4)))
    lines = mailbox.place().read_text().splitlines()
    assert len(lines) == 80
    assert all(len(json.loads(line)["text"]) == 20_000 for line in lines)


@pytest.mark.urls("merchant_portal.urls")
def test_elsewhere_than_locally_there_is_no_mailbox(client):
    assert client.get("/local/mailbox/").status_code == 404
