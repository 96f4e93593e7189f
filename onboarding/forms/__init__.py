"""What merchants fill in."""

from onboarding.forms.company import CompanyForm
from onboarding.forms.documents import DeclarationForm, UploadForm
from onboarding.forms.register import RegisterForm
from onboarding.forms.status import AgainForm, CommentForm

__all__ = ["AgainForm", "CommentForm", "CompanyForm", "DeclarationForm", "RegisterForm", "UploadForm"]
