from django.urls import path

from onboarding.views import (
    activation,
    application,
    changes,
    company,
    documents,
    help,
    home,
    landing,
    phone,
    status,
    submitting,
)

app_name = "onboarding"

urlpatterns = [
    path("", landing.landing, name="landing"),
    path("register/", landing.register, name="register"),
    path("help/", help.help_page, name="help"),
    path("help/sign-in/", help.why_cannot_sign_in, name="help_sign_in"),
    path("application/", application.application, name="application"),
    path("application/company/", company.company_profile, name="company"),
    path("application/phone/", phone.application_phone, name="phone"),
    path("application/phone/code/", phone.application_phone_code, name="phone_code"),
    path("application/documents/<slug:key>/", documents.upload_document, name="document"),
    path(
        "application/documents/<slug:key>/<int:version_id>/remove/", documents.remove_document, name="remove_document"
    ),
    path("application/check/", submitting.check_application, name="check"),
    path("application/submitted/", submitting.application_submitted, name="submitted"),
    path("application/status/", status.application_status, name="status"),
    path("application/changes/", changes.requested_changes, name="changes"),
    path("application/again/", status.begin_again, name="again"),
    path("application/withdraw/", submitting.withdraw_application, name="withdraw"),
    path("activate/", activation.activate, name="activate"),
    path("activate/<path:token>/", activation.activate_by_link, name="activate_by_link"),
    path("home/", home.seller_home, name="home"),
    path("home/tips/", home.hide_tips, name="hide_tips"),
    path("documents/<int:version_id>/", documents.download_document, name="download"),
    path("documents/<int:version_id>/pages/<int:number>/", documents.document_page, name="page_picture"),
]
