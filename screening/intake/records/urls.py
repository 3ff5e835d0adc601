"""The addresses of the records, below /staff/."""

from django.urls import path

from screening.intake.records.views import acting, listing, one, planning, queue, time

urlpatterns = [
    path("queue/", queue.queue, name="queue"),
    path("screenings/", listing.screenings, name="screenings"),
    path("screenings/<uuid:screening_id>/", one.screening, name="screening"),
    path("screenings/<uuid:screening_id>/print/", one.screening_print, name="screening_print"),
    path(
        "screenings/<uuid:screening_id>/acknowledge/",
        acting.screening_acknowledge,
        name="screening_acknowledge",
    ),
    path("screenings/<uuid:screening_id>/note/", acting.screening_note, name="screening_note"),
    path("screenings/<uuid:screening_id>/sign/", acting.screening_sign, name="screening_sign"),
    path("clients/<uuid:client_id>/over-time/", time.over_time, name="over_time"),
    path("clients/<uuid:client_id>/plans/new/", planning.plan_new, name="plan_new"),
    path("due/", planning.due, name="due"),
    path("plans/<uuid:planned_id>/cancel/", planning.plan_cancel, name="plan_cancel"),
]
