"""Recovery codes: drawing them in a browser that is signed in, and using one."""

import re

from accounts.models import PendingSignIn
from tests.accounts.test_sign_in_begin import ADDRESS, sign_in

PAGE, KEPT, DOWNLOAD = (
    "/security/recovery-codes/",
    "/security/recovery-codes/kept/",
    "/security/recovery-codes/download/",
)


def on_page(page) -> list[str]:
    """Returns the codes that a page shows, without the blank in the middle."""
    shown = re.search(r'<ol id="codes".*?</ol>', page.content.decode(), re.DOTALL)
    groups = re.findall(r"<span>([A-Z]{5})</span> <span>([A-Z]{5})</span>", shown[0]) if shown else []
    return [first + second for first, second in groups]


def draw(client) -> list[str]:
    """Draws ten codes and returns them; the page is left."""
    return on_page(client.post(PAGE))


def keep(client) -> list[str]:
    """Draws ten codes, shows that they are kept, and returns them."""
    codes = draw(client)
    assert client.post(KEPT, {"code": codes[0], "codes": codes})["Location"] == "/security/"
    return codes


def recover(client, code: str, email: str = ADDRESS):
    """Goes through a sign-in that asks for a recovery code."""
    sign_in(client, email=email)
    ask_for_recovery(client)
    return client.post("/sign-in/code/", {"code": code})


def ask_for_recovery(client) -> None:
    PendingSignIn.objects.filter(pk=client.session["pending"]).update(channel="recovery")
