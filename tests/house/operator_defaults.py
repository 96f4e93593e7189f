"""The settings of an operator who sets only what production asks for."""

import os
import runpy
from pathlib import Path
from unittest import mock

ROOT = Path(__file__).resolve().parents[2]
SECRET = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c"
REQUIRED = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": SECRET,
    "CODE_PEPPERS": SECRET,
    "LIMIT_KEY": SECRET,
    "FIELD_KEYS": "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
    "DATABASE_URL": "postgresql://portal@db.internal/portal",
    "REDIS_URL": "rediss://cache.internal:6380/0",
    "EMAIL_URL": "smtps://user:password@mail.internal",
    "STORAGE_URL": "s3://key:secret@s3.internal/documents",
    "PUBLIC_ORIGIN": "https://portal.internal",
}


def defaults() -> dict:
    """Returns the value of every setting by its name in the environment, as read with REQUIRED alone."""
    with mock.patch.dict(os.environ, REQUIRED, clear=True):
        found = runpy.run_path(ROOT / "merchant_portal/operator_settings.py")
    values = {name: value for name, value in found.items() if name.isupper()}
    limits = values.pop("NETWORK_LIMITS")
    values["SECRET_KEY"] = values.pop("SECRET_KEYS")
    return values | {f"LIMIT_{name.upper()}": text for name, text in limits.items()}
