from django.conf import settings
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from merchant_portal.storage import file_names, private, uploads
from merchant_portal.storage.faults import caution_sentences, sentence
from onboarding import permissions
from onboarding.actions import documents, files, requirements
from onboarding.decorators import editable, member
from onboarding.forms import UploadForm
from onboarding.models import COMPANY, DocumentVersion
from onboarding.transitions import RequirementStatus, VersionStatus

SANDBOX = "default-src 'none'; sandbox"  # a document is never a page of ours


def _requirement(request, key):
    rows = request.application.requirements.select_related("rule", "application__merchant").exclude(key=COMPANY)
    return get_object_or_404(rows, key=key)


@require_http_methods(["GET", "HEAD", "POST"])
@member
def upload_document(request, key):
    """One page for each document. What was found in a file is shown in its row."""
    requirement = _requirement(request, key)
    if request.method != "POST":
        return _show(request, requirement, None)
    form = UploadForm(request.POST, request.FILES, parts=len(requirement.parts))
    uploads.check_received(request)
    if not form.is_valid():
        return _show(request, requirement, form)
    permissions.check_can_edit(request.user, requirement.application)
    upload = form.cleaned_data["file"]
    name, stored = upload.name, private.store(upload, "documents")
    try:
        documents.upload(
            requirement=requirement, part=form.cleaned_data["part"], stored=stored, name=name, by=request.user
        )
    except documents.TooManyInChecking as refused:
        documents.discard([stored.key])
        form.add_error("file", str(refused.message))
        return _show(request, requirement, form, status=refused.status)
    except Exception:
        documents.discard([stored.key])
        raise
    return redirect("onboarding:document", key=key)


@require_POST
@member
@editable
def remove_document(request, key, version_id):
    """Takes an uploaded file away."""
    requirement = _requirement(request, key)
    rows = DocumentVersion.objects.select_related("document__requirement__application__merchant")
    version = get_object_or_404(rows, pk=version_id, document__requirement=requirement)
    documents.remove(version=version, by=request.user)
    return redirect(f"{reverse('onboarding:document', args=[key])}#files")


def _show(request, requirement, form, status=200):
    application = request.application
    open_parts = requirements.open_parts(requirement, application)
    parts = [_part(requirement, number, form, number in open_parts, application) for number in requirement.parts]
    context = {
        "requirement": requirement,
        "parts": parts,
        "form": form,
        "frozen": not open_parts,
        "max_mb": settings.UPLOAD_MAX_MB,
        "max_pages": settings.UPLOAD_MAX_PAGES,
        "kinds_text": _("PDF, JPEG, PNG or WebP"),
        "back_url": reverse("onboarding:application"),
    }
    return render(request, "onboarding/document.html", context, status=status)


def _part(requirement, number, form, can_change, application):
    document = requirement.documents.filter(part=number).select_related("current").first()
    versions = list(document.versions.filter(removed_at__isnull=True).order_by("-number")) if document else []
    current = document.current if document else None
    shown = [row for row in versions if row == current or (versions and row == versions[0])]
    mine = form is not None and (form.data.get("part") or "1") == str(number)
    own_form = form if mine else UploadForm(initial={"part": number}, auto_id=f"id_%s_{number}", prefix=None)
    return {
        "number": number,
        "title": requirement.part_title(number),
        "rows": [_row(row, requirement, current, can_change, application) for row in shown],
        "form": own_form,
        "can_upload": can_change,
        "upload_label": _("Replace") if shown else _("Upload"),
    }


def _row(version, requirement, current, can_change, application):
    is_current = version == current
    accepted = is_current and _is_accepted(requirement, can_change, application)
    lines = _returns(version, requirement, application) if is_current else []
    state = "accepted" if accepted else "returned" if lines and requirement.status == "returned" else version.status
    words = {
        "accepted": _("Accepted"),
        "returned": _("Needs replacing"),
        "checking": _("Checking"),
        "clean": _("Uploaded"),
        "refused": _("Not accepted"),
    }
    remove_url = reverse("onboarding:remove_document", args=[requirement.key, version.pk])
    return {
        "number": version.number,
        "name": version.name,
        "size_text": filesizeformat(version.size),
        "pages": version.pages,
        "uploaded_at": version.uploaded_at,
        "state": state,
        "status_text": words[state],
        "fault_text": _fault_text(version, can_change),
        "cautions": caution_sentences(version.cautions),
        "view_url": reverse("onboarding:download", args=[version.pk]) if _has_original(version) else "",
        "picture_url": reverse("onboarding:page_picture", args=[version.pk, 1]) if _has_pictures(version) else "",
        "remove_url": remove_url if can_change and not accepted else "",
        "is_current": is_current,
        "returns": lines,
        "returned_at": lines[0]["at"] if lines else None,
    }


def _has_original(version) -> bool:
    return version.status != VersionStatus.REFUSED and version.original_missing_at is None


def _has_pictures(version) -> bool:
    return version.pages > 0 and version.pictures_missing_at is None


def _fault_text(version, can_change) -> str:
    if version.original_missing_at is None and version.pictures_missing_at is None:
        return sentence(version.fault)
    if can_change:
        return _("We can't find this file any more. This was our fault. Upload it again.")
    return _("We can't find this file any more. This was our fault, and our team has been alerted.")


def _is_accepted(requirement, can_change, application) -> bool:
    """Returns whether a part is accepted: with its document, or as the side that did not come back with the other."""
    if requirement.status == RequirementStatus.ACCEPTED:
        return True
    return not can_change and requirements.is_open(requirement, application)


def _returns(version, requirement, application):
    returned = requirement.returns.filter(submission_number=application.submission_number, part=version.document.part)
    rows = returned.select_related("reason").order_by("pk")
    return [
        {"wording": row.reason.wording, "advice": row.reason.advice, "comment": row.comment, "at": row.created_at}
        for row in rows
    ]


def _visible(request, version_id):
    rows = DocumentVersion.objects.select_related("document__requirement__application__merchant")
    version = get_object_or_404(rows, pk=version_id)
    if not permissions.can_open_version(request.user, version):
        raise Http404
    if version.removed_at and not version.submitted_in.exists():  # its files are gone
        raise Http404
    return version


@require_safe
def download_document(request, version_id):
    """The original, only as a download: it is hostile until proven otherwise."""
    version = _visible(request, version_id)
    if version.status == VersionStatus.REFUSED:
        raise Http404
    original = files.open_file(version, page=0, by=request.user)
    name = file_names.download_name(version.name, version.media_type)
    response = FileResponse(original, as_attachment=True, filename=name)
    response["Content-Type"] = "application/octet-stream"
    return _guarded(response)


@require_safe
def document_page(request, version_id, number):
    """The picture of one page, rendered by us."""
    version = _visible(request, version_id)
    if number not in version.page_numbers:
        raise Http404
    picture = files.open_file(version, page=number, by=request.user)
    return _guarded(FileResponse(picture, content_type="image/jpeg"))


def _guarded(response):
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
