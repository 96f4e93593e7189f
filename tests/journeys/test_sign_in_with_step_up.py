"""A merchant registers, confirms the mailbox, leaves, and signs in again with a mailed code.

Nothing is mocked: Django's client, a Celery worker, a mail server, PostgreSQL and Redis.
"""

from tests.factories import PASSWORD, register_form

OLIVE = "olive@fernhill.example"


def test_olive_registers_confirms_signs_out_and_signs_in_with_a_code(client, post):
    client.post("/register/", register_form(client.get("/register/")))
    page = client.get("/register/check-inbox/").content.decode()
    assert OLIVE in page

    email = post.next(to=OLIVE, kind="accounts/confirm-email")
    assert email.subject in page
    assert client.get(email.link).status_code == 200
    assert client.post(email.link)["Location"] == "/application/"
    assert "Fernhill Sample Tea Ltd" in client.get("/application/").content.decode()

    client.post("/sign-out/")
    assert client.get("/application/")["Location"] == "/sign-in/?next=%2Fapplication%2F"

    fields = {"email": OLIVE, "password": PASSWORD, "next": "/application/"}
    assert client.post("/sign-in/", fields)["Location"] == "/sign-in/code/"
    email = post.next(to=OLIVE, kind="accounts/sign-in-code")
    assert email.tag in client.get("/sign-in/code/").content.decode()
    assert client.post("/sign-in/code/", {"code": email.code})["Location"] == "/application/"
    assert client.get("/application/").status_code == 200
