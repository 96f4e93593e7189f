"""Whom a paper speaks of, in letters that this machine can write."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from merchant_portal.local.demo.documents import fonts


@dataclass(frozen=True)
class Subject:
    """A business and its representative: the declared facts, the same in Latin letters, the day of issue."""

    answers: dict
    issued: date
    latin: dict = field(default_factory=dict)

    def fact(self, name: str) -> str:
        """Returns a declared fact."""
        text = self.answers.get(name, "")
        return text if fonts.can_write(text) else self.latin.get(name, "as declared")

    @property
    def country(self) -> str:
        return self.answers["country"]

    @property
    def is_company(self) -> bool:
        return self.answers["legal_form"] == "company"

    @property
    def address(self) -> str:
        parts = (self.fact(name) for name in ("region", "city", "address") if self.answers.get(name))
        together = "" if self.country == "CN" and fonts.can_write("市") else ", "
        return together.join(parts)

    def day(self, *, years: int = 0) -> str:
        """Returns the day of issue, or that many years after it."""
        day = self.issued + timedelta(days=365 * years)
        if self.country == "CN" and fonts.can_write("年"):
            return f"{day.year}年{day.month}月{day.day}日"
        return f"{day:%d.%m.%Y}"


def say(native: str, english: str) -> str:
    """Returns `native` where this machine can write it, else `english`."""
    return native if fonts.can_write(native) else english
