from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.actions import unsaved
from accounts.decorators import home_of


@require_POST
def discard_unsaved_input(request, pk):
    """Removes what was offered again, and leads back to its page."""
    return redirect(unsaved.discard(person=request.user, pk=pk) or home_of(request.user))
