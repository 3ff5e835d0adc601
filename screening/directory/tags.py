"""The template tag with which a page without any context still shows the emergency help."""

from django import template
from django.conf import settings

from screening.directory.contacts import Contact, contacts_for

register = template.Library()


@register.simple_tag
def emergency_contacts() -> tuple[Contact, ...]:
    """Return the emergency contacts of the site's default country, from constant data.

    Error pages use it: they get no context processors, and the database may be down.
    """
    return contacts_for(settings.COUNTRY, "emergency")
