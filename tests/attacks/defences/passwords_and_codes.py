"""Passwords, browsers, flows and codes."""

from tests.attacks.defences import ACTIONS, A, Defence, T

RECOVERY_BOUND = """return f"recovery:{user_id}"

    @classmethod
    def answered_by(cls, user: User, code: str):
        \"\"\"Returns the person's unused rows that `code`, in plain letters, answers: one or none.\"\"\"
        hashes = crypto.possible_hashes(cls.hash_purpose(user.pk), code)
        return cls.objects.filter(user=user, """

DEFENCES = [
    Defence("a try is spent before the hash", "accounts/axes_handler.py",
            "return request.attempt is not None", "return True", f"{A}/test_guessing.py -k forty_passwords"),
    Defence("only the right password gets its try back", f"{ACTIONS}/passwords.py",
            "if user is not None and accepts(user):\n        attempts.refund(request.attempt)",
            "attempts.refund(request.attempt)\n    if user is not None and accepts(user):",
            f"{A}/test_guessing.py -k fresh_browser"),
    Defence("the budget counts the normalised address", "accounts/axes_handler.py",
            'key = credentials["email_key"]', 'key = request.POST.get("email", "")',
            f"{A}/test_guessing.py -k spelling"),
    Defence("a known browser has its own budget", f"{ACTIONS}/attempts.py",
            'limit_key(f"{email_key}|{browser.pk}" if browser else email_key)', "limit_key(email_key)",
            f"{T}/test_browser_known.py -k stranger"),
    Defence("a browser is known to its own person only", f"{ACTIONS}/browsers.py",
            "known.filter(user__email_key=key, user__status=User.Status.CONFIRMED)", "known",
            f"{T}/test_browser_known.py -k cookie_of_another"),
    Defence("trust ends with its time", "accounts/models/browser.py",
            "self.trusted_until is not None and self.trusted_until > clock.now()", "self.trusted_until is not None",
            f"{T}/test_browser_trust.py -k its_time"),
    Defence("trust dies with the stamp", "accounts/models/browser.py",
            'self.filter(stamp=models.F("user__security_stamp"))', "self.all()",
            f"{T}/test_browser_known.py -k stamp"),
    Defence("old trust does not come back", f"{ACTIONS}/browsers.py",
            "CASE WHEN b.stamp = EXCLUDED.stamp THEN b.trusted_until END", "b.trusted_until",
            f"{T}/test_browser_trust.py -k old_trust"),
    Defence("a trusted browser is asked for the password", f"{ACTIONS}/sign_in.py",
            "trust = trust and not user.is_staff", "trust = True", f"{T}/test_browser_trust.py -k must_be_asked_for"),
    Defence("a lock is told once in a while only", f"{ACTIONS}/lockouts.py",
            "if attempts.consume(attempts.Limit.LOCK_NOTICES, attempts.limit_key(email_key)):", "if True:",
            f"{A}/test_headers.py -k notices_of_locks"),
    Defence("the door of staff is for staff", f"{ACTIONS}/sign_in.py",
            "return user.is_staff == (self is Audience.STAFF)", "return True", f"{A}/test_staff_door.py -k opens_nothing"),
    Defence("the session is emptied before the password counts", f"{ACTIONS}/sign_in.py",
            "    request.session.flush()\n    request.session[PENDING_KEY]", "    request.session[PENDING_KEY]",
            f"{T}/test_session.py {A}/test_sessions.py -k planted"),
    Defence("a flow is closed by one request", f"{ACTIONS}/flows.py",
            '"WHERE id = %(pk)s AND closed_at IS NULL AND ', '"WHERE id = %(pk)s AND ',
            f"{A}/test_replay.py -k twenty_times"),
    Defence("a flow bears five wrong codes", f"{ACTIONS}/flows.py",
            "AND wrong_codes < {WRONG_CODES}", "AND wrong_codes < 99",
            f"{T}/test_code_verify.py -k bears_five_tries"),
    Defence("a person's codes are counted over all flows", f"{ACTIONS}/challenges.py",
            "    if attempt is None:\n"
            "        raise StepUpLocked(attempts.next_attempt_at(attempts.Limit.STEP_UP, key))\n", "",
            f"{A}/test_guessing_codes.py -k starting_over"),
    Defence("a code has its time", f"{ACTIONS}/challenges.py",
            "    if code.expires_at <= clock.now():\n        raise ExpiredCode\n", "",
            f"{A}/test_replay.py -k past_its_time"),
    Defence("the two newest codes are valid", "accounts/models/challenge.py",
            "LIVE_CODES = 2", "LIVE_CODES = 9", f"{A}/test_replay.py -k third_newest"),
    Defence("a flow dies when its person changes", "accounts/models/flow.py",
            "self.user is None or has_fingerprint(self.fingerprint, self.user)", "True",
            f"{A}/test_replay.py -k 'password_changes'"),
    Defence("a recovery code works once", "accounts/models/recovery.py",
            "user=user, used_at__isnull=True, code_hash__in", "user=user, code_hash__in",
            f"{T}/test_recovery_use.py -k used_up"),
    Defence("a recovery code is its person's", "accounts/models/recovery.py",
            RECOVERY_BOUND, RECOVERY_BOUND.replace(':{user_id}', "").replace("user=user, ", ""),
            f"{T}/test_recovery_use.py -k somebody_else"),
    Defence("after a reset mail rests", f"{ACTIONS}/channels.py",
            "offered and _email_paused(user)", "False", f"{T}/test_reset_trust.py -k mail_rests"),
    Defence("an unconfirmed phone guards nothing", f"{ACTIONS}/channels.py",
            "if user.phone_confirmed_at and ", "if user.phone and ",
            f"{T}/test_channel_choose.py -k unconfirmed_phone"),
    Defence("known passwords are refused", "accounts/validators.py",
            "key=_line_at)) == word", "key=_line_at)) is word", f"{T}/test_password_rules.py -k known_password"),
]  # fmt: skip
