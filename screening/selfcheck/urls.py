"""The addresses of the self-check. None says anything about the medicine, an answer or a tier."""

from django.urls import path

from screening.selfcheck.views import around, code, outcome, questions, saving

urlpatterns = [
    path("", around.start, name="start"),
    path("leave/", around.leave, name="leave"),
    path("check/next/", outcome.interruption, name="interruption"),
    path("check/answers/", outcome.check_answers, name="check_answers"),
    path("check/result/", outcome.result, name="result"),
    path("check/country/", outcome.country, name="country"),
    path("check/count/", outcome.count, name="count"),
    path("check/code/", code.code, name="code"),
    path("check/code/destroy/", code.destroy_code, name="destroy_code"),
    path("check/pdf/", saving.save_pdf, name="save_pdf"),
    path("check/waiting/", around.waiting, name="waiting"),
    path("check/delete/", around.delete, name="delete"),
    path("check/deleted/", around.deleted, name="deleted"),
    path("check/<slug:section>/", questions.questions, name="questions"),
    path("check/<slug:section>/<int:part>/", questions.questions, name="questions"),
]
