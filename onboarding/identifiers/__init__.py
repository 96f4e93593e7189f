"""Numbers by which a country knows a business: one file for each country. What a number says is told, not guessed."""

from onboarding.identifiers.base import Fault, Identifier, normalised
from onboarding.identifiers.registry import check, doubt, is_uscc, of

__all__ = ["Fault", "Identifier", "check", "doubt", "is_uscc", "normalised", "of"]
