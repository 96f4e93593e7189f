"""Sessions, staff, and what the whole site keeps."""

from tests.attacks.defences import ACTIONS, A, Defence, T

DEFENCES = [
    Defence("a session dies with the stamp", "accounts/models/user.py",
            'salted_hmac("accounts.session", self.security_stamp,', 'salted_hmac("accounts.session", str(self.pk),',
            f"{A}/test_sessions.py -k ends_the_other"),
    Defence("the row's key is a hash of the cookie", "accounts/models/session.py",
            "return hashlib.blake2b(session_key.encode(), digest_size=KEY_BYTES).hexdigest()", "return session_key",
            f"{A}/test_sessions.py -k key_in_the_database"),
    Defence("a session rests for so long", "accounts/models/session.py",
            "self.user_id is not None and clock.now() - self.last_seen_at > self.idle_limit()", "False",
            f"{T}/test_session.py -k rests"),
    Defence("a code of the app is good once", f"{ACTIONS}/authenticators.py",
            "confirmed=device.confirmed, last_step__lt=step)", "confirmed=device.confirmed)",
            f"{A}/test_staff_door.py -k good_once"),
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
            "while hops and is_trusted_proxy(current):", "while hops:", f"{A}/test_headers.py -k made_up_address"),
    Defence("networks are limited", "merchant_portal/throttling.py",
            "    raise TooManyTries(datetime.fromtimestamp(next_attempt_at, tz=UTC))\n", "",
            f"{A}/test_guessing.py -k spraying"),
    Defence("pages run no foreign script", "merchant_portal/settings.py",
            '    "csp.middleware.CSPMiddleware",\n', "", f"{A}/test_headers.py -k foreign_script"),
    Defence("private pages are kept by nobody", "merchant_portal/middleware.py",
            "            add_never_cache_headers(response)\n        return", "            pass\n        return",
            f"{A}/test_sessions.py -k no_cache"),
    Defence("roles are one table", "accounts/models/user.py",
            "return self.is_active and roles.allows(self.role, perm)", "return True",
            f"{A}/test_back_doors.py -k does_not_review"),
    Defence("a fresh proof comes before what protects the account", "accounts/authentication.py",
            "return bool(proved) and datetime.fromisoformat(proved) > oldest", "return True",
            f"{T}/test_proof_guard.py -k old_one"),
]  # fmt: skip
