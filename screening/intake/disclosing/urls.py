"""The addresses of passing on, below /staff/."""

from django.urls import path

from screening.intake.disclosing.views import accounting, instrument, passing_on

urlpatterns = [
    path("screenings/<uuid:screening_id>/pass-on/", passing_on.pass_on, name="pass_on"),
    path(
        "screenings/<uuid:screening_id>/pass-on/emergency/",
        passing_on.pass_on_in_emergency,
        name="pass_on_in_emergency",
    ),
    path("screenings/<uuid:screening_id>/pdf/", passing_on.screening_pdf, name="screening_pdf"),
    path("clients/<uuid:client_id>/pass-on/", passing_on.pass_on_client, name="pass_on_client"),
    path("clients/<uuid:client_id>/disclosures/", accounting.disclosures, name="disclosures"),
    path(
        "clients/<uuid:client_id>/disclosures/print/",
        accounting.disclosures_print,
        name="disclosures_print",
    ),
    path("instrument/", instrument.instrument_files, name="instrument_files"),
    path("instrument/<int:version>/<str:name>", instrument.instrument_file, name="instrument_file"),
]
