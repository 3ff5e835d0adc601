"""Every address of the site: one include for each flow."""

from django.urls import include, path

urlpatterns = [
    path("", include("screening.selfcheck.urls")),
    path("", include("screening.directory.urls")),
    path("staff/", include("screening.signin.urls")),
    path("staff/", include("screening.intake.urls")),
    path("stats/", include("screening.stats.urls")),
]
