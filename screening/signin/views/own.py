"""One's own account, and where the sign-in leads."""

from __future__ import annotations

from typing import Final

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib import messages
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from screening.access import ADMINISTRATOR, AT_A_SITE, ROLES, Permission, StaffRequest, allowed, may
from screening.audit.trail import record
from screening.fetch_guard import before_sign_in
from screening.models import StaffMember
from screening.questionnaire.errors import error_summary
from screening.signin.context import address
from screening.signin.forms import PinForm
from screening.signin.second_factor import PASSKEY, RECOVERY, TOTP
from screening.signin.sessions import end_all, while_enrolling

_HOMES: Final = (
    (Permission.SEE_CLIENTS, "queue"),
    (Permission.MANAGE_STAFF, "staff_members"),
    (Permission.SEE_STATISTICS, "stats"),
    (Permission.SEE_AUDIT_TRAIL, "audit_trail"),
    (Permission.OWN_ACCOUNT, "account"),
)


@allowed(Permission.OWN_ACCOUNT)
def staff_home(request: StaffRequest) -> HttpResponse:
    """Lead to where this person's work is."""
    homes = (address(name) for permission, name in _HOMES if may(request.user, permission))
    return redirect(next(home for home in homes if home))


@while_enrolling
@allowed(Permission.OWN_ACCOUNT)
@require_POST
def session(request: StaffRequest) -> HttpResponse:
    """Stay signed in: that the request arrived is all that it takes."""
    return HttpResponse(status=204)


@before_sign_in
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End every session of this person, or a sign-in that is half done."""
    staff = request.user
    if isinstance(staff, StaffMember):
        with transaction.atomic():
            end_all(staff)
            record("sign_out", staff=staff, now=timezone.now(), why="account")
    logout(request)
    return redirect("account_login")


@allowed(Permission.OWN_ACCOUNT)
@require_http_methods(["GET", "HEAD"])
def account(request: StaffRequest) -> HttpResponse:
    """Show one's own account."""
    staff = request.user
    by_kind: dict[str, list[Authenticator]] = {TOTP: [], PASSKEY: [], RECOVERY: []}
    for one in Authenticator.objects.filter(user=staff).order_by("pk"):
        by_kind[one.type].append(one)
    codes = by_kind[RECOVERY]
    context = {
        "member": staff,
        "role": ROLES[staff.role],
        "app": by_kind[TOTP],
        "passkeys": [(one.pk, str(one), one.last_used_at) for one in by_kind[PASSKEY]],
        "codes_left": len(RecoveryCodes(codes[0]).get_unused_codes()) if codes else 0,
        "needs_passkey": staff.role == ADMINISTRATOR,
        "has_tablet": staff.role in AT_A_SITE,
    }
    return render(request, "signin/account.html", context)


@allowed(Permission.SCREEN)
@require_http_methods(["GET", "HEAD", "POST"])
def pin(request: StaffRequest) -> HttpResponse:
    """Set the PIN that takes a tablet back."""
    form = PinForm(request.POST or None, staff=request.user)
    if request.method != "POST":
        return render(request, "signin/pin.html", {"form": form})
    with transaction.atomic():
        if form.is_valid():
            record(
                "account_changed",
                staff=request.user,
                now=timezone.now(),
                why="account",
                details={"what": "PIN set"},
            )
            messages.success(request, _("The PIN is set."))
            return redirect("account")
    context = {"form": form, "errors": error_summary(form)}
    return render(request, "signin/pin.html", context, status=422)
