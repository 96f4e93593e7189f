"""What is shipped for production: nothing runs as root, and every queue has its worker."""

import configparser
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

SYSTEMD = Path(__file__).resolve().parents[2] / "deploy" / "systemd"
SERVICES = sorted(SYSTEMD.glob("*.service"))


def unit(path: Path) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str
    parser.read_string(path.read_text())
    return parser


def test_there_is_a_unit_for_each_process():
    assert {path.name for path in SERVICES} == {"portal-web.service", "portal-worker@.service", "portal-beat.service"}


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_nothing_runs_as_root_or_stays_down(path):
    service = unit(path)["Service"]
    assert service["User"] == "portal" and service["Group"] == "portal"
    assert service["NoNewPrivileges"] == "true" and service["Restart"] == "always"
    assert not service["ExecStart"].startswith(("+", "!", "-")) and "sudo" not in service["ExecStart"]


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_its_command_is_known(path):
    words = shlex.split(unit(path)["Service"]["ExecStart"])
    program = Path(sys.executable).parent / Path(words[0]).name
    if program.name == "gunicorn":
        assert words[1] == "merchant_portal.wsgi" and "gthread" in words
        asked = [program, "--check-config", *words[1:]]
    else:
        assert words[1:3] == ["-A", "merchant_portal"]
        asked = [program, *words[1:], "--help"]
    ended = subprocess.run(asked, capture_output=True, text=True, check=False, cwd=SYSTEMD.parents[1])
    assert ended.returncode == 0, ended.stderr


def test_the_target_starts_a_worker_for_every_queue():
    target = (SYSTEMD / "portal.target").read_text()
    started = {word for line in target.splitlines() if line.startswith("Wants=") for word in line[6:].split()}
    workers = {f"portal-worker@{queue.name}.service" for queue in settings.CELERY_TASK_QUEUES}
    assert started == workers | {"portal-web.service", "portal-beat.service"}
