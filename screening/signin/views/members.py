"""What administrators do with staff members and invitations."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from screening.access import Permission, StaffRequest, allowed
from screening.models import StaffMember
from screening.questionnaire.errors import error_summary
from screening.signin import administration, invitations
from screening.signin.administration import LastAdministrator
from screening.signin.administration_forms import InviteForm, MemberForm, NewLinkForm
from screening.signin.invitations import InvitationGone
from screening.signin.queries import invited, staff_list

FORM = ["GET", "HEAD", "POST"]


@allowed(Permission.MANAGE_STAFF)
@require_http_methods(["GET", "HEAD"])
def staff_members(request: StaffRequest) -> HttpResponse:
    """List the staff, and the invitations that are open."""
    context = {"members": staff_list(), "invitations": invited(now=timezone.now())}
    return render(request, "signin/staff_members.html", context)


@allowed(Permission.MANAGE_STAFF)
@require_http_methods(FORM)
def invite(request: StaffRequest) -> HttpResponse:
    """Invite somebody."""
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        token = invitations.invite(by=request.user, now=timezone.now(), **form.cleaned_data)
        return _link(request, token, form.cleaned_data["username"])
    return _form_page(request, "signin/invite.html", {"form": form}, form)


@allowed(Permission.MANAGE_STAFF)
@require_POST
def invitation_renew(request: StaffRequest, invitation_id: UUID) -> HttpResponse:
    """Make a new link for somebody who did not use the first."""
    name = invitations.name_of(invitation_id)
    try:
        token = invitations.renew(by=request.user, invitation_id=invitation_id, now=timezone.now())
    except InvitationGone:
        return redirect("staff_members")
    return _link(request, token, name)


@allowed(Permission.MANAGE_STAFF)
@require_POST
def invitation_cancel(request: StaffRequest, invitation_id: UUID) -> HttpResponse:
    """Let a link lead nowhere any more. One that is gone already is as good."""
    with suppress(InvitationGone):
        invitations.cancel(by=request.user, invitation_id=invitation_id, now=timezone.now())
    messages.success(request, _("The invitation is cancelled."))
    return redirect("staff_members")


@allowed(Permission.MANAGE_STAFF)
@require_http_methods(FORM)
def staff_member(request: StaffRequest, staff_id: int) -> HttpResponse:
    """Show a staff member; a post changes the role and site."""
    member = get_object_or_404(StaffMember, pk=staff_id)
    form = MemberForm(request.POST or None, initial={"role": member.role, "site": member.site_id})
    if request.method == "POST" and form.is_valid():
        try:
            administration.change_member(
                by=request.user, staff_id=staff_id, now=timezone.now(), **form.cleaned_data
            )
        except LastAdministrator:
            form.add_error("role", _last_administrator())
        else:
            done = _("The role and site of %(username)s are saved.")
            messages.success(request, done % {"username": member.username})
            return redirect("staff_members")
    return _form_page(request, "signin/staff_member.html", _member_page(member, form), form)


@allowed(Permission.MANAGE_STAFF)
@require_POST
def staff_member_switch(request: StaffRequest, staff_id: int) -> HttpResponse:
    """Switch somebody off or on."""
    member = get_object_or_404(StaffMember, pk=staff_id)
    on = request.POST.get("on") == "yes"
    try:
        administration.switch_member(by=request.user, staff_id=staff_id, on=on, now=timezone.now())
    except LastAdministrator:
        form = MemberForm(initial={"role": member.role, "site": member.site_id})
        context = _member_page(member, form)
        context["errors"] = [("switch", _last_administrator())]
        return render(request, "signin/staff_member.html", context, status=422)
    done = _("%(username)s is switched on.") if on else _("%(username)s is switched off.")
    messages.success(request, done % {"username": member.username})
    return redirect("staff_members")


@allowed(Permission.MANAGE_STAFF)
@require_http_methods(FORM)
def staff_member_link(request: StaffRequest, staff_id: int) -> HttpResponse:
    """Make a link for somebody who lost their password or device."""
    member = get_object_or_404(StaffMember, pk=staff_id, is_active=True)
    form = NewLinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        token = administration.new_link(
            by=request.user,
            staff_id=staff_id,
            enrol_anew=form.cleaned_data["lost"] == "device",
            now=timezone.now(),
        )
        return _link(request, token, member.username)
    context = {"form": form, "member": member}
    return _form_page(request, "signin/staff_member_link.html", context, form)


def _link(request: HttpRequest, token: str, username: str) -> HttpResponse:
    """Show a link, this once: it is kept nowhere, and so not to be redirected to."""
    href = request.build_absolute_uri(reverse("invitation", args=[token]))
    context = {"href": href, "username": username, "days": invitations.VALID.days}
    return render(request, "signin/link.html", context)


def _member_page(member: StaffMember, form: MemberForm) -> dict[str, object]:
    return {"member": member, "form": form}


def _form_page(
    request: HttpRequest,
    template: str,
    context: dict[str, object],
    form: InviteForm | MemberForm | NewLinkForm,
) -> HttpResponse:
    if not form.errors:
        return render(request, template, context)
    return render(request, template, {**context, "errors": error_summary(form)}, status=422)


def _last_administrator() -> str:
    return _("This is the last administrator. Make somebody else an administrator first.")
