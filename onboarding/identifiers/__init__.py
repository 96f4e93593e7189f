"""Numbers by which a country knows a business, a file for each country. What a number contains is read, not guessed."""

from onboarding.identifiers.base import Identifier, InvalidIdentifier, normalised
from onboarding.identifiers.registry import check, doubt, is_uscc, of

__all__ = ["InvalidIdentifier", "Identifier", "check", "doubt", "is_uscc", "normalised", "of"]
