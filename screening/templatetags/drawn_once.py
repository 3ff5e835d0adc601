"""Draws the parts of a page that are the same on every page only once."""

from functools import lru_cache

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def drawn_once(template_name: str, **variables: object) -> SafeString:
    """Return the template drawn with these variables alone, from memory where it was drawn before.

    It is drawn once for each language, address prefix and set of variables, which must be hashable;
    with DEBUG it is drawn anew each time. An unknown name raises TemplateDoesNotExist.
    """
    draw = _draw.__wrapped__ if settings.DEBUG else _draw
    return draw(template_name, get_language(), get_script_prefix(), tuple(variables.items()))


@lru_cache(maxsize=256)
def _draw(
    template_name: str,
    language: str | None,
    prefix: str,
    variables: tuple[tuple[str, object], ...],
) -> SafeString:
    return SafeString(render_to_string(template_name, dict(variables)).strip())
