"""`make defences`: switches off one defence after the other, each a line, and shows that its attacks then succeed.

A copy of the project is changed, never the project. The exit status is 1 if a defence could go without a test
noticing, if a line is no longer there, or if the tests are red without any change.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests import services  # noqa: F401 - starts PostgreSQL and Redis once for all runs

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = shutil.ignore_patterns(".venv", ".git", "shots", "__pycache__", ".*_cache", "*.png")


@dataclass(frozen=True)
class Defence:
    """What protects, where: in `file` stands `line`; `without` takes its place; `attacks` must then fail."""

    name: str
    file: str
    line: str
    without: str
    attacks: str


A, T, R = "tests/attacks", "tests/accounts", "tests/infrastructure"
ACTIONS = "accounts/actions"
DEFENCES = [
    Defence("a try is spent before the hash", "accounts/lockout.py",
            "return request.attempt is not None", "return True", f"{A}/test_guessing.py -k forty_passwords"),
    Defence("only the right password gets its try back", f"{ACTIONS}/passwords.py",
            "if user is not None and accepts(user):\n        budgets.refund(request.attempt)",
            "budgets.refund(request.attempt)\n    if user is not None and accepts(user):",
            f"{A}/test_guessing.py -k fresh_browser"),
    Defence("the budget counts the normalised address", "accounts/lockout.py",
            'key = credentials["email_key"]', 'key = request.POST.get("email", "")',
            f"{A}/test_guessing.py -k spelling"),
    Defence("a known browser has its own budget", f"{ACTIONS}/budgets.py",
            'key_of(f"{email_key}|{browser.pk}" if browser else email_key)', "key_of(email_key)",
            f"{T}/test_browser_known.py -k stranger"),
    Defence("a browser is known to its own person only", f"{ACTIONS}/browsers.py",
            "known.filter(user__email_key=key, user__status=User.Status.CONFIRMED)", "known",
            f"{T}/test_browser_known.py -k cookie_of_another"),
    Defence("trust ends with its time", "accounts/models/browser.py",
            "self.trusted_until is not None and self.trusted_until > timezone.now()", "self.trusted_until is not None",
            f"{T}/test_browser_trust.py -k its_time"),
    Defence("trust dies with the stamp", "accounts/models/browser.py",
            'self.filter(stamp=models.F("user__security_stamp"))', "self.all()",
            f"{T}/test_browser_known.py -k stamp"),
    Defence("old trust does not come back", f"{ACTIONS}/browsers.py",
            "CASE WHEN b.stamp = EXCLUDED.stamp THEN b.trusted_until END", "b.trusted_until",
            f"{T}/test_browser_trust.py -k old_trust"),
    Defence("a trusted browser is asked for the password", f"{ACTIONS}/sign_in.py",
            "trust = trust and not user.is_staff", "trust = True", f"{T}/test_browser_trust.py -k must_be_asked_for"),
    Defence("a lock is told once in a while only", f"{ACTIONS}/locks.py",
            "if budgets.spend(budgets.Kind.LOCK_NOTICES, budgets.key_of(email_key)):", "if True:",
            f"{A}/test_headers.py -k notices_of_locks"),
    Defence("the door of staff is for staff", f"{ACTIONS}/sign_in.py",
            "return user.is_staff == (self is Door.STAFF)", "return True", f"{A}/test_staff_door.py -k opens_nothing"),
    Defence("the session is emptied before the password counts", f"{ACTIONS}/sign_in.py",
            "    request.session.flush()\n    request.session[PENDING_KEY]", "    request.session[PENDING_KEY]",
            f"{T}/test_session.py {A}/test_sessions.py -k 'planted or anonymous or before'"),
    Defence("a flow is closed by one request", f"{ACTIONS}/flows.py",
            "type(flow).objects.filter(pk=flow.pk, closed_at__isnull=True, expires_at__gt=timezone.now()).update(\n"
            "            closed_at=timezone.now()", "type(flow).objects.filter(pk=flow.pk).update(\n"
            "            closed_at=timezone.now()", f"{A}/test_replay.py -k twenty_times"),
    Defence("a flow bears five wrong codes", f"{ACTIONS}/flows.py",
            "expires_at__gt=timezone.now(), wrong_codes__lt=WRONG_CODES", "expires_at__gt=timezone.now()",
            f"{A}/test_guessing_codes.py -k 'forty_codes or after_five'"),
    Defence("a person's codes are counted over all flows", f"{ACTIONS}/challenges.py",
            "    if attempt is None:\n        raise StepUpLocked(budgets.opens_at(budgets.Kind.STEP_UP, key))\n", "",
            f"{A}/test_guessing_codes.py -k starting_over"),
    Defence("a code has its time", f"{ACTIONS}/challenges.py",
            "    if code.expires_at <= timezone.now():\n        raise OldCode\n", "",
            f"{A}/test_replay.py -k past_its_time"),
    Defence("the two newest codes are valid", "accounts/models/challenge.py",
            "LIVE_CODES = 2", "LIVE_CODES = 9", f"{A}/test_replay.py -k third_newest"),
    Defence("a flow dies when its person changes", "accounts/models/flow.py",
            "self.user is None or self.fingerprint == fingerprint(self.user)", "True",
            f"{A}/test_replay.py -k 'password_changes'"),
    Defence("a new sending waits", f"{ACTIONS}/flows.py",
            "        resend_at__lte=now,\n", "", f"{T}/test_code_send.py"),
    Defence("one press sends one code", f"{ACTIONS}/flows.py",
            "        sendings=flow.sendings,\n", "", f"{A}/test_guessing_codes.py -k twenty_presses"),
    Defence("an hour has so many sendings", f"{ACTIONS}/flows.py",
            "if budgets.spend(purse, key) is None:", "if budgets.spend(purse, key) is None and False:",
            f"{A}/test_headers.py -k flood_a_mailbox"),
    Defence("strangers have a purse of their own", f"{ACTIONS}/challenges.py",
            "flows.take_from_purse(budgets.Kind.SENDS_AFTER_PASSWORD, destination)",
            "flows.take_from_purse(budgets.Kind.SENDS_BY_ANYONE, destination)",
            f"{A}/test_headers.py -k stop_the_owners_codes"),
    Defence("a link is good once", f"{ACTIONS}/links.py",
            "    if link.used_at:\n        return Standing.USED\n", "", f"{A}/test_links.py -k good_once"),
    Defence("a link has its time", "accounts/models/link.py",
            "self.superseded_at is None and self.expires_at > timezone.now()", "self.superseded_at is None",
            f"{A}/test_links.py -k past_its_time"),
    Defence("a token belongs to its purpose", "accounts/models/link.py",
            'cls.objects.filter(purpose=purpose, token_hash__in=crypto.possible_hashes(f"link:{purpose}", token))',
            'cls.objects.filter(token_hash__in=crypto.possible_hashes("link:confirm", token))',
            f"{A}/test_links.py -k another_purpose"),
    Defence("GET does not redeem", "accounts/views/confirmation.py",
            'if request.method != "POST":', 'if request.method == "HEAD":', f"{A}/test_links.py -k scanners"),
    Defence("an unknown address costs a hash", "accounts/backends.py",
            "            make_password(password)\n", "", f"{T}/test_statement_counts.py -k exactly_once"),
    Defence("the holder of an address is told instead", "accounts/emails.py",
            "if holder is not None:", "if False:", "tests/onboarding/test_register.py"),
    Defence("a session dies with the stamp", "accounts/models/user.py",
            'salted_hmac("accounts.session", self.security_stamp,', 'salted_hmac("accounts.session", str(self.pk),',
            f"{A}/test_sessions.py -k ends_stolen"),
    Defence("the row's key is a hash of the cookie", "accounts/models/session.py",
            "return hashlib.blake2b(session_key.encode(), digest_size=KEY_BYTES).hexdigest()", "return session_key",
            f"{A}/test_sessions.py -k key_in_the_database"),
    Defence("a session rests for so long", "accounts/models/session.py",
            "self.user_id is not None and timezone.now() - self.last_seen_at > self.idle_limit()", "False",
            f"{T}/test_session.py -k rests"),
    Defence("the app's code is good once", "accounts/models/device.py",
            " and now_step + offset > self.last_step", "", f"{A}/test_staff_door.py -k good_once"),
    Defence("the app's step is used up once", f"{ACTIONS}/authenticators.py",
            "TotpDevice.objects.filter(pk=device.pk, last_step__lt=step)", "TotpDevice.objects.filter(pk=device.pk)",
            f"{T} -k 'app and once'"),
    Defence("a generated password is changed first", "accounts/middleware.py",
            "if request.user.must_change_password and", "if False and",
            f"{A}/test_back_doors.py -k generated_password"),
    Defence("no other site is led to", "merchant_portal/http.py",
            '    if not wanted.startswith("/") or wanted.startswith("//") or "\\\\" in wanted:\n'
            "        return default\n"
            "    if urlsplit(wanted).scheme or not url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):\n"
            "        return default\n", "", f"{A}/test_sessions.py -k no_other_place"),
    Defence("forms carry a token", "merchant_portal/settings.py",
            '    "django.middleware.csrf.CsrfViewMiddleware",\n', "", f"{A}/test_sessions.py -k another_site"),
    Defence("cookies are kept from script", "merchant_portal/settings.py",
            "SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True",
            "SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = False",
            f"{A}/test_sessions.py -k read_by_script"),
    Defence("forwarded addresses count from proxies only", "merchant_portal/http.py",
            "TRUSTED_PROXIES", "NO_SUCH_SETTING", f"{A}/test_headers.py -k made_up_address"),
    Defence("networks are limited", "merchant_portal/throttling.py",
            "    raise TooManyTries(datetime.fromtimestamp(opens_at, tz=UTC))\n", "",
            f"{A}/test_guessing.py -k spraying"),
    Defence("pages run no foreign script", "merchant_portal/settings.py",
            '    "csp.middleware.CSPMiddleware",\n', "", f"{A}/test_headers.py -k foreign_script"),
    Defence("private pages are kept by nobody", "merchant_portal/handlers.py", "no-store", "private",
            f"{A}/test_sessions.py -k no_cache"),
    Defence("roles are one table", "accounts/models/user.py",
            "return self.is_active and roles.allows(self.role, perm)", "return True",
            f"{A}/test_back_doors.py -k does_not_review"),
]  # fmt: skip


def run(folder: Path, attacks: str) -> int:
    """Returns pytest's exit status for `attacks` in `folder`."""
    words = [word.strip("'") for word in attacks.split(" -k ", 1)[0].split()]
    chosen = attacks.split(" -k ", 1)[1].strip("'") if " -k " in attacks else ""
    command = [sys.executable, "-m", "pytest", "-n0", "-x", "-q", "--reuse-db", "--no-header", "--tb=no", *words]
    command += ["-k", chosen] if chosen else []
    return subprocess.run(command, cwd=folder, env=os.environ, capture_output=True).returncode


def main() -> int:
    began, unnoticed = time.monotonic(), []
    with tempfile.TemporaryDirectory(prefix="defences-") as place:
        copy = Path(place) / "copy"
        shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
        for defence in DEFENCES:
            path = copy / defence.file
            text = path.read_text()
            if defence.line not in text:
                unnoticed.append(f"{defence.name}: the line is no longer in {defence.file}")
                continue
            green = run(copy, defence.attacks)
            path.write_text(text.replace(defence.line, defence.without))
            red = run(copy, defence.attacks)
            path.write_text(text)
            fine = (green, red) == (0, 1)
            sys.stdout.write(f"{'noticed ' if fine else 'UNNOTICED'} {defence.name}\n")
            sys.stdout.flush()
            if not fine:
                unnoticed.append(f"{defence.name}: {defence.attacks} ends with {green} unchanged, {red} without it")
    sys.stdout.write("\n".join([f"{len(DEFENCES)} defences, {time.monotonic() - began:.0f} seconds", *unnoticed, ""]))
    return 1 if unnoticed else 0


if __name__ == "__main__":
    sys.exit(main())
