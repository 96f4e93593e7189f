"""What single pages are expected to have, by the name of the place."""

CODE = {"code": ("text", "one-time-code", "numeric")}
TRUST = {"trust_browser": ("checkbox", "", "")}
CREDENTIALS = {"email": ("email", "username", ""), "password": ("password", "current-password", "")}

# Every field of a page: its type, what the browser may fill in, and the keyboard it brings up.
FIELDS = {
    "register": {
        "company_name": ("text", "organization", ""),
        "contact_name": ("text", "name", ""),
        "email": ("email", "username", ""),
        "phone": ("tel", "tel", "tel"),
        "password": ("password", "new-password", ""),
        "terms": ("checkbox", "", ""),
    },
    "sign-in": CREDENTIALS,
    "staff-sign-in": CREDENTIALS,
    "code": CODE | TRUST,
    "code.sms": CODE | TRUST,
    "phone-code": CODE,
    "own-email": {"email": ("email", "email", "")},
    "own-email-code": CODE,
    "own-phone": {"phone": ("tel", "tel", "tel")},
    "own-phone-code": CODE,
    "channel": {"channel": ("radio", "", "")},
    "help-sign-in": {"email": ("email", "username", "")},
    "reset": {"email": ("email", "username", "")},
    "reset-code": {"code": ("text", "one-time-code", "")},
    "reset-password": {
        "new_password": ("password", "new-password", ""),
        "new_password_again": ("password", "new-password", ""),
    },
    "staff-app": CODE,
    "staff-code": CODE,
    "password": {
        "current_password": ("password", "current-password", ""),
        "new_password": ("password", "new-password", ""),
        "new_password_again": ("password", "new-password", ""),
    },
    "company": {"country": ("select-one", "country", ""), "legal_form": ("select-one", "off", "")},
}

# How many steps of the list of steps are the current one.
CURRENT_STEPS = {
    "landing": 0,
    "register": 1,
    "check-inbox": 1,
    "status": 1,
    "status.in-review": 1,
    "status.changes": 1,
    "status.approved": 1,
    "status.active": 0,
}
