"""Olive fills in her application, as her browser does."""

from onboarding import tasks
from onboarding.models import DocumentVersion, Requirement
from tests.sample_files import upload

COMPANY = {
    "country": "CN",
    "legal_form": "company",
    "legal_name": "杭州云杉示例家居有限公司",
    "registration_number": "91110000600037341L",
    "licence_language": "en",
    "representative_name": "林小川",
    "representative_role": "执行董事",
    "applicant_is_representative": "yes",
    "city": "杭州",
    "address": "云杉路 8 号",
    "goods": "家居用品",
}


def save_company(client, shown_for="CN/company", **changed):
    fields = COMPANY | {"shown_for": shown_for} | changed
    return client.post("/application/company/", {name: value for name, value in fields.items() if value is not None})


def open_documents():
    """Does what the worker does."""
    for pk in DocumentVersion.objects.filter(status="checking").values_list("pk", flat=True):
        tasks.check_document(pk)


def send_document(client, key, part=1, **file):
    answer = client.post(f"/application/documents/{key}/", {"file": upload(**file), "part": part})
    open_documents()
    return answer


def statuses():
    return dict(Requirement.objects.values_list("key", "status"))


def fill_all(client):
    save_company(client)
    send_document(client, "business_licence")
    for part in (1, 2):
        send_document(client, "representative_id", part)
