"""The addresses of the self-check. None says anything about the medicine, an answer or a tier."""

from django.urls import path

from screening.selfcheck import views

urlpatterns = [
    path("", views.start, name="start"),
    path("leave/", views.leave, name="leave"),
    path("check/next/", views.interruption, name="interruption"),
    path("check/answers/", views.check_answers, name="check_answers"),
    path("check/result/", views.result, name="result"),
    path("check/country/", views.country, name="country"),
    path("check/count/", views.count, name="count"),
    path("check/waiting/", views.waiting, name="waiting"),
    path("check/delete/", views.delete, name="delete"),
    path("check/deleted/", views.deleted, name="deleted"),
    path("check/<slug:section>/", views.questions, name="questions"),
    path("check/<slug:section>/<int:part>/", views.questions, name="questions"),
]
