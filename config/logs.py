"""Logging that cannot carry a person's answers, address or browser."""

import logging
import re
from types import TracebackType
from typing import Any

_ONE_TIME_LINK = re.compile(r"(/staff/invitation/)[^/\s]+")
_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class QuietFormatter(logging.Formatter):
    """Write what went wrong and where in the code, and nothing that came with the request.

    An exception's message is left out, because it may quote a value: a template error quotes the
    whole context, a database error the row. Its type and the lines of code it passed stay. So do
    addresses, but for what makes a link work once.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, with the secret part of a one-time link left out."""
        return _ONE_TIME_LINK.sub(r"\1...", super().format(record))

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802
        """Return the type of the exception and the place of each call, without any value."""
        kind, _, trace = ei
        if kind is None:
            return ""
        places = []
        while trace is not None:
            code = trace.tb_frame.f_code
            places.append(f"  {code.co_filename}:{trace.tb_lineno} in {code.co_name}")
            trace = trace.tb_next
        return "\n".join([f"{kind.__module__}.{kind.__qualname__} at", *places])


def logging_settings(level: str) -> dict[str, Any]:
    """Return Django's LOGGING: the console only, from `level` up.

    Django's own handlers are replaced, so nothing is sent by mail, and the development server's
    line for each request, which has the query string in it, is not written.
    """
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "quiet": {
                "()": "config.logs.QuietFormatter",
                "format": "{asctime} {levelname} {name}: {message}",
                "style": "{",
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "quiet"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            # A form sent back, or an address that is not there, is nobody's fault to look into,
            # and would say when somebody was on which page. Whoever asks for more gets it.
            "django.request": {
                "handlers": [],
                "level": "ERROR" if level == "WARNING" else level,
                "propagate": True,
            },
            "django.server": {"handlers": [], "level": "CRITICAL", "propagate": False},
        },
    }
