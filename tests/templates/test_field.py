import re

import pytest
from crispy_forms.templatetags.crispy_forms_filters import as_crispy_field
from django import forms
from django.forms.widgets import CheckboxSelectMultiple, RadioSelect, Select
from django.utils.datastructures import MultiValueDict

CHOICES = [("yes", "Yes"), ("no", "No <really>")]
WIDGETS = [RadioSelect, CheckboxSelectMultiple, Select]


def drawn(widget, *, hint="", data=None, initial=None) -> str:
    several = widget is CheckboxSelectMultiple
    kind = forms.MultipleChoiceField if several else forms.ChoiceField
    field = kind(
        label="Is it?",
        help_text=hint,
        choices=CHOICES,
        widget=widget,
        error_messages={"required": "Select yes if it is"},
    )
    form = type("OneField", (forms.Form,), {"it": field})
    bound = form(data, initial={"it": initial} if initial else None)
    return str(as_crispy_field(bound["it"]))


@pytest.mark.parametrize("widget", WIDGETS)
class TestEveryKind:
    @pytest.mark.parametrize("hint", ["", "Think of today."])
    @pytest.mark.parametrize("data", [None, MultiValueDict()])
    def test_each_id_is_there_once_and_every_reference_lands(self, widget, hint, data):
        html = drawn(widget, hint=hint, data=data)
        ids = re.findall(r'\sid="([^"]*)"', html)
        referred = re.findall(r'\sfor="([^"]*)"', html)
        described = " ".join(re.findall(r'aria-describedby="([^"]*)"', html)).split()

        assert len(ids) == len(set(ids))
        assert {*referred, *described} <= {*ids}
        assert described == ["id_it_helptext"] * bool(hint) + ["id_it_error"] * (data is not None)

    def test_the_error_stands_before_the_options_and_after_the_hint(self, widget):
        html = drawn(widget, hint="Think of today.", data=MultiValueDict())
        places = [html.index(part) for part in ("Is it?", "Think of", "Select yes", 'value="yes"')]

        assert places == sorted(places)

    def test_escapes_an_option(self, widget):
        assert "No &lt;really&gt;" in drawn(widget)


@pytest.mark.parametrize("widget", [RadioSelect, CheckboxSelectMultiple])
class TestAGroup:
    def test_is_named_by_its_legend(self, widget):
        assert re.match(r'<fieldset [^>]*id="it"[^>]*>\s*<legend>Is it\?</legend>', drawn(widget))

    def test_chooses_nothing_beforehand(self, widget):
        assert "checked" not in drawn(widget)

    def test_keeps_the_answer(self, widget):
        chosen = re.findall(r"<input[^>]* checked>", drawn(widget, initial=["no"]))

        assert len(chosen) == 1
        assert 'id="id_it_1" name="it" value="no"' in chosen[0]
