"""Answers on their way: changed, gone back to, refreshed, pressed twice, forgotten."""

from playwright.sync_api import Page, expect

from tests.browser import people
from tests.browser.steps import (
    CHECK_ANSWERS,
    RESULT,
    answer_and_continue,
    answer_page,
    carry,
    change,
    choose,
    chosen,
    cookies,
    follow,
    heading,
    lose_connection,
    path,
    press,
    put_cookie,
    start,
    tier,
)


def row(page: Page, short: str):
    return page.locator(".summary-row", has=page.locator("dt", has_text=short))


class TestChangingAnAnswer:
    def test_leads_to_the_question_and_back_to_all_answers(self, page: Page):
        carry(page, people.AS_PRESCRIBED)
        page.goto(CHECK_ANSWERS)

        change(page, "The usual dose does less than it did")
        expect(page.locator("#to_less_effect")).to_be_in_viewport()
        choose(page, "to_less_effect", "yes")
        press(page, "Continue")

        assert path(page) == CHECK_ANSWERS
        expect(row(page, "The usual dose does less than it did")).to_contain_text("Yes")
        follow(page, "See what to do next")
        assert tier(page) == "soon"

    def test_asks_first_what_the_new_answer_opens(self, page: Page):
        carry(page, people.AS_PRESCRIBED)
        page.goto(CHECK_ANSWERS)

        change(page, "Change in the last 14 days")
        choose(page, "change", "cut_down")
        press(page, "Continue")

        assert path(page) == "/check/use/2/"
        answer_and_continue(page, people.STOPPED)
        assert path(page) == "/check/withdrawal/"
        answer_and_continue(page, people.STOPPED)
        assert path(page) == CHECK_ANSWERS
        expect(row(page, "Change in the last 14 days")).to_contain_text("I take less")
        expect(row(page, "Anxious or agitated")).to_contain_text("hard to cope with")

    def test_back_leads_to_all_answers_and_changes_nothing(self, page: Page):
        carry(page, people.AS_PRESCRIBED)
        page.goto(CHECK_ANSWERS)

        change(page, "Age")
        choose(page, "age", "65_plus")
        follow(page, "Back")

        assert path(page) == CHECK_ANSWERS
        expect(row(page, "Age")).to_contain_text("18 to 64")

    def test_to_an_answer_that_closes_questions_leaves_them_out(self, page: Page):
        carry(page, people.STOPPED)
        page.goto(CHECK_ANSWERS)

        change(page, "Change in the last 14 days")
        choose(page, "change", "none")
        press(page, "Continue")

        assert path(page) == CHECK_ANSWERS
        expect(row(page, "Anxious or agitated")).to_have_count(0)


class TestBackAndRefresh:
    def test_the_back_link_shows_what_was_chosen(self, page: Page):
        carry(page, people.NEEDS_MORE)
        page.goto("/check/tolerance/")

        for expected in ("misuse", "health", "use/2", "use", "now"):
            follow(page, "Back")
            assert path(page) == f"/check/{expected}/"
            assert chosen(page)

        follow(page, "Back")
        assert path(page) == "/"

    def test_the_browser_s_back_shows_what_was_chosen_and_lets_go_on(self, page: Page):
        start(page)
        answer_and_continue(page, people.AS_PRESCRIBED)
        answer_and_continue(page, people.AS_PRESCRIBED)

        page.go_back()
        page.go_back()
        assert path(page) == "/check/now/"
        assert chosen(page)["now_seizure"] == ["no"]

        press(page, "Continue")
        assert path(page) == "/check/use/"
        assert chosen(page)["age"] == ["18_64"]

    def test_refresh_loses_no_answer_that_was_sent(self, page: Page):
        start(page)
        answer_and_continue(page, people.AS_PRESCRIBED)
        answer_and_continue(page, people.AS_PRESCRIBED)
        page.go_back()

        page.reload()

        assert chosen(page)["route"] == ["oral"]
        assert chosen(page)["coming_up"] == ["nothing"]

    def test_refresh_of_a_page_of_errors_keeps_what_was_right(self, page: Page):
        start(page)
        choose(page, "now_seizure", "no")
        press(page, "Continue")

        page.reload()

        assert chosen(page) == {"now_seizure": ["no"]}

    def test_a_double_click_on_continue_goes_one_page_on(self, page: Page):
        posts = []
        page.on("request", lambda sent: posts.append(sent.url) if sent.method == "POST" else None)
        start(page)
        answer_page(page, people.AS_PRESCRIBED)

        with page.expect_navigation():
            page.get_by_role("button", name="Continue").dblclick()

        expect(page).to_have_url("/check/use/")
        assert chosen(page) == {}
        assert len(posts) == 1

    def test_pressing_again_sends_nothing_while_the_first_is_on_its_way(self, page: Page):
        posts = []
        page.on("request", lambda sent: posts.append(sent.url) if sent.method == "POST" else None)
        page.clock.install()
        start(page)
        answer_page(page, people.AS_PRESCRIBED)
        lose_connection(page, "**/check/now/")
        button = page.get_by_role("button", name="Continue")

        with page.expect_request("**/check/now/"):
            button.click()
        button.click()
        assert len(posts) == 1

        page.clock.fast_forward("00:11")
        with page.expect_request("**/check/now/"):
            button.click()
        assert len(posts) == 2

    def test_a_page_too_far_ahead_leads_to_the_one_that_comes_next(self, page: Page):
        carry(page, people.AS_PRESCRIBED, until="use")

        page.goto("/check/tolerance/")
        assert path(page) == "/check/use/"

        page.goto(RESULT)
        assert path(page) == "/check/use/"


class TestAForgottenAnswer:
    def test_is_named_at_the_top_and_beside_the_question(self, page: Page):
        start(page)

        with page.expect_response("**/check/now/") as answered:
            press(page, "Continue")

        assert answered.value.status == 422
        assert page.title().startswith("Error: ")
        links = page.locator("[data-error-summary] a")
        expect(links).to_have_count(10)
        expect(links.first).to_have_text("Select yes if you have had a seizure")
        expect(page.locator("#now_seizure .field-error")).to_contain_text(
            "Select yes if you have had a seizure"
        )
        expect(page.locator("[data-error-summary]")).to_be_focused()

    def test_loses_none_of_the_others(self, page: Page):
        start(page)
        answer_page(page, people.AS_PRESCRIBED)
        page.locator("#now_pump input:checked").evaluate("box => { box.checked = false }")

        press(page, "Continue")

        expect(page.locator("[data-error-summary] a")).to_have_count(1)
        assert len(chosen(page)) == 9
        choose(page, "now_pump", "no")
        press(page, "Continue")
        assert path(page) == "/check/use/"

    def test_none_of_these_beside_another_answer_is_asked_about(self, page: Page):
        carry(page, people.AS_PRESCRIBED)
        page.goto("/check/health/")

        choose(page, "taken_with", "alcohol")
        press(page, "Continue")

        expect(page.locator("[data-error-summary] a")).to_have_count(1)
        assert chosen(page)["taken_with"] == ["alcohol", "nothing"]


def test_answers_that_cannot_be_opened_lead_to_a_kind_page_with_help(page: Page):
    put_cookie(page, "changed")

    page.goto(RESULT)

    assert heading(page) == "Please start again"
    expect(page.locator("main a[href='tel:911']")).to_be_visible()
    assert cookies(page) == []
