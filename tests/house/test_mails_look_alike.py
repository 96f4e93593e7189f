"""What all emails have in common in HTML: a link under each button, the doubt in bold, times in one piece."""

import re

from tests.house.test_mails_render import EACH, IN_EACH_LANGUAGE, html_of, mail_of

DOUBT = re.compile(r"(?:Not you|Was this you|Didn't [^?<.]+|Weren't [^?<.]+)\?")


@EACH
@IN_EACH_LANGUAGE
def test_the_address_of_each_button_stands_under_it(kind, language):
    html = html_of(mail_of(kind, language))
    buttons = re.findall(r'<a class="button" href="([^"]+)"', html)
    assert len(buttons) == html.count('class="button"')
    for address in buttons:
        assert re.search(
            rf'<p class="bare"[^>]*>[^<]+<br[^>]*><a href="{re.escape(address)}"[^>]*>{re.escape(address)}<', html
        )


@EACH
def test_the_question_to_a_reader_who_did_not_do_it_is_bold(kind):
    html = html_of(mail_of(kind, "en"))
    assert DOUBT.findall(html) == re.findall(rf"(?<=<strong>){DOUBT.pattern}(?=</strong>)", html)


@EACH
@IN_EACH_LANGUAGE
def test_a_clock_time_and_its_zone_never_part(kind, language):
    email = html_of(mail_of(kind, language)).partition('class="text"')[2]
    parted = re.sub(r"<span[^>]*>[^<]*</span>", "", email)
    assert not re.search(r"\d\d:\d\d (GMT|МСК)", parted)
