from django.urls import path

from onboarding.views import application, door

app_name = "onboarding"

urlpatterns = [
    path("", door.landing, name="landing"),
    path("register/", door.register, name="register"),
    path("help/", door.help_page, name="help"),
    path("application/", application.landing, name="application"),
]
