"""What the actions know of the browser that sent a request. Made once per request, by `client_info`."""

from dataclasses import dataclass

from django.conf import settings
from ua_parser import parse_os, parse_user_agent

from merchant_portal import crypto
from merchant_portal.http import client_address
from merchant_portal.masking import mask_network

AGENT_LENGTH = 512  # characters of the header that are read
LABEL_LENGTH = 60  # characters
SECRET_LENGTH = 100  # characters; ours have 43


@dataclass(frozen=True)
class ClientInfo:
    """The browser that sent a request, and the network it came from."""

    browser: str  # what a person calls it ("Firefox, Windows"), or nothing when its header says nothing
    network: str  # masked
    secret: str  # the secret by which the browser is recognised: of its cookie, or a new one
    has_cookie: bool  # whether the browser sent the secret

    @property
    def origin(self) -> dict:
        """Returns the keys with which a record says where something came from."""
        return {"browser": self.browser, "network": self.network}


def client_info(request) -> ClientInfo:
    """Returns what is known of the browser that sent `request`. Another call generates another new secret."""
    sent = request.COOKIES.get(settings.BROWSER_COOKIE_NAME, "")
    has_cookie = 0 < len(sent) <= SECRET_LENGTH
    return ClientInfo(
        browser=_label(request.headers.get("User-Agent", "")[:AGENT_LENGTH]),
        network=mask_network(client_address(request)),
        secret=sent if has_cookie else crypto.new_token(),
        has_cookie=has_cookie,
    )


def _label(agent: str) -> str:
    parts = [part.family for part in (parse_user_agent(agent), parse_os(agent)) if part and part.family != "Other"]
    return ", ".join(parts)[:LABEL_LENGTH]
