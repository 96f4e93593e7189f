"""A stranger locks Olive's account and she opens it from the mail; later she forgets her password.

Nothing is mocked: Django's client, a Celery worker, a mail server, PostgreSQL and Redis.
"""

from tests.accounts.resetting import CODE, KIND, NEW, PASSWORD_PAGE, ask, give_code, set_password
from tests.accounts.test_sign_in_begin import ADDRESS, sign_in
from tests.accounts.test_sign_in_lock import lock
from tests.factories import PASSWORD, register_form
from tests.pages import PageCheckingClient


def join(post) -> None:
    """Olive registers in a browser that she never uses again."""
    browser = PageCheckingClient()
    browser.post("/register/", register_form(browser.get("/register/")))
    browser.post(post.next(to=ADDRESS, kind="accounts/confirm-email").link)


def enter(client, post, password) -> None:
    assert sign_in(client, password=password)["Location"] == "/sign-in/code/"
    code = post.next(to=ADDRESS, kind="accounts/sign-in-code").code
    assert client.post("/sign-in/code/", {"code": code})["Location"] == "/application/"
    client.post("/sign-out/")


def test_olive_comes_back_twice(client, another_browser, post):
    join(post)
    lock(another_browser)
    client.post(post.next(to=ADDRESS, kind="accounts/locked").link, {"answer": "me"})
    lock(another_browser)
    post.next(to=ADDRESS, kind="accounts/locked")
    enter(client, post, PASSWORD)  # from a browser that is known: no mail about a new one

    ask(another_browser, "nobody@fernhill.example")
    assert ask(another_browser)["Location"] == CODE
    email = post.next(to=ADDRESS, kind=KIND)
    assert email.tag in another_browser.get(CODE).content.decode()
    assert give_code(another_browser, email.code)["Location"] == PASSWORD_PAGE
    filled = set_password(another_browser)["Location"]
    assert "All other browsers have been signed out" in post.next(to=ADDRESS, kind="accounts/password-changed").text
    assert ADDRESS in another_browser.get(filled).content.decode()
    enter(another_browser, post, NEW)
