"""A process that starts with production's settings."""

import os
import subprocess
import sys

from tests.house.operator_defaults import REQUIRED, ROOT


def start(**env):
    return subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env={"PATH": os.environ["PATH"], **env},
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


def test_starting_production_with_nothing_says_what_is_missing():
    stopped = start(ENVIRONMENT="production")
    assert stopped.returncode != 0 and "Traceback" not in stopped.stderr
    for name in ("SECRET_KEY", "CODE_PEPPERS", "FIELD_KEYS", "LIMIT_KEY", "DATABASE_URL", "REDIS_URL", "PUBLIC_ORIGIN"):
        assert name in stopped.stderr


def test_production_with_all_values_starts():
    assert start(**REQUIRED).returncode == 0


def test_production_imports_nothing_of_the_local_launcher():
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, django; django.setup(); import merchant_portal.urls; print(*sys.modules)"],
        cwd=ROOT, env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "merchant_portal.settings", **REQUIRED},
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert not [name for name in loaded.stdout.split() if name.startswith("merchant_portal.local")]
