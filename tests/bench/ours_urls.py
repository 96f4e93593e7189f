"""Our site with the bare stack's page behind its sign-in: what a page costs before anything of its own is drawn."""

from django.http import HttpResponse
from django.template import engines
from django.urls import path

from merchant_portal.urls import *  # noqa: F403 - the site as it is
from merchant_portal.urls import urlpatterns
from tests.bench.bare.settings import PAGE

page = engines["django"].from_string(PAGE)


def home(request):
    return HttpResponse(page.render({"title": "Home"}, request))


urlpatterns = [path("home/", home), *urlpatterns]
