#!/usr/bin/env python
import os
import sys

from django.core.management import execute_from_command_line
from django.db import InterfaceError, OperationalError


def main(arguments: list[str]) -> None:
    """Runs a command. A database that does not answer is one line and exit status 1, with --traceback the whole."""
    try:
        execute_from_command_line(arguments)
    except (OperationalError, InterfaceError) as error:
        if "--traceback" in arguments:
            raise
        reason = str(error).strip().splitlines() or [type(error).__name__]
        sys.exit(f"The database does not answer: {reason[0]}")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "merchant_portal.settings")
    main(sys.argv)
