"""Every address of the site."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from accounts.views.language import set_language
from merchant_portal import views

urlpatterns = [
    path("", include("onboarding.urls")),
    path("", include("accounts.urls")),
    path("admin/", admin.site.urls),
    path("language/", set_language, name="language"),
    path("healthz/", views.healthz, name="healthz"),
    path("readyz/", views.readyz, name="readyz"),
    path(".well-known/change-password", views.well_known_change_password, name="change_password"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path("robots.txt", views.robots_txt, name="robots_txt"),
    path("favicon.ico", views.favicon, name="favicon"),
]

if settings.ENVIRONMENT == "local":
    urlpatterns.append(path("local/", include("merchant_portal.local.urls")))

handler400 = "merchant_portal.error_views.bad_request"
handler403 = "merchant_portal.error_views.forbidden"
handler404 = "merchant_portal.error_views.not_found"
handler500 = "merchant_portal.error_views.server_error"
