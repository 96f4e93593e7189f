"""A new address that is somebody else's, and other addresses nobody gets; who sends how much to whom."""

import pytest

from accounts.models import ContactChange, User
from tests.accounts.changing import CODE, NEW, OLD, PAGE, answer, begin, change, may_resend_now
from tests.browser.touring import bare
from tests.factories import PASSWORD, confirmed_owner, registered_owner


@pytest.fixture
def holder(db):
    return confirmed_owner("Ann Lee", NEW)


def pages_after(client, email):
    begun = begin(client, email)
    page = client.get(CODE)
    return begun.status_code, begun["Location"], page.status_code, bare(page.content.decode()).replace(email, "…")


def without_tag(text):
    return [line for line in text.splitlines() if "Tag in the latest email" not in line]


def test_a_taken_address_gets_the_same_pages_and_only_its_holder_is_notified(signed_in, mailbox, holder):
    free = pages_after(signed_in, "free@greenhill.example")
    mailbox.all()
    free_sent = without_tag(bare(signed_in.get(CODE).content.decode()).replace("free@greenhill.example", "…"))
    taken = pages_after(signed_in, NEW)
    mailbox.all()
    differing = set(without_tag(taken[3])) ^ set(without_tag(free[3]))
    assert taken[:3] == free[:3] and not differing
    assert without_tag(bare(signed_in.get(CODE).content.decode()).replace(NEW, "…")) == free_sent
    assert [email.kind for email in mailbox.all(to=NEW)] == ["accounts/email-requested-by-other"]
    assert "482" not in mailbox.latest(to=NEW).subject


def test_no_code_proves_a_taken_address(signed_in, mailbox, holder, olive):
    begin(signed_in)
    mailbox.all()
    for number in range(5):
        signed_in.post(CODE, {"code": f"{number:06d}"})
    assert ContactChange.objects.get().status == "new_end"
    olive.refresh_from_db()
    assert olive.email == OLD and User.objects.get(pk=holder.pk).email == NEW


def test_somebody_who_never_confirmed_the_address_does_not_hold_it(signed_in, mailbox, olive):
    registered_owner("Nobody", NEW)
    change(signed_in, mailbox)
    olive.refresh_from_db()
    assert olive.email == NEW


def test_an_address_taken_in_between_is_refused_at_the_end(signed_in, mailbox, olive):
    begin(signed_in)
    answer(signed_in, mailbox, NEW)
    confirmed_owner("Ann Lee", NEW)
    page = answer(signed_in, mailbox, OLD)
    assert (
        page.status_code == 409
        and "now belongs to another account. Yours hasn&#x27;t changed." in page.content.decode()
    )
    olive.refresh_from_db()
    assert olive.email == OLD and ContactChange.objects.get().status == "cancelled"
    assert signed_in.get(PAGE).status_code == 200


@pytest.mark.parametrize(
    "email", ["", "no address", "Olive@Fernhill.Example", "ｏｌｉｖｅ@fernhill.example", "x@bad.example"]
)
def test_what_cannot_be_the_new_address_is_reported_at_the_field(signed_in, mailbox, settings, email):
    settings.REFUSED_MAIL_DOMAINS = ["bad.example"]
    page = begin(signed_in, email)
    assert page.status_code == 200 and 'id="error-summary"' in page.content.decode()
    assert not ContactChange.objects.exists()


def test_somebody_elses_code_proves_nothing(signed_in, another_browser, mailbox, olive):
    begin(signed_in)
    max_ = confirmed_owner("Max", "max@elsewhere.example")
    another_browser.post("/sign-in/", {"email": max_.email, "password": PASSWORD})
    another_browser.post("/sign-in/code/", {"code": mailbox.latest(to=max_.email).code})
    begin(another_browser, "max@greenhill.example")
    olives = mailbox.latest(to=NEW).code
    if olives != mailbox.latest(to="max@greenhill.example").code:
        assert another_browser.post(CODE, {"code": olives}).status_code == 200
    assert set(ContactChange.objects.values_list("status", flat=True)) == {"new_end"}


def test_a_second_code_waits_for_its_time(signed_in, mailbox):
    begin(signed_in)
    assert signed_in.post(CODE, {"resend": "1"})["Location"] == f"{CODE}?early=1"
    assert begin(signed_in)["Location"] == f"{CODE}?early=1"  # the same address once more is the same change
    assert len(mailbox.all(to=NEW)) == 1 and ContactChange.objects.count() == 1
    may_resend_now()
    assert signed_in.post(CODE, {"resend": "1"})["Location"] == f"{CODE}?resent=1"
    assert len(mailbox.all(to=NEW)) == 2


def test_an_address_gets_at_most_the_hours_codes_and_the_page_tells_the_time(signed_in, mailbox, settings):
    settings.SENDS_PER_HOUR = 2
    begin(signed_in)
    for _ in range(3):
        may_resend_now()
        last = signed_in.post(CODE, {"resend": "1"})
    assert last.status_code == 429 and int(last["Retry-After"]) > 60
    assert len(mailbox.all(to=NEW)) == 2


def test_one_person_cannot_write_to_everybody(signed_in, mailbox):
    answers = [begin(signed_in, f"stranger{number}@greenhill.example").status_code for number in range(12)]
    assert answers == [302] * 10 + [429] * 2


def test_a_stranger_cannot_use_up_the_codes_of_the_owners_sign_in(
    signed_in, another_browser, mailbox, settings, holder
):
    settings.SENDS_PER_HOUR = 1
    begin(signed_in)
    another_browser.post("/sign-in/", {"email": NEW, "password": PASSWORD})
    assert mailbox.latest(to=NEW, kind="accounts/sign-in-code")


def test_when_the_old_ends_codes_are_used_up_the_page_offers_to_go_on_later(signed_in, mailbox, settings):
    settings.SENDS_PER_HOUR = 1  # the sign-in took it
    begin(signed_in)
    assert answer(signed_in, mailbox, NEW)["Location"] == CODE
    assert "There is no active code" in signed_in.get(CODE).content.decode()
    may_resend_now()
    assert signed_in.post(CODE, {"resend": "1"}).status_code == 429
    settings.SENDS_PER_HOUR = 2
    may_resend_now()
    assert signed_in.post(CODE, {"resend": "1"})["Location"] == f"{CODE}?resent=1"
    assert mailbox.latest(to=OLD, kind="accounts/contact-code")
