from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from onboarding import steps
from onboarding.decorators import member
from onboarding.models import Application


@require_safe
@member
def landing(request):
    """Where every sign-in lands: the task list of the draft."""
    newest = Application.objects.filter(merchant=request.membership.merchant).order_by("-pk")
    application = get_object_or_404(newest[:1])
    application.merchant = request.membership.merchant
    return _task_list(request, application)


def _task_list(request, application):
    """P05: plan, pause, resume."""
    groups = steps.groups_of(application, request.user)
    done, count = sum(group.done_count for group in groups), sum(len(group.tasks) for group in groups)
    context = {
        "application": application,
        "groups": groups,
        "done_count": done,
        "task_count": count,
        "cells": [number < done for number in range(count)],
        "kept_until": application.kept_until,
    }
    return render(request, "onboarding/application.html", context)
