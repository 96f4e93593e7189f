from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.utils import timezone

from accounts.decorators import fresh_proof


@fresh_proof
def page(request):
    return HttpResponse("done")


@fresh_proof(back="accounts:password")
def button(request):
    return HttpResponse("done")


def ask(view, request, age_minutes=None):
    proved = timezone.now() - timedelta(minutes=age_minutes or 0)
    request.session = {} if age_minutes is None else {"stepped_up_at": proved.isoformat()}
    return view(request)


@pytest.mark.parametrize("age", [0, 14.9])
def test_a_proof_of_the_last_minutes_lets_through(rf, age):
    assert ask(page, rf.post("/page/"), age).content == b"done"


@pytest.mark.parametrize("age", [15, 600, None])
def test_an_old_one_or_none_leads_to_the_question_and_back_to_the_page(rf, age):
    for request in (rf.get("/page/", {"n": 2}), rf.post("/page/?n=2", {"field": "typed"})):
        assert ask(page, request, age)["Location"] == "/confirm-it-is-you/?next=%2Fpage%2F%3Fn%3D2"


def test_a_button_without_a_page_of_its_own_names_where_to_go_back(rf):
    assert ask(button, rf.post("/button/"))["Location"] == "/confirm-it-is-you/?next=%2Fsecurity%2Fpassword%2F"


def test_how_long_it_counts_is_a_setting(rf, settings):
    settings.REAUTH_MINUTES = 5
    assert ask(page, rf.get("/page/"), 6).status_code == 302
