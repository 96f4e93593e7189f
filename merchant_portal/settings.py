"""Django's settings. What an operator sets is listed in `operator_settings.py`; what is here is the same everywhere."""

from pathlib import Path

from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from kombu import Queue

from merchant_portal import environment, logging
from merchant_portal.operator_settings import *
from merchant_portal.storage.private import storage_settings

BASE_DIR = Path(__file__).resolve().parent.parent

LOCAL = ENVIRONMENT == environment.LOCAL
PRODUCTION = ENVIRONMENT == environment.PRODUCTION
SECURE = PUBLIC_ORIGIN.startswith("https://")
SECRET_KEY, SECRET_KEY_FALLBACKS = SECRET_KEYS[0], SECRET_KEYS[1:]

# Hosts: links and allowed hosts come from PUBLIC_ORIGIN alone, never from a request.
PUBLIC_HOST = PUBLIC_ORIGIN.split("://")[1]
ALLOWED_HOSTS = [PUBLIC_HOST.rsplit(":", 1)[0]] + ([] if PRODUCTION else ["localhost", "127.0.0.1", "testserver"])
CSRF_TRUSTED_ORIGINS = [PUBLIC_ORIGIN]

INSTALLED_APPS = [
    "reviews.apps.ReviewsConfig",
    "reviews.apps.ConsoleConfig",  # Django admin, with our site
    "onboarding",
    "accounts",  # before contrib.auth: replaces its createsuperuser and changepassword
    "merchant_portal",
    "merchant_portal.audit",
    "merchant_portal.messaging",
    "merchant_portal.idempotency",
    "merchant_portal.operations",
    *([] if PRODUCTION else ["merchant_portal.local"]),  # has no models
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",  # indexes by trigrams
    "django.contrib.staticfiles",
    "django.forms",
    "axes",
    "django_otp",
    "pgtrigger",
    "phonenumber_field",
    "django_countries",
    "csp",
]

MIDDLEWARE = [
    "merchant_portal.middleware.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "merchant_portal.logging.RequestLogMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "merchant_portal.middleware.DatabaseWatchMiddleware",
    "merchant_portal.middleware.UnknownProxyMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "accounts.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "accounts.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "merchant_portal.middleware.EqualPressesMiddleware",  # after the CSRF check, before somebody is sent to sign in
    "accounts.middleware.SignInRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "merchant_portal.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "merchant_portal.urls"
WSGI_APPLICATION = "merchant_portal.wsgi.application"
LOADERS = ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            # locally a changed template is seen at once
            "loaders": LOADERS if LOCAL else [("django.template.loaders.cached.Loader", LOADERS)],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "merchant_portal.context_processors.site",
                "onboarding.context_processors.navigation",
            ],
            "builtins": ["merchant_portal.templatetags.portal"],
        },
    },
]
FORM_RENDERER = "merchant_portal.forms.PortalRenderer"

# Data
DATABASES = {
    "default": DATABASE_URL | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "ATOMIC_REQUESTS": False},
}
DATABASES["default"]["OPTIONS"] = {
    "connect_timeout": DATABASE_CONNECT_SECONDS,
    # a machine that is gone is noticed within a minute, not after the two hours of the operating system
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,  # milliseconds
} | DATABASE_URL["OPTIONS"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_timeout": 0.5, "socket_connect_timeout": 0.5},  # seconds
    },
    # what {% cache %} keeps in each process; locally nothing, so that a changed template is seen at once
    "template_fragments": {"BACKEND": f"django.core.cache.backends.{'dummy.Dummy' if LOCAL else 'locmem.LocMem'}Cache"},
}
LIMITS_STORAGE_URL = environment.for_limits(REDIS_URL)
LIMITS_KEY_PREFIX = "limits"

# Who someone is
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "accounts.backends.PortalBackend"]
PASSWORD_HASHERS = ["accounts.hashers.PortalArgon2"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": PASSWORD_MIN_LENGTH},
    },
    {"NAME": "accounts.validators.KnownPasswordValidator"},
    {"NAME": "accounts.validators.OwnWordsValidator"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "/application/"

SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
COOKIE_PREFIX = "__Host-" if SECURE else ""  # browsers take the prefix over https only
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}session"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrf"
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}language"
REGISTRATION_COOKIE_NAME = f"{COOKIE_PREFIX}registration"
RESET_COOKIE_NAME = f"{COOKIE_PREFIX}reset"
TIPS_COOKIE_NAME = f"{COOKIE_PREFIX}tips"
BROWSER_COOKIE_NAME = f"{COOKIE_PREFIX}browser"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
CSRF_FAILURE_VIEW = "accounts.views.stale_form.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

AXES_HANDLER = "accounts.axes_handler.AxesHandler"
AXES_CLIENT_IP_CALLABLE = "merchant_portal.http.client_address"
AXES_USERNAME_FORM_FIELD = "email_key"
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_LOCKOUT_CALLABLE = "accounts.axes_handler.keep_response"
AXES_RESET_ON_SUCCESS = False
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

SILENCED_SYSTEM_CHECKS = [
    "auth.W004",  # email_key is unique among confirmed people only: a partial constraint, see accounts.models.user
    "axes.W006",  # the account is the only lock parameter: limits by network are ours, tests prove them
    "security.W005",  # HSTS speaks for this host only: other hosts of the domain are not ours to decide
    "security.W021",  # nor may we put the operator's domain on the browsers' preload list
]

