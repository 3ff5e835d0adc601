"""Writes a date of birth, which is kept as encrypted text, in words."""

from datetime import date

from django import template
from django.utils.formats import date_format

register = template.Library()


@register.filter
def birth_date(text: str) -> str:
    """Return YYYY-MM-DD in words, such as "23 April 1980". Nothing stays nothing."""
    return date_format(date.fromisoformat(text), "j F Y") if text else ""
