from django.urls import path

from onboarding.views import (
    activation,
    application,
    changes,
    company,
    documents,
    door,
    help,
    home,
    phone,
    status,
    submitting,
)

app_name = "onboarding"

urlpatterns = [
    path("", door.landing, name="landing"),
    path("register/", door.register, name="register"),
    path("help/", help.page, name="help"),
    path("help/sign-in/", help.sign_in, name="help_sign_in"),
    path("application/", application.landing, name="application"),
    path("application/company/", company.page, name="company"),
    path("application/phone/", phone.page, name="phone"),
    path("application/phone/code/", phone.code, name="phone_code"),
    path("application/documents/<slug:key>/", documents.page, name="document"),
    path("application/documents/<slug:key>/<int:version_id>/remove/", documents.remove, name="remove_document"),
    path("application/check/", submitting.check, name="check"),
    path("application/submitted/", submitting.submitted, name="submitted"),
    path("application/status/", status.page, name="status"),
    path("application/changes/", changes.page, name="changes"),
    path("application/again/", status.again, name="again"),
    path("application/withdraw/", submitting.withdraw, name="withdraw"),
    path("activate/", activation.page, name="activate"),
    path("activate/<path:token>/", activation.by_link, name="activate_by_link"),
    path("home/", home.page, name="home"),
    path("home/tips/", home.hide_tips, name="hide_tips"),
    path("documents/<int:version_id>/", documents.download, name="download"),
    path("documents/<int:version_id>/pages/<int:number>/", documents.page_picture, name="page_picture"),
]
