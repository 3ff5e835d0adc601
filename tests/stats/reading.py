"""What stands on a page of statistics: its tables and the words of its charts."""

from __future__ import annotations

import re
from html import unescape

from django.http import HttpResponse

_TABLE = re.compile(r"<table.*?</table>", re.DOTALL)
_ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.DOTALL)
_CAPTION = re.compile(r"<caption[^>]*>(.*?)</caption>", re.DOTALL)


def tables(answer: HttpResponse) -> dict[str, list[list[str]]]:
    """Return the rows of each table by its caption, headings first."""
    found = {}
    for table in _TABLE.findall(answer.text):
        caption = unescape(_CAPTION.findall(table)[0])
        found[caption] = [
            [unescape(cell) for cell in _CELL.findall(r)] for r in _ROW.findall(table)
        ]
    return found
