"""Whatever a merchant calls a file: what reaches the reviewer's disk ends with what it is."""

import re

import pytest

from merchant_portal.storage.file_names import download_name
from merchant_portal.storage.opening import MEDIA_TYPES

PDF = "application/pdf"
CASES = {
    "licence.pdf": "licence.pdf",
    "licence.PDF": "licence.pdf",
    "licence.hta": "licence.pdf",
    "licence.pdf.exe": "licence.pdf",
    "licence.pdf.PDF.bat": "licence.pdf",
    "licence": "licence.pdf",
    "licence v1.2.pdf": "licence v1.2.pdf",
    "licence.bat.": "licence.pdf",
    "licence.bat . .": "licence.pdf",
    "licence.bat\u00a0": "licence.pdf",
    "licence.hta::$DATA": "licence.pdf",
    "fdp.\u202eexe": "fdp.pdf",
    "lic\x00en\x1bce\r\nX: 1.html": "licence X_ 1.pdf",
    "..\\..\\start menu\\run.bat": "run.pdf",
    "../../etc/passwd": "passwd.pdf",
    ".htaccess": "document.pdf",
    "CON": "_CON.pdf",
    "nul.pdf": "_nul.pdf",
    "com1.tar.pdf": "_com1.tar.pdf",
    "LPT\u00b9.txt": "_LPT\u00b9.pdf",
    "console.pdf": "console.pdf",
    'a<b>"c|d?e*f%41.pdf': "a_b__c_d_e_f_41.pdf",
    "营业执照.pdf": "营业执照.pdf",
    "Свидетельство.docx": "Свидетельство.pdf",
    "İşyeri ruhsatı.pdf": "İşyeri ruhsatı.pdf",
    "": "document.pdf",
    "...": "document.pdf",
    ".pdf": "document.pdf",
    "\u200b.exe": "document.pdf",
}


@pytest.mark.parametrize("name, wanted", CASES.items(), ids=[ascii(name) for name in CASES])
def test_the_name_ends_with_the_proven_type_and_is_safe_on_every_system(name, wanted):
    assert download_name(name, PDF) == wanted


@pytest.mark.parametrize("media_type, ending", MEDIA_TYPES.items())
@pytest.mark.parametrize("name", CASES)
def test_every_type_has_its_one_ending(name, media_type, ending):
    given = download_name(name, media_type)
    assert given.endswith(ending) and not re.search(r'[\x00-\x1f<>:"/\\|?*\u202a-\u202e]|^\.', given)


@pytest.mark.parametrize("name", ["licence.pdf", "run.hta", ""])
def test_what_is_not_proven_yet_opens_with_no_program(name):
    assert download_name(name, "").endswith(".bin") and download_name(name, "text/html").endswith(".bin")


def test_a_long_name_fits_a_file_system_and_is_cut_between_characters():
    given = download_name("营" * 300 + ".exe", PDF)
    assert len(given.encode()) < 255 and given.endswith("营.pdf")
