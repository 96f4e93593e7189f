"""What merchants fill in."""

from onboarding.forms.company import CompanyForm
from onboarding.forms.papers import DeclarationForm, UploadForm
from onboarding.forms.register import RegisterForm

__all__ = ["CompanyForm", "DeclarationForm", "RegisterForm", "UploadForm"]
