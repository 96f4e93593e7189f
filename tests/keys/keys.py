"""Keys as an operator changes them: a new first one, or two processes that know them in another order."""

import base64

import pytest

NEW = {
    "SECRET_KEY": "a newer secret that signs from now on, of fifty-odd signs",
    "CODE_PEPPERS": "a newer pepper that hashes from now on",
    "FIELD_KEYS": base64.b64decode("bmV3ZXIga2V5IG9mIGV4YWN0bHkgMzIgYnl0ZXMgLi4="),
}


def only(*which: str):
    """Marks a test that runs with each of `which` instead of with all keys at once."""
    return pytest.mark.parametrize("keys", which, indirect=True)


one_by_one = only(*NEW, "all")


class Keys:
    """The keys of a process: `rotate` puts a new first one before those listed, `swap` turns their order around."""

    def __init__(self, settings, which: str):
        self.settings = settings
        self.names = list(NEW) if which == "all" else [which]

    def rotate(self) -> None:
        for name in self.names:
            self._set(name, [NEW[name], *self._listed(name)])

    def swap(self) -> None:
        """Lets the next request be answered by a process that knows the keys in another order."""
        for name in self.names:
            self._set(name, self._listed(name)[::-1])

    def forget_old(self) -> None:
        """Takes every key but the first from the lists."""
        for name in self.names:
            self._set(name, self._listed(name)[:1])

    def _listed(self, name: str) -> list:
        if name == "SECRET_KEY":
            return [self.settings.SECRET_KEY, *self.settings.SECRET_KEY_FALLBACKS]
        return list(getattr(self.settings, name))

    def _set(self, name: str, listed: list) -> None:
        if name == "SECRET_KEY":
            self.settings.SECRET_KEY, self.settings.SECRET_KEY_FALLBACKS = listed[0], listed[1:]
        else:
            setattr(self.settings, name, listed)
