"""Message types: base classes of what the apps send. A subclass with a name is known by it once it is imported."""

from dataclasses import dataclass, fields
from typing import ClassVar

from django.conf import settings

_registered: dict[str, type["MessageType"]] = {}


@dataclass(frozen=True, kw_only=True)
class MessageType:
    """Base of one kind of message. A subclass adds the fields its template reads, a `name`, and `load`.

    `to` is the address or number on file, `language` the recipient's stored one.
    """

    channel: ClassVar[str]  # who carries it

    name: ClassVar[str]  # app/message: names the templates, the header and the row in the outbox

    to: str
    language: str

    def __init_subclass__(cls, **options):
        """Makes a type that has a name of its own known by it."""
        super().__init_subclass__(**options)
        if "name" in vars(cls):
            _registered[cls.name] = cls

    @classmethod
    def load(cls, reference: str) -> "MessageType | None":
        """Returns the message for the row `reference`, or None when there is no point in it any more.

        Called by the worker inside the transaction that notes the outcome.
        """
        raise NotImplementedError(f"{cls.__name__} does not say how it is loaded")

    def context(self) -> dict:
        """Returns what the templates read: the fields of this kind and the origin that links begin with."""
        return {field.name: getattr(self, field.name) for field in fields(self)} | {"origin": settings.PUBLIC_ORIGIN}


class SecretOutdated(Exception):
    """What the message is about has changed since its secret was generated: another one is needed."""


class WithSecret:
    """Mixed into the kinds that carry a code or the token of a link.

    The worker generates the secret once and commits its hash before anything leaves, so that whatever is delivered
    works; every further attempt sends the same one (docs/decisions/0013).
    """

    @classmethod
    def generate(cls, reference: str) -> str:
        """Returns a new secret for the row `reference` after storing its hash, or nothing if none is needed."""
        raise NotImplementedError(f"{cls.__name__} does not say what it carries")

    @classmethod
    def load(cls, reference: str, secret: str) -> "MessageType | None":
        """Returns the message that carries `secret`, or None when there is no point in it any more.

        Raises SecretOutdated when another secret is needed by now.
        """
        raise NotImplementedError(f"{cls.__name__} does not say how it is loaded")

    @classmethod
    def note_delivery(cls, reference: str, secret: str) -> None:
        """Records that the message may have been delivered: from now on it displaces older ones."""
        raise NotImplementedError(f"{cls.__name__} does not say what its delivery changes")


@dataclass(frozen=True, kw_only=True)
class Email(MessageType):
    """Base of one kind of mail, with text and HTML."""

    channel: ClassVar[str] = "mail"

    @classmethod
    def to_person(cls, person, /, **facts) -> "Email":
        """Returns the mail with `facts` for `person`, at the address on file and in their language."""
        return cls(to=person.email, language=person.language, **facts)


@dataclass(frozen=True, kw_only=True)
class TextMessage(MessageType):
    """Base of one kind of text message: one line of plain words with a code."""

    channel: ClassVar[str] = "sms"

    code: str

    def params(self) -> dict:
        """Returns what the text is made of: the fields of this kind and the language. Gateways get it too."""
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name != "to"}


def find(name: str) -> type[MessageType]:
    """Returns the kind called `name`. Raises KeyError for one that no app registers."""
    return _registered[name]


def all_types() -> list[type[MessageType]]:
    """Returns every registered kind, by name."""
    return [_registered[name] for name in sorted(_registered)]