# The browser
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz/$", r"^readyz/$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if PRODUCTION else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_PORTAL_FORWARDED_PROTO", "https")  # set only behind a trusted proxy
SECURE_REFERRER_POLICY = "same-origin"  # with no-referrer browsers post `Origin: null` and the CSRF check refuses
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
PERMISSIONS_POLICY = {
    name: [] for name in ("camera", "microphone", "geolocation", "payment", "usb", "accelerometer", "gyroscope")
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # bytes, without files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 300
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "merchant_portal.storage.uploads.TemporaryFileHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024  # bytes; larger files go to disk at once

# Languages: English is the source
LANGUAGE_CODE = "en"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English"), ("ru", "Русский")]
LOCALE_PATHS = [BASE_DIR / "merchant_portal" / "locale"]
USE_TZ = True
FORMAT_MODULE_PATH = "merchant_portal.formats"  # dates of Django admin
COUNTRIES_OVERRIDE = {"HK": _("Hong Kong"), "MO": _("Macao"), "TW": _("Taiwan")}  # in Chinese 中国香港 …
DEFAULT_SITE_NAME = _("Merchant Portal")
DEFAULT_OPERATOR_NAME = _("The marketplace team")
DEFAULT_SUPPORT_HOURS = _("on business days, 9:00–18:00 (%(zone)s)")

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "static"
STORAGES = {
    "default": storage_settings(
        STORAGE_URL, connect_seconds=STORAGE_CONNECT_SECONDS, read_seconds=STORAGE_READ_SECONDS
    ),
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not PRODUCTION

# Mail
EMAIL_BACKEND = EMAIL_URL["backend"]
EMAIL_HOST = EMAIL_URL.get("host", "")
EMAIL_PORT = EMAIL_URL.get("port", 25)
EMAIL_HOST_USER = EMAIL_URL.get("user", "")
EMAIL_HOST_PASSWORD = EMAIL_URL.get("password", "")
EMAIL_USE_SSL = EMAIL_URL.get("ssl", False)
EMAIL_USE_TLS = EMAIL_URL.get("starttls", False)
EMAIL_TIMEOUT = MAIL_TIMEOUT_SECONDS
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# The worker. Arguments are ids only; results are not kept; a broker that is down costs milliseconds.
CELERY_BROKER_URL = environment.for_celery(REDIS_URL)
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
    "socket_connect_timeout": 2,
    "socket_timeout": 5,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # worker and beat wait for the broker for ever
CELERY_TIMEZONE = "UTC"
# Mail, texts and documents have queues of their own, so that a slow one holds up no other where each has its own
# worker (-Q mail, -Q texts, -Q documents, -Q celery). A worker without -Q serves them all.
CELERY_TASK_QUEUES = [Queue(name) for name in ("celery", "mail", "texts", "documents")]
CELERY_TASK_ROUTES = {
    "messaging.send_mail": {"queue": "mail"},
    "messaging.send_texts": {"queue": "texts"},
    "onboarding.check_document": {"queue": "documents"},
    # behind what waits there: a document that is not in a worker's hands then has lost its wake-up
    "onboarding.check_waiting_documents": {"queue": "documents"},
    "onboarding.verify_storage": {"queue": "documents"},
}
# No task expires: the clocks of beat and worker may differ. A task is not queued while the same one still waits.
CELERY_BEAT_SCHEDULER = "merchant_portal.scheduler.Scheduler"
# What records a heartbeat when it has run: each sweep by its name, the seal, and beat's own check.
SWEEPS = {
    "mail": "messaging.send_mail",
    "texts": "messaging.send_texts",
    "decisions": "reviews.apply_due_decisions",
    "documents": "onboarding.check_waiting_documents",
}
HEARTBEATS = {task: f"sweep.{name}" for name, task in SWEEPS.items()} | {
    "audit.seal": "seal",
    "operations.check": "beat",
}
CELERY_BEAT_SCHEDULE = {
    "check that nothing is behind": {"task": "operations.check", "schedule": 30},
    "sweep mail": {"task": "messaging.send_mail", "schedule": SWEEP_SECONDS},
    "sweep texts": {"task": "messaging.send_texts", "schedule": SWEEP_SECONDS},
    "sweep decisions": {"task": "reviews.apply_due_decisions", "schedule": SWEEP_SECONDS},
    "sweep documents": {"task": "onboarding.check_waiting_documents", "schedule": 5},
    "verify the storage": {"task": "onboarding.verify_storage", "schedule": crontab(minute="*/30")},
    "sweep contact changes": {"task": "accounts.sweep_contact_changes", "schedule": 60},
    "remove unsaved input": {"task": "accounts.remove_unsaved_input", "schedule": 300},
    "seal the audit": {"task": "audit.seal", "schedule": 300},
    "purge the audit": {"task": "audit.purge", "schedule": crontab(hour=3, minute=17)},
    "prune accounts": {"task": "onboarding.prune_accounts", "schedule": crontab(hour=3, minute=47)},
    "tidy up accounts": {"task": "accounts.remove_finished", "schedule": crontab(minute=7)},
    "tidy up answers": {"task": "idempotency.remove_old", "schedule": crontab(minute="*/10")},
    "tidy up messages": {"task": "messaging.remove_old", "schedule": crontab(minute=37)},
}

LOGGING_CONFIG = None
logging.configure(as_json=PRODUCTION)
