"""The addresses of signing in, and of what administrators keep, below /staff/.

Those of the library are listed one by one: what is not here (signing up, e-mail, resetting a
password by e-mail) cannot be reached. The names are those that the library looks for.
"""

from collections.abc import Callable

from django.http import HttpResponseBase
from django.urls import path

from screening.access import Permission, allowed
from screening.fetch_guard import before_sign_in
from screening.signin.sessions import while_enrolling
from screening.signin.views import joining, library, lists, members, own

_View = Callable[..., HttpResponseBase]


def _of_everybody(view: _View) -> _View:
    return allowed(Permission.OWN_ACCOUNT)(view)


def _enrolling(view: _View) -> _View:
    return while_enrolling(_of_everybody(view))


urlpatterns = [
    path("", own.staff_home, name="staff_home"),
    path("session/", own.session, name="session"),
    path("invitation/<str:token>/", joining.invitation, name="invitation"),
    path("account/login/", before_sign_in(library.SignIn.as_view()), name="account_login"),
    path(
        "account/second-step/",
        before_sign_in(library.SecondStep.as_view()),
        name="mfa_authenticate",
    ),
    path("account/logout/", own.sign_out, name="account_logout"),
    # One's own account. What is marked as enrolling is open before everything is set up.
    path("you/", own.account, name="account"),
    path("you/pin/", own.pin, name="account_pin"),
    path(
        "you/password/",
        _of_everybody(library.ChangePassword.as_view()),
        name="account_change_password",
    ),
    path(
        "you/confirm/",
        _enrolling(library.Confirm.as_view()),
        name="account_reauthenticate",
    ),
    path("you/app/", _enrolling(library.ActivateApp.as_view()), name="mfa_activate_totp"),
    path("you/app/remove/", _of_everybody(library.RemoveApp.as_view()), name="mfa_deactivate_totp"),
    path(
        "you/recovery-codes/",
        _enrolling(library.RecoveryCodes.as_view()),
        name="mfa_view_recovery_codes",
    ),
    path(
        "you/recovery-codes/new/",
        _enrolling(library.NewRecoveryCodes.as_view()),
        name="mfa_generate_recovery_codes",
    ),
    path("you/passkeys/add/", _enrolling(library.AddPasskey.as_view()), name="mfa_add_webauthn"),
    path(
        "you/passkeys/<int:pk>/remove/",
        _of_everybody(library.RemovePasskey.as_view()),
        name="mfa_remove_webauthn",
    ),
    # What administrators keep.
    path("members/", members.staff_members, name="staff_members"),
    path("members/invite/", members.invite, name="invite"),
    path("members/<int:staff_id>/", members.staff_member, name="staff_member"),
    path("members/<int:staff_id>/switch/", members.staff_member_switch, name="staff_member_switch"),
    path("members/<int:staff_id>/link/", members.staff_member_link, name="staff_member_link"),
    path(
        "invitations/<uuid:invitation_id>/renew/",
        members.invitation_renew,
        name="invitation_renew",
    ),
    path(
        "invitations/<uuid:invitation_id>/cancel/",
        members.invitation_cancel,
        name="invitation_cancel",
    ),
    path("sites/", lists.kept_list, {"kind": "sites"}, name="sites"),
    path("sites/<int:row_id>/", lists.kept_row, {"kind": "sites"}, name="site"),
    path("dispositions/", lists.kept_list, {"kind": "dispositions"}, name="dispositions"),
    path(
        "dispositions/<int:row_id>/",
        lists.kept_row,
        {"kind": "dispositions"},
        name="disposition",
    ),
]
