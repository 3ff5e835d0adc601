"""The addresses at which a screening is begun, filled in, corrected and discarded."""

from django.urls import path

from screening.intake.screenings.views import beginning, interview, mending

urlpatterns = [
    path("clients/<uuid:client_id>/screenings/new/", beginning.screening_new, name="screening_new"),
    path("screenings/<uuid:screening_id>/interview/", interview.interview, name="interview"),
    path("screenings/<uuid:screening_id>/save/", interview.screening_save, name="screening_save"),
    path(
        "screenings/<uuid:screening_id>/correct/",
        mending.screening_correct,
        name="screening_correct",
    ),
    path(
        "screenings/<uuid:screening_id>/discard/",
        mending.screening_discard,
        name="screening_discard",
    ),
]
