"""Businesses and what they apply for. One file for each noun."""

from onboarding.models.application import Application
from onboarding.models.membership import Membership
from onboarding.models.merchant import Merchant

__all__ = ["Application", "Membership", "Merchant"]
