"""Olive's account as she looks after it: more browsers, and what a page says in plain words."""

import html
import re

from tests.accounts.test_browser_known import step_up
from tests.pages import PageCheckingClient

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0"
SAFARI = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.0 Safari/605.1.15"
)


def browser(agent=SAFARI, address="198.51.100.4"):
    """Returns a browser of its own at a network of its own."""
    return PageCheckingClient(HTTP_USER_AGENT=agent, REMOTE_ADDR=address)


def signed_in_from(mailbox, agent=SAFARI, address="198.51.100.4", **posted):
    """Returns a browser in which Olive signed in with a mailed code."""
    client = browser(agent, address)
    step_up(client, mailbox, **posted)
    return client


def text_of(client, path="/security/") -> str:
    """Returns what the main part of a page says, without markup."""
    page = client.get(path).content.decode().partition("<main")[2]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))
