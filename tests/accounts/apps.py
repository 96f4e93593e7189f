"""Setting up an authenticator app in a browser that is signed in, and the codes it shows."""

import base64
import re

from tests.accounts.test_sign_in_begin import ADDRESS, sign_in
from tests.accounts.test_staff_sign_in import code_for

APP, KEY, CODE, REMOVE = "/security/app/", "/security/app/key/", "/security/app/code/", "/security/app/remove/"


def written_key(page) -> bytes:
    """Returns the key that a page shows in writing, as a person types it."""
    shown = re.search(r'<p class="key"[^>]*>(.*?)</p>', page.content.decode(), re.DOTALL)[1]
    return base64.b32decode("".join(re.findall(r"[A-Z2-7]{4}", shown)))


def begin(client) -> bytes:
    """Asks for a key and returns it."""
    client.post(APP)
    return written_key(client.get(KEY))


def set_up(client, name: str = "", offset: int = 0) -> bytes:
    """Sets up an app, or replaces the one before, and returns its key; its first code is used."""
    key = begin(client)
    answer = client.post(CODE, {"code": code_for(key, offset), "name": name})
    assert answer.status_code == 302, answer.content.decode()
    return key


def sign_in_with(client, code: str, email: str = ADDRESS):
    """Goes through a sign-in that asks for the app."""
    sign_in(client, email=email)
    return client.post("/sign-in/code/", {"code": code})
