"""A forgotten password, as tests go through it."""

from tests.accounts.test_sign_in_begin import ADDRESS

RESET, CODE, RESEND, PASSWORD_PAGE = "/reset/", "/reset/code/", "/reset/resend/", "/reset/password/"
NEW = "a loud walk at dusk"
KIND = "accounts/reset-code"


def ask(client, email=ADDRESS):
    return client.post(RESET, {"email": email})


def give_code(client, code):
    return client.post(CODE, {"code": code})


def wrong(code: str) -> str:
    """Returns another code than `code`."""
    return ("B" if code[0] != "B" else "C") + code[1:]


def asked(client, mailbox, email=ADDRESS) -> str:
    """Asks for a code and returns it."""
    ask(client, email)
    return mailbox.latest(to=email, kind=KIND).code


def set_password(client, new=NEW, again=None):
    return client.post(PASSWORD_PAGE, {"new_password": new, "new_password_again": again or new})


def at_the_new_password(client, mailbox, email=ADDRESS) -> None:
    """Asks, and gives the right code."""
    give_code(client, asked(client, mailbox, email))


def reset(client, mailbox, email=ADDRESS, new=NEW):
    """Goes the whole way and returns the last answer."""
    at_the_new_password(client, mailbox, email)
    return set_password(client, new)
