"""What a page says at its top about a form that was not accepted."""

from __future__ import annotations

from django import forms


def error_summary(form: forms.BaseForm) -> list[tuple[str, str]]:
    """List what is wrong with a form: (id of the control to mend, message), in page order.

    Faults of the form as a whole lead to its first control.
    """
    found = []
    for name, messages in form.errors.items():
        field = form[name] if name in form.fields else next(iter(form))
        control = field.id_for_label or field.auto_id
        if field.use_fieldset:
            control = f"{field.auto_id}_0"
        found += [(control, str(message)) for message in messages]
    return found
