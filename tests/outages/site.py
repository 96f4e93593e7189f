"""A whole portal of its own for outages, as the people see it who use it."""

import re
from email import message_from_bytes, policy

from tests.attacks.wire import Wire
from tests.factories import PASSWORD
from tests.onboarding.joining import COMPANY
from tests.outages.processes import SETTINGS, Processes, wait_for

__all__ = ["SETTINGS", "Site", "code_in", "link_in", "wait_for"]
FORM_ID = re.compile(r'name="form_id"[^>]*value="([^"]+)"')
CODE_LINE = re.compile(r"^(\d{6})$", re.MULTILINE)


class Site(Processes):
    """`with Site(folder) as site:` has everything up; `site.origin` is where it answers."""

    def register(self, email: str) -> Wire:
        """Registers a merchant and returns the browser that did."""
        browser = Wire(self.origin)
        page = browser.get("/register/")
        form = {
            "company_name": "Fernhill Sample Tea Ltd", "contact_name": "Olive Tan", "email": email,
            "phone": "+85261234567", "password": PASSWORD, "terms": "on",
            "form_id": FORM_ID.findall(page.body)[-1],
        }  # fmt: skip
        answer = browser.post("/register/", form, from_page="/register/")
        assert answer.status == 302, answer.status
        return browser

    def emails_to(self, email: str) -> list:
        """Returns the mails that arrived for `email`, oldest first."""
        emails = [message_from_bytes(message, policy=policy.default) for message in list(self.mail.emails)]
        return [message for message in emails if message["To"] == email]

    def confirmed(self, email: str) -> Wire:
        """Registers a merchant, confirms the mailbox and returns the browser, signed in."""
        browser = self.register(email)
        wait_for(lambda: self.emails_to(email))
        assert browser.post(link_in(self.emails_to(email)[-1])).location == "/application/"
        return browser

    def save_company(self, browser: Wire) -> None:
        """Gives the company profile."""
        page = "/application/company/"
        form = COMPANY | {"shown_for": "CN/company", "form_id": FORM_ID.findall(browser.get(page).body)[-1]}
        assert browser.post(page, form).status == 302

    def upload(self, browser: Wire, key: str, data: bytes) -> int:
        """Uploads `data` for the document `key` as a browser does. Returns the status of the answer."""
        page, mark = f"/application/documents/{key}/", "----a-mark-between-parts"
        fields = {"csrfmiddlewaretoken": browser.cookies["csrf"], "part": "1"}
        begin = f"--{mark}\r\nContent-Disposition: form-data; name="
        parts = [f'{begin}"{name}"\r\n\r\n{value}' for name, value in fields.items()]
        head = f'{begin}"file"; filename="a.pdf"\r\n\r\n'
        body = "\r\n".join([*parts, head]).encode() + data + f"\r\n--{mark}--\r\n".encode()
        kind = {"Content_Type": f"multipart/form-data; boundary={mark}", "Origin": self.origin}
        return browser.send("POST", page, body, **kind).status

    def sign_in(self, email: str) -> Wire:
        """Gives the password and returns the browser, which is asked for a code."""
        browser = Wire(self.origin)
        answer = browser.post("/sign-in/", {"email": email, "password": PASSWORD})
        assert answer.location == "/sign-in/code/", (answer.status, answer.location)
        return browser


def text_of(email) -> str:
    return email.get_body(("plain",)).get_content().replace("\r\n", "\n")


def link_in(email) -> str:
    """Returns the path of the first link of a mail."""
    return "/" + re.search(r"^http://[^/]+/(\S+)$", text_of(email), re.MULTILINE)[1]


def code_in(email) -> str:
    return CODE_LINE.search(text_of(email))[1]
