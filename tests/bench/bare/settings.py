"""Stock Django beside ours: the same database server, the same cheap hash, one template loader for both.

What it mails it sends in the request, as a site without a worker does.
"""

import os

from merchant_portal.environment import PARSERS

SECRET_KEY = "only-for-the-bench-" + "0" * 32
DATABASES = {
    "default": PARSERS["database_url"](os.environ["DATABASE_URL"]) | {"ENGINE": "django.db.backends.postgresql"}
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions", "tests.bench.bare"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
MIGRATION_MODULES = dict.fromkeys(["auth", "contenttypes", "sessions"])  # made at once, with our one table
ROOT_URLCONF = "tests.bench.bare.urls"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "tests.bench.bare.post.Backend"
EMAIL_HOST, EMAIL_PORT = "127.0.0.1", int(os.environ["BENCH_SMTP_PORT"])
LOGIN_URL = "/sign-in/"
ALLOWED_HOSTS = ["*"]
USE_TZ = True
# The page of both sites behind the sign-in.
PAGE = """<!doctype html><html lang="en"><title>{{ title }}</title><h1>{{ title }}</h1>
{% if form %}<form method="post">{% csrf_token %}{{ form }}<button>Go on</button></form>{% endif %}
{{ request.user }}</html>"""
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "context_processors": ["django.template.context_processors.request"],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [("django.template.loaders.locmem.Loader", {"page.html": PAGE})],
                )
            ],
        },
    }
]
