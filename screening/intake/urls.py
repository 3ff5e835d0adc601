"""The addresses of the intake, below /staff/. None holds anything about a client but a number."""

from django.urls import include, path

urlpatterns = [
    path("", include("screening.intake.records.urls")),
    path("", include("screening.intake.clients.urls")),
    path("", include("screening.intake.consents.urls")),
    path("", include("screening.intake.screenings.urls")),
    path("tablet/", include("screening.intake.tablet.urls")),
    path("code/", include("screening.intake.codes.urls")),
    path("", include("screening.intake.disclosing.urls")),
    path("", include("screening.intake.oversight.urls")),
]
