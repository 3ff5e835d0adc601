"""The forms of what administrators keep: staff, sites and lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from screening.access import AT_A_SITE, ROLES
from screening.models import Disposition, Site, StaffMember
from screening.signin.adapter import plain

if TYPE_CHECKING:
    _SiteForm = forms.ModelForm[Site]
    _DispositionForm = forms.ModelForm[Disposition]
else:
    _SiteForm = _DispositionForm = forms.ModelForm


class MemberForm(forms.Form):
    """The role and site of a staff member."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=[("", ""), *ROLES.items()],
        error_messages={"required": _("Choose a role")},
    )
    site = forms.ModelChoiceField(
        label=_("Site"),
        help_text=_("Only for intake and clinicians."),
        queryset=Site.objects.filter(is_active=True),
        required=False,
        empty_label="",
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a site where the role needs one, and drop it elsewhere."""
        given = super().clean() or self.cleaned_data
        if given.get("role") not in AT_A_SITE:
            given["site"] = None
        elif "site" in given and given["site"] is None:
            self.add_error("site", _("Choose the site where this person works."))
        return given


class InviteForm(MemberForm):
    """Whom an administrator invites."""

    username = forms.CharField(
        label=_("Username"),
        help_text=_("Small letters, digits and . _ - + @ only. It cannot be changed later."),
        max_length=150,
        error_messages={"required": _("Enter a username")},
        validators=[StaffMember.username_validator],
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    field_order = ["username", "role", "site"]

    def clean_username(self) -> str:
        """Return a name that nobody has."""
        name = plain(self.cleaned_data["username"])
        if StaffMember.objects.filter(username=name).exists():
            raise ValidationError(_("Somebody has this username already."))
        return name


class NewLinkForm(forms.Form):
    """What somebody lost."""

    lost = forms.ChoiceField(
        label=_("What did they lose?"),
        error_messages={"required": _("Select what they lost")},
        choices=[
            ("password", _("Their password only")),
            ("device", _("Their phone, passkey or recovery codes")),
        ],
        widget=forms.RadioSelect,
    )


class SiteForm(_SiteForm):
    """A site."""

    class Meta:
        model = Site
        fields = ["name", "is_active"]
        labels = {"name": _("Name"), "is_active": _("In use")}
        error_messages = {"name": {"required": _("Enter a name")}}


class DispositionForm(_DispositionForm):
    """A line of the list of dispositions."""

    class Meta:
        model = Disposition
        fields = ["label", "position", "is_active"]
        labels = {"label": _("Text"), "position": _("Place in the list"), "is_active": _("In use")}
        error_messages = {
            "label": {"required": _("Enter the text")},
            "position": {"required": _("Enter a number")},
        }
