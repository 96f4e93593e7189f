from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from onboarding import permissions
from onboarding.decorators import member
from onboarding.transitions import MerchantStatus, Status
from onboarding.views import tasks

# Where a sign-in lands, by the state of the application; the task list is the rest.
ELSEWHERE = {
    Status.SUBMITTED: "onboarding:status",
    Status.IN_REVIEW: "onboarding:status",
    Status.CHANGES_REQUESTED: "onboarding:changes",
    Status.APPROVED: "onboarding:status",
    Status.REJECTED: "onboarding:status",
    Status.WITHDRAWN: "onboarding:status",
}


@require_safe
@member
def application(request):
    """Where every sign-in lands: the task list, or the page of the application's state."""
    merchant = request.membership.merchant
    if merchant.status == MerchantStatus.ACTIVE:
        return redirect("onboarding:home")
    if merchant.status == MerchantStatus.APPROVED and permissions.can_activate(request.user, merchant):
        return redirect("onboarding:activate")
    elsewhere = ELSEWHERE.get(request.application.status)
    return redirect(elsewhere) if elsewhere else _task_list(request)


def _task_list(request):
    """Plan, pause, resume."""
    groups = tasks.groups_of(request.application, request.user)
    counted = [task for group in groups for task in group.tasks if task.counts]
    done = sum(task.state == "done" for task in counted)
    context = {
        "application": request.application,
        "groups": groups,
        "done_count": done,
        "task_count": len(counted),
        "cells": [number < done for number in range(len(counted))],
        "kept_until": request.application.kept_until,
    }
    return render(request, "onboarding/application.html", context)
