"""The addresses of this part of the intake."""

from django.urls import path

from screening.intake.oversight.views.audit_trail import audit_trail, audit_trail_csv
from screening.intake.oversight.views.keeping import client_erase, client_hold
from screening.intake.oversight.views.openings import opening_review, openings, openings_reviewed

urlpatterns = [
    path("audit/", audit_trail, name="audit_trail"),
    path("audit/trail.csv", audit_trail_csv, name="audit_trail_csv"),
    path("openings/", openings, name="openings"),
    path("openings/reviewed/", openings_reviewed, name="openings_reviewed"),
    path("openings/<uuid:opening_id>/", opening_review, name="opening_review"),
    path("clients/<uuid:client_id>/hold/", client_hold, name="client_hold"),
    path("clients/<uuid:client_id>/erase/", client_erase, name="client_erase"),
]
