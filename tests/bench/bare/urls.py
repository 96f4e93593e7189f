import secrets

from django import forms
from django.contrib.auth import authenticate, login
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.core import signing
from django.core.mail import send_mail
from django.shortcuts import redirect, render
from django.urls import path

from tests.bench.bare.models import Code


class SignIn(forms.Form):
    email = forms.EmailField()
    password = forms.CharField(widget=forms.PasswordInput)


class Register(SignIn):
    name = forms.CharField()


class Digits(forms.Form):
    code = forms.CharField()


def page(request, title, form=None):
    return render(request, "page.html", {"title": title, "form": form})


def sign_in(request):
    form = SignIn(request.POST or None)
    if not form.is_valid():
        return page(request, "Sign in", form)
    user = authenticate(request, username=form.cleaned_data["email"], password=form.cleaned_data["password"])
    if user is None:
        return page(request, "Sign in", form)
    code = Code.objects.create(user=user, digits=f"{secrets.randbelow(10**6):06d}")
    send_mail("Your code", code.digits, None, [user.email])
    request.session["code"] = code.pk
    return redirect("/sign-in/code/")


def enter_code(request):
    form = Digits(request.POST or None)
    if form.is_valid():
        code = Code.objects.select_related("user").get(pk=request.session["code"])
        if not code.used and code.digits == form.cleaned_data["code"]:
            Code.objects.filter(pk=code.pk).update(used=True)
            login(request, code.user)
            return redirect("/home/")
    return page(request, "Code", form)


def register(request):
    form = Register(request.POST or None)
    if not form.is_valid():
        return page(request, "Register", form)
    given = form.cleaned_data
    user = User.objects.create_user(given["email"], given["email"], given["password"], is_active=False)
    send_mail("Confirm", signing.dumps(user.pk), None, [user.email])
    return redirect("/sign-in/")


def confirm(request, token):
    user = User.objects.get(pk=signing.loads(token))
    if request.method == "POST":
        user.is_active = True
        user.save(update_fields=["is_active"])
        login(request, user, backend="django.contrib.auth.backends.ModelBackend")
        return redirect("/home/")
    return page(request, "Confirm")


@login_required
def home(request):
    return page(request, "Home")


urlpatterns = [
    path("sign-in/", sign_in),
    path("sign-in/code/", enter_code),
    path("register/", register),
    path("confirm/<str:token>/", confirm),
    path("home/", home),
]
