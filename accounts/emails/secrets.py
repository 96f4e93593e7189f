"""What the messages that carry a code or a link's token have in common, whatever they say."""

from typing import ClassVar

from accounts.models.challenge import Code
from accounts.models.link import SingleUseLink
from merchant_portal.messaging.message_types import WithSecret


class WithCode(WithSecret):
    """Mixed into the messages that carry a code: the reference is the id of its row."""

    @classmethod
    def find(cls, reference: str) -> Code | None:
        """Returns the row of a code that is still of use, or None."""
        raise NotImplementedError(f"{cls.__name__} does not say when its code is of use")

    @classmethod
    def generate(cls, reference: str) -> str:
        row = cls.find(reference)
        return row.generate_code() if row else ""

    @classmethod
    def load(cls, reference: str, secret: str):
        row = cls.find(reference)
        return cls.with_code(row, secret) if row and row.is_live and secret else None

    @classmethod
    def with_code(cls, row: Code, code: str):
        """Returns the message that brings `code`, which was generated for `row`."""
        raise NotImplementedError(f"{cls.__name__} does not say how it is made")

    @classmethod
    def note_delivery(cls, reference: str, secret: str) -> None:
        Code.note_delivery(reference)


class WithToken(WithSecret):
    """Mixed into the mails with a single-use link: the reference is the id of its row."""

    purpose: ClassVar[str]

    @classmethod
    def find(cls, reference: str) -> SingleUseLink | None:
        """Returns the link of this mail if it is still to be sent: live, and no newer one is."""
        link = SingleUseLink.objects.filter(pk=reference, purpose=cls.purpose).first()
        return link if link and link.is_live and not link.has_successor else None

    @classmethod
    def generate(cls, reference: str) -> str:
        link = cls.find(reference)
        return link.generate_token() if link else ""

    @classmethod
    def load(cls, reference: str, secret: str):
        link = cls.find(reference)
        return cls.with_link(link, secret) if link and secret else None

    @classmethod
    def with_link(cls, link: SingleUseLink, token: str):
        """Returns the mail that brings `link`, whose token is `token`, or None when there is no point in it."""
        raise NotImplementedError(f"{cls.__name__} does not say how it is made")

    @classmethod
    def note_delivery(cls, reference: str, secret: str) -> None:
        SingleUseLink.objects.get(pk=reference).note_delivery()
