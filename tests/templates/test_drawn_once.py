import pytest
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils.translation import override

from screening.templatetags.drawn_once import drawn_once


class Counted:
    """Counts how often it was written into a page."""

    times = 0

    def __str__(self):
        self.times += 1
        return "some text"


def test_draws_a_part_once_and_gives_the_same_again():
    text = Counted()
    first = drawn_once("components/inset.html", text=text)
    times = text.times

    assert drawn_once("components/inset.html", text=text) == first
    assert "some text" in first
    assert text.times == times > 0


def test_draws_anew_for_another_value():
    assert "one" in drawn_once("components/inset.html", text="one")
    assert "two" in drawn_once("components/inset.html", text="two")


def test_draws_anew_each_time_while_developing(settings):
    settings.DEBUG = True
    text = Counted()
    drawn_once("components/inset.html", text=text)
    times = text.times
    drawn_once("components/inset.html", text=text)

    assert text.times == 2 * times > 0


def test_escapes_what_it_is_given():
    assert "<b>" not in drawn_once("components/inset.html", text="<b>")


def test_an_unknown_part_is_an_error():
    with pytest.raises(TemplateDoesNotExist):
        drawn_once("components/unknown.html")


def test_each_language_has_its_own():
    for language, direction in (("en", "ltr"), ("ar", "rtl"), ("en", "ltr")):
        with override(language):
            assert f'<html lang="{language}" dir="{direction}">' in render_to_string("base.html")
