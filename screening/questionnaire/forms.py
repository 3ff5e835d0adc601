"""Questions as Django forms, and how a question is drawn. The crispy helper lives here only.

A form is built once for each set of questions, and a question is drawn once for each answer,
language and error: both depend on nothing else, and a page is then a few strings joined.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from crispy_forms.helper import FormHelper
from crispy_forms.templatetags.crispy_forms_filters import as_crispy_field
from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from screening.instrument.schema import Question

HELPER: Final = FormHelper()
HELPER.form_tag = False
HELPER.disable_csrf = True


class _SharedFields(dict[str, forms.Field]):
    """Fields that all instances of a form share. Django would copy them for every request."""

    def __deepcopy__(self, memo: object) -> _SharedFields:
        return self


class OneAnswerField(forms.Field):
    """A question with one answer: radios, none chosen beforehand."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.codes = frozenset(option.code for option in question.options)
        super().__init__(
            label=gettext_lazy(question.text),
            help_text=_optional(question.hint),
            widget=forms.RadioSelect(choices=_choices(question)),
        )

    def clean(self, value: Any) -> str:
        """Return the code. Raises ValidationError with the question's own sentence."""
        if value in self.codes:
            return str(value)
        raise ValidationError(_(self.question.error), code="required")


class SeveralAnswersField(forms.Field):
    """A question with several answers: checkboxes, of which some rule out all others."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.codes = tuple(option.code for option in question.options)
        self.exclusive = {o.code: o.text for o in question.options if o.exclusive}
        super().__init__(
            label=gettext_lazy(question.text),
            help_text=_optional(question.hint),
            widget=forms.CheckboxSelectMultiple(choices=_choices(question)),
        )

    def clean(self, value: Any) -> list[str]:
        """Return the codes in the order of the definition. Raises ValidationError."""
        given = set(value or ())
        if not given or not given <= set(self.codes):
            raise ValidationError(_(self.question.error), code="required")
        chosen = [code for code in self.codes if code in given]
        alone = [code for code in chosen if code in self.exclusive]
        if alone and len(chosen) > 1:
            raise ValidationError(
                _("Select “%(answer)s” by itself, or leave it out")
                % {"answer": _(self.exclusive[alone[0]])},
                code="exclusive",
            )
        return chosen


class QuestionForm(forms.Form):
    """The questions of one page. Made by `form_for`; field names are the question ids."""

    helper = HELPER
    use_required_attribute = False

    def _clean_fields(self) -> None:
        # Django would make a bound field of each, which only a form that is drawn needs.
        for name, field in self.fields.items():
            try:
                value = field.widget.value_from_datadict(self.data, self.files, name)
                self.cleaned_data[name] = field.clean(value)
            except ValidationError as fault:
                self.add_error(name, fault)

    def answers(self) -> dict[str, str | list[str]]:
        """Return the answers that are valid, also when others on the page are not."""
        self.is_valid()
        return dict(self.cleaned_data)


@lru_cache(maxsize=256)
def form_for(questions: tuple[Question, ...]) -> type[QuestionForm]:
    """Build the form of these questions, once."""
    form = type("QuestionsOfOnePage", (QuestionForm,), {})
    form.base_fields = _SharedFields(  # type: ignore[attr-defined]
        (question.id, _field(question)) for question in questions
    )
    return form


def draw(question: Question, answer: str | Sequence[str] | None, *, wrong: bool = False) -> str:
    """Draw one question with an answer chosen.

    In: the question; the code or codes chosen, or None; whether what was sent is wrong, so
    that the error is shown. Codes that the question does not have are left out.
    Out: HTML, safe to put into a page.
    """
    return _draw_chosen(question, answer, wrong, get_language() or "")


def draw_all(questions: Iterable[Question], answers: Mapping[str, Any]) -> str:
    """Draw questions one after the other, each with its answer chosen."""
    language = get_language() or ""
    return "".join([_draw_chosen(q, answers.get(q.id), False, language) for q in questions])


def first_control(question: Question) -> str:
    """Name the id of the first radio or checkbox of a question, for links from an error."""
    return f"id_{question.id}_0"


def _draw_chosen(
    question: Question, answer: str | Sequence[str] | None, wrong: bool, language: str
) -> str:
    given = (answer,) if isinstance(answer, str) else tuple(answer or ())
    codes = tuple([option.code for option in question.options if option.code in given])
    return _draw(question, codes, wrong, language)


@lru_cache(maxsize=4096)
def _draw(question: Question, codes: tuple[str, ...], wrong: bool, language: str) -> SafeString:
    form = form_for((question,))
    if wrong:
        bound = form(MultiValueDict({question.id: list(codes)}))
        if not bound.errors:
            # What was wrong about it, such as an unknown code, was left out of the drawing.
            bound.add_error(question.id, _(question.error))
    else:
        initial = codes if question.several else "".join(codes)
        bound = form(initial={question.id: initial})
    drawn: SafeString = as_crispy_field(bound[question.id])
    return drawn


def _field(question: Question) -> forms.Field:
    return SeveralAnswersField(question) if question.several else OneAnswerField(question)


def _choices(question: Question) -> list[tuple[str, Any]]:
    return [(option.code, gettext_lazy(option.text)) for option in question.options]


def _optional(text: str) -> Any:
    # gettext of an empty message is the catalogue's header, not an empty string.
    return gettext_lazy(text) if text else ""
