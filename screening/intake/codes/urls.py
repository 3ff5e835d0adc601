"""The address at which a code is entered, below /staff/code/."""

from django.urls import path

from screening.intake.codes import views

urlpatterns = [path("<uuid:client_id>/", views.redeem, name="redeem")]
