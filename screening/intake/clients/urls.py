"""The addresses of clients."""

from django.urls import path

from screening.intake.clients.views import finding, page, recording

urlpatterns = [
    path("clients/", finding.clients, name="clients"),
    path("clients/new/", recording.client_new, name="client_new"),
    path("clients/<uuid:client_id>/", page.client, name="client"),
    path("clients/<uuid:client_id>/edit/", recording.client_edit, name="client_edit"),
    path("emergency/", finding.emergency, name="open_in_emergency"),
]
