"""The addresses of consents."""

from django.urls import path

from screening.intake.consents import views

urlpatterns = [
    path("clients/<uuid:client_id>/consents/new/", views.consent_new, name="consent_new"),
    path("clients/<uuid:client_id>/consents/form/", views.consent_form, name="consent_form"),
    path("consents/<uuid:consent_id>/", views.consent, name="consent"),
    path("consents/<uuid:consent_id>/print/", views.consent_print, name="consent_print"),
    path("consents/<uuid:consent_id>/revoke/", views.consent_revoke, name="consent_revoke"),
]
