"""The pages of an instrument, and the way through them that answers open."""

from hypothesis import given, settings

from screening.instrument.baclofen import CURRENT
from screening.instrument.engine import visible
from screening.instrument.pages import named
from screening.questionnaire import steps
from tests.selfcheck.walking import answer_sets, answers


def name(page) -> str:
    return f"{page.section.id}/{page.part}"


def test_a_section_is_one_page_but_for_what_depends_on_its_own_answers():
    assert [name(page) for page in steps.pages()] == [
        "now/1",
        "use/1",
        "use/2",
        "health/1",
        "withdrawal/1",
        "misuse/1",
        "tolerance/1",
    ]


def test_every_question_stands_on_one_page():
    found = [question.id for page in steps.pages() for question in page.questions]
    assert sorted(found) == sorted(question.id for question in CURRENT.questions)
    for question in CURRENT.questions:
        assert question in steps.page_of(question.id).questions


def test_nothing_depends_on_an_answer_of_its_own_page():
    """It would have to appear while the page is being filled in."""
    for page in steps.pages():
        own = {question.id for question in page.questions}
        for question in page.questions:
            assert not question.shown_when or not named(question.shown_when) & own


def test_pages_are_found_by_section_and_part_only_where_they_are():
    for page in steps.pages():
        assert steps.find_page(page.section.id, page.part) is page
    for section, part in [("now", 2), ("use", 0), ("use", 3), ("", 1), ("nowhere", 1)]:
        assert steps.find_page(section, part) is None


@settings(max_examples=100, deadline=None)
@given(answer_sets())
def test_the_way_is_complete_in_order_and_finished(chosen):
    way = steps.route(chosen)
    assert way.shown == visible(chosen)
    assert way.unfinished is None
    order = [steps.pages().index(page) for page in way.pages]
    assert order == sorted(set(order))
    asked = [q.id for page in way.pages for q in page.questions if q.id in way.shown]
    assert sorted(asked) == sorted(way.shown)


@settings(max_examples=100, deadline=None)
@given(answer_sets(adult=True))
def test_forward_and_back_are_the_same_way(chosen):
    way = steps.route(chosen)
    page, forward = way.pages[0], [way.pages[0]]
    while later := steps.page_after(page, way):
        assert steps.page_before(later, way) is page
        assert steps.comes_after(later, page)
        assert not steps.comes_after(page, later)
        page = later
        forward.append(page)
    assert tuple(forward) == way.pages
    assert steps.page_before(way.pages[0], way) is None


@settings(max_examples=60, deadline=None)
@given(answer_sets(adult=True))
def test_steps_count_sections_and_end_with_the_answers(chosen):
    way = steps.route(chosen)
    found = [steps.position(page, way) for page in way.pages]
    total = len({page.section.id for page in way.pages}) + 1
    assert {of for _, of in found} == {total}
    numbers = [number for number, _ in found]
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(1, total))
    assert steps.position(None, way) == (total, total)


def test_the_first_page_with_an_open_question_is_the_unfinished_one():
    chosen: dict[str, str | list[str]] = {}
    seen = []
    while page := steps.route(chosen).unfinished:
        seen.append(name(page))
        way = steps.route(chosen)
        full = answers(route="both", change="stopped")
        chosen = chosen | {q.id: full[q.id] for q in steps.questions_on(page, way)}
    assert seen == [name(page) for page in steps.pages()]


def test_the_page_that_left_the_check_is_still_asked_whole():
    """So that an age given by mistake can be changed."""
    way = steps.route(answers(age="under_18"))
    use = steps.page_of("age")
    assert [q.id for q in steps.questions_on(use, way)] == [q.id for q in use.questions]
    assert len(way.shown) < len(use.questions) + 10


def test_a_section_that_is_not_shown_asks_nothing():
    way = steps.route(answers(route="oral", change="none"))
    page = steps.page_of("wd_sleep")
    assert steps.questions_on(page, way) == ()
    assert page not in way.pages
