"""Accepting an invitation."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from screening.access import ROLES
from screening.fetch_guard import before_sign_in
from screening.models import StaffMember
from screening.questionnaire.errors import error_summary
from screening.signin.forms import AcceptForm
from screening.signin.invitations import InvitationGone, accept, invitation_of
from screening.signin.sessions import begin


@before_sign_in
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for a name and a password, and lead on: to the second step, new or as it was."""
    now = timezone.now()
    try:
        found = invitation_of(token, now=now)
        there = StaffMember.objects.filter(username=found.username).first()
        known = {"name": there.first_name} if there else None
        form = AcceptForm(request.POST or None, invitation=found, initial=known)
        if request.method == "POST" and form.is_valid():
            given = form.cleaned_data
            staff = accept(token=token, name=given["name"], password=given["password"], now=now)
            if Authenticator.objects.filter(user=staff).exists():
                return redirect("account_login")
            begin(request, staff, now=now)
            return redirect("staff_home")
    except InvitationGone:
        return render(request, "signin/invitation_gone.html", status=410)
    context = {"form": form, "invitation": found, "role": ROLES.get(found.role, "")}
    if form.errors:
        context["errors"] = error_summary(form)
    return render(request, "signin/invitation.html", context, status=422 if form.errors else 200)
