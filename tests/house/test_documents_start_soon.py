"""The child that opens a document starts for each of them: it loads what it needs and nothing else."""

import subprocess
import sys

from merchant_portal.storage.rendering import CHECKOUT


def test_the_child_loads_neither_django_nor_celery():
    names = "print(*{name.partition('.')[0] for name in sys.modules})"
    asked = f"import sys; import merchant_portal.storage.rendering_process; {names}"
    ran = subprocess.run([sys.executable, "-s", "-c", asked], cwd=CHECKOUT, env={}, capture_output=True, check=True)
    assert {b"PIL", b"pypdfium2"} <= set(ran.stdout.split())
    assert not {b"django", b"celery", b"kombu"} & set(ran.stdout.split())
