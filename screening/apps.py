"""Tells Django about the app."""

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    """The one app of the project."""

    name = "screening"
    label = "screening"
    verbose_name = "Screening"

    def ready(self) -> None:
        """Register the system checks, so that a broken instrument stops every start."""
        from screening import checks  # noqa: F401
