"""Logs: JSON lines in production, readable lines locally. Never a query, a body, a code, a token or a password.

The path of an address with a token in it is cut before the token.
"""

import logging
import logging.config
import re
import time
import uuid

import structlog

from merchant_portal.http import client_address

TOKEN_IN_PATH = re.compile(r"[A-Za-z0-9_-]{20,}")  # our tokens have 43 signs
logger = structlog.stdlib.get_logger("portal.request")


def cut_tokens(path: str) -> str:
    """Returns `path` with everything that could be a token replaced by `…`."""
    return TOKEN_IN_PATH.sub("…", path)


class CutTokens(logging.Filter):
    """Cuts tokens out of what Django itself logs about a request ("Not Found: /confirm-email/…").

    A request that is refused is logged in one line: anybody can make thousands of them.
    """

    def filter(self, record):
        if isinstance(record.args, tuple):
            record.args = tuple(cut_tokens(arg) if isinstance(arg, str) else arg for arg in record.args)
        if record.name.startswith("django."):
            record.__dict__.pop("request", None)  # it would be written down with its whole path
            is_our_fault = record.name == "django.request" and record.levelno >= logging.ERROR
            record.exc_info = record.exc_info if is_our_fault else None
        return True


# Says every few seconds that nothing happened, or what our own lines say already.
CHATTER = ("axes", "pikepdf", "celery.app.trace", "celery.beat", "celery.worker.strategy", "django.server")
SHARED = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
]


def configure(*, as_json: bool) -> None:
    """Sets up logging for Django, Celery and our own code: one stream, standard output."""
    in_json = structlog.processors.JSONRenderer(ensure_ascii=False)
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    line = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": SHARED,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            in_json if as_json else structlog.dev.ConsoleRenderer(colors=False),
        ],
    }
    stdout = {"class": "logging.StreamHandler", "stream": "ext://sys.stdout"}
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "filters": {"cut_tokens": {"()": CutTokens}},
            "formatters": {"line": line},
            "handlers": {"stdout": stdout | {"formatter": "line", "filters": ["cut_tokens"]}},
            "root": {"handlers": ["stdout"], "level": "INFO"},
            "loggers": {name: {"level": "WARNING"} for name in CHATTER},
        }
    )


class RequestLogMiddleware:
    """Logs one line a request: method, path without query and tokens, status, milliseconds, and an id."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.id = uuid.uuid4().hex[:12]
        started = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=request.id):
            response = self.get_response(request)
            logger.info(
                "request",
                method=request.method,
                path=cut_tokens(request.path),
                status=response.status_code,
                ms=round((time.perf_counter() - started) * 1000, 1),
                address=client_address(request),
            )
        return response
