from django.urls import path

from accounts.views import (
    authenticator,
    channel,
    confirmation,
    places,
    proof,
    recovery,
    security,
    sign_in,
    staff,
    step_up,
    trouble,
)

app_name = "accounts"

urlpatterns = [
    path("sign-in/", sign_in.page, name="sign_in"),
    path("sign-in/code/", step_up.code, name="code"),
    path("sign-in/resend/", step_up.resend, name="resend_code"),
    path("sign-in/channel/", channel.page, name="channel"),
    path("sign-in/trouble/", trouble.page, name="trouble"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("register/check-inbox/", confirmation.check_inbox, name="check_inbox"),
    path("register/resend/", confirmation.resend, name="resend_confirmation"),
    path("register/change-email/", confirmation.change_email, name="change_email"),
    path("confirm-email/<str:token>/", confirmation.confirm_email, name="confirm_email"),
    path("confirm-it-is-you/", proof.confirm_it_is_you, name="confirm_it_is_you"),
    path("security/", security.page, name="security"),
    path("security/stay/", places.stay, name="stay"),
    path("security/browsers/", places.known_browsers, name="browsers"),
    path("security/sessions/", places.sessions, name="sessions"),
    path("security/history/", places.sign_in_history, name="history"),
    path("security/password/", security.password, name="password"),
    path("security/app/", authenticator.page, name="app"),
    path("security/app/key/", authenticator.key, name="app_key"),
    path("security/app/code/", authenticator.code, name="app_code"),
    path("security/app/remove/", authenticator.remove, name="app_remove"),
    path("security/recovery-codes/", recovery.page, name="recovery_codes"),
    path("security/recovery-codes/kept/", recovery.kept, name="recovery_kept"),
    path("security/recovery-codes/download/", recovery.download, name="recovery_download"),
    path("admin/sign-in/", staff.page, name="staff_sign_in"),
    path("admin/sign-in/code/", staff.code, name="staff_code"),
    path("admin/sign-in/app/", staff.app, name="staff_app"),
]
