"""Redis that does not answer is left alone for a while, so that a request waits for it once at most."""

import time

ANSWER_SECONDS = 0.2  # for a connection, and for each answer; the broker's client asks twice
REST_SECONDS = 5

_rest = {"until": 0.0}  # one for the process: whatever asks Redis learns from what others met


def is_resting() -> bool:
    """Says whether Redis did not answer a moment ago: then it is not asked."""
    return time.monotonic() < _rest["until"]


def rest() -> None:
    """Records that Redis does not answer: nobody in this process asks it for REST_SECONDS."""
    _rest["until"] = time.monotonic() + REST_SECONDS


def forget() -> None:
    """Has Redis asked again at once."""
    _rest["until"] = 0.0
