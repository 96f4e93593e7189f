"""The messages of this app, a small class each. Importing them makes their types known."""

from accounts.emails import contacts, sign_in, two_step

__all__ = ["contacts", "sign_in", "two_step"]
