from django.urls import path

from merchant_portal.local import views

app_name = "local"
urlpatterns = [
    path("mailbox/", views.show_mailbox, name="mailbox"),
    path("mailbox/messages.json", views.list_messages, name="messages"),
    path("mailbox/<int:number>/", views.show_letter, name="letter"),
    path("codes/", views.show_codes, name="codes"),
]
