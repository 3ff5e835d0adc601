"""The steps that are counted: each is named once, and fits where it is kept."""

from screening.instrument.baclofen import CURRENT
from screening.instrument.pages import answered, pages_of, reached
from screening.models import Reached
from screening.stats.steps import steps, within


def test_the_steps_follow_from_the_pages_in_order():
    first, *later = pages_of(CURRENT)
    pages = [answered(first), *(step for page in later for step in (reached(page), answered(page)))]
    names = [step.name for step in steps(CURRENT)]
    assert [name for name in names if name in pages] == pages
    assert [name for name in names if name not in pages] == [
        "opened",
        "help",
        "under_age",
        "finished",
        "counted",
    ]
    assert names[names.index("under_age") - 1] == "answered use/1"


def test_each_step_has_a_name_that_fits_and_words_of_its_own():
    all_steps = steps(CURRENT)
    for part in ("name", "words"):
        assert len({getattr(step, part) for step in all_steps}) == len(all_steps)
    assert max(len(step.name) for step in all_steps) <= (
        Reached._meta.get_field("step").max_length or 0
    )


def test_every_step_but_the_first_lies_within_an_earlier_one():
    order = [step.name for step in steps(CURRENT)]
    assert {smaller for smaller, _ in within(CURRENT)} == set(order[1:])
    for smaller, larger in within(CURRENT):
        assert order.index(larger) < order.index(smaller)


def test_who_is_not_shown_a_page_is_not_missed_on_the_next():
    """The page about the change, and the one that depends on answers, are not for everybody."""
    found = dict(within(CURRENT))
    assert found["reached misuse/1"] == found["reached withdrawal/1"] == "answered health/1"
    assert found["reached health/1"] == found["reached use/2"] == "answered use/1"
