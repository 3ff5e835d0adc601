"""The addresses of the pages that anyone may read."""

from django.urls import path

from screening.directory import views

urlpatterns = [
    path("help/", views.help_page, name="help"),
    path("emergency/", views.emergency, name="emergency"),
    path("about/", views.about, name="about"),
    path("evidence/", views.evidence, name="evidence"),
    path("privacy/", views.privacy, name="privacy"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("site-colours.css", views.site_colours, name="site_colours"),
]
