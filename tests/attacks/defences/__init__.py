"""What protects an account, line by line: `make defences` switches each off in turn."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Defence:
    """What protects, where: in `file` stands `line`; `without` takes its place; `attacks` must then fail."""

    name: str
    file: str
    line: str
    without: str
    attacks: str


A, T = "tests/attacks", "tests/accounts"
ACTIONS = "accounts/actions"
