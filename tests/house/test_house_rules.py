"""Rules of the house that a reader would otherwise have to remember."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
OURS = ("merchant_portal", "accounts", "onboarding", "reviews")
CODE = sorted(path for name in OURS for path in (ROOT / name).rglob("*.py") if "migrations" not in path.parts)
TESTS = sorted((ROOT / "tests").rglob("*.py"))
ONE_DOOR = {
    "check_password": {"accounts/backends.py", "accounts/actions/passwords.py"},
    "verify_token": set(),
    "match_token": set(),
}


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_files_and_functions_stay_small(path):
    text = path.read_text()
    assert len(text.splitlines()) <= 300
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno - node.lineno < 40, f"{node.name} is too long"


@pytest.mark.parametrize("path", TESTS, ids=name_of)
def test_test_files_stay_small(path):
    assert len(path.read_text().splitlines()) <= 150


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_passwords_and_codes_have_one_door(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            assert name_of(path) in ONE_DOOR.get(called, {name_of(path)}), f"line {node.lineno}: {called}"


@pytest.mark.parametrize("path", [path for path in CODE if "actions" in path.parts], ids=name_of)
def test_actions_take_no_request(path):
    names = {node.arg for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.arg)}
    assert not names & {"request", "response"}


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_a_file_never_imports_the_package_it_lies_in(path):
    package = ".".join(path.relative_to(ROOT).parent.parts)
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module == package and path.name != "__init__.py":
            siblings = {found.stem for found in path.parent.glob("*")}
            assert {name.name for name in node.names} <= siblings, f"line {node.lineno}"


def test_layers_and_rows():
    found = subprocess.run(
        [Path(sys.executable).parent / "lint-imports"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stdout


def test_timestamps_and_people_are_named_alike():
    ours = [model for model in apps.get_models() if model.__module__.split(".")[0] in OURS]
    for model in ours:
        names = {field.name for field in model._meta.get_fields()}
        for name in names:
            if name.endswith("_by"):
                assert name.removesuffix("_by") + "_at" in names, f"{model.__name__}.{name} stands without its time"


def test_our_models_offer_no_edit_permissions_of_their_own():
    for model in apps.get_models():
        if model.__module__.split(".")[0] in OURS:
            assert set(model._meta.default_permissions) <= {"view"}, model
