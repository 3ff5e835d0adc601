"""The addresses of a tablet that was handed over, below /staff/tablet/."""

from django.urls import path

from screening.intake.tablet.views import asking, handing

urlpatterns = [
    path("", asking.tablet, name="tablet"),
    path("hand-over/<uuid:screening_id>/", handing.tablet_hand_over, name="tablet_hand_over"),
    path("help/", asking.tablet_help, name="tablet_help"),
    path("answers/", asking.tablet_answers, name="tablet_answers"),
    path("give-back/", handing.tablet_give_back, name="tablet_give_back"),
    path("take-back/", handing.tablet_release, name="tablet_release"),
    path("sign-in/", handing.tablet_sign_in, name="tablet_sign_in"),
    path("<slug:section>/<int:part>/", asking.tablet_questions, name="tablet_questions"),
]
