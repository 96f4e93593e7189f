"""The reviewers' part of the console. Django finds the registrations here."""

from reviews.admin import queue

__all__ = ["queue"]
