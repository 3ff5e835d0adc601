"""What is passed on in FHIR is valid R4 and says what the record says."""

import json
from base64 import b64decode
from uuid import UUID

import pytest
from fhir.resources.R4B.bundle import Bundle
from fhir.resources.R4B.observation import Observation
from fhir.resources.R4B.questionnaire import Questionnaire
from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse

from screening.instrument.baclofen import CURRENT
from screening.instrument.engine import assess, visible
from screening.interop.fhir.bundle import bundle
from screening.interop.fhir.codes import SECURITY, SUBJECTS
from screening.interop.fhir.questionnaire import questionnaire
from screening.interop.fhir.results import observations, questionnaire_response
from screening.interop.notice import SHORT_STATEMENT, STATEMENT
from tests.instrument.answer_sets import CALM
from tests.interop.records import NOTICE, given_codes, random_answers, record_of

WORRYING = {**CALM, "change": "missed", "wd_sleep": "severe", "mu_craving": "daily"}
CODES: dict[str, dict[str, set]] = {
    "Bundle": {"type": {"collection"}},
    "DocumentReference": {"status": {"current"}},
    "Observation": {"status": {"final", "preliminary"}},
    "Patient": {},
    "Questionnaire": {"status": {"draft"}, "experimental": {True}},
    "QuestionnaireResponse": {"status": {"completed", "stopped"}},
}


def sent(answers=WORRYING, **changes):
    return bundle(record_of(answers, **changes), NOTICE)


def resources(made, kind):
    found = [entry["resource"] for entry in made["entry"]]
    return [resource for resource in found if resource["resourceType"] == kind]


def answers_in(response):
    return {
        item["linkId"]: [answer["valueCoding"]["code"] for answer in item["answer"]]
        for section in response["item"]
        for item in section["item"]
        if "valueCoding" in item["answer"][0]
    }


class TestQuestionnaire:
    def test_is_valid(self):
        form = questionnaire(CURRENT)
        Questionnaire.model_validate_json(json.dumps(form))

    def test_says_that_it_is_a_draft_and_not_validated(self):
        form = questionnaire(CURRENT)
        assert (form["status"], form["experimental"]) == ("draft", True)
        assert "Not validated" in form["description"]
        assert "Not validated" in form["item"][0]["text"]

    def test_asks_every_question_with_every_answer(self):
        groups = [item for item in questionnaire(CURRENT)["item"] if item["type"] == "group"]
        asked = {i["linkId"]: i for g in groups for i in g["item"] if i["type"] == "choice"}
        assert list(asked) == [question.id for question in CURRENT.questions]
        for question in CURRENT.questions:
            options = [option["valueCoding"] for option in asked[question.id]["answerOption"]]
            assert [option["code"] for option in options] == [o.code for o in question.options]
            assert asked[question.id]["repeats"] == question.several

    def test_link_ids_and_variables_are_unique_and_well_formed(self):
        form = questionnaire(CURRENT)
        links = [i["linkId"] for g in form["item"] for i in (g, *g.get("item", ()))]
        assert len(set(links)) == len(links)
        names = [extension["valueExpression"]["name"] for extension in form["extension"]]
        assert len(set(names)) == len(names)
        assert all(name.isascii() and name.isalnum() for name in names)

    def test_its_own_addresses_name_no_organisation(self):
        form = questionnaire(CURRENT)
        assert form["url"] == "urn:baclofen-self-check:questionnaire"
        option = form["item"][1]["item"][1]["answerOption"][0]["valueCoding"]
        assert option["system"].startswith("urn:baclofen-self-check:answers:1:")

    def test_weights_are_the_points_of_the_scores(self):
        groups = {item["linkId"]: item for item in questionnaire(CURRENT)["item"]}
        items = {i["linkId"]: i for i in groups["misuse"]["item"] + groups["withdrawal"]["item"]}

        def weights(link):
            options = items[link]["answerOption"]
            return [option["extension"][0]["valueDecimal"] for option in options]

        assert weights("mu_craving") == [0, 1, 2, 3, 4, 0]
        assert weights("wd_sleep") == [0, 0, 1, 2, 0]
        assert "extension" not in items["ef_drowsy"]["answerOption"][0]


class TestBundle:
    @pytest.mark.parametrize("seed", range(30))
    def test_is_valid(self, seed):
        made = sent(random_answers(seed))
        Bundle.model_validate_json(json.dumps(made))
        for resource in (made, *(entry["resource"] for entry in made["entry"])):
            UUID(resource["id"])
            for field, allowed in CODES[resource["resourceType"]].items():
                assert resource[field] in allowed

    def test_is_always_the_same(self):
        assert json.dumps(sent()) == json.dumps(sent())

    def test_refers_only_to_what_is_in_it(self):
        made = sent()
        known = [entry["fullUrl"] for entry in made["entry"]]
        assert len(set(known)) == len(known)
        text = json.dumps(made)
        named = {part.split('"')[0] for part in text.split('"reference": "')[1:]}
        assert named
        assert named <= set(known)

    def test_knows_of_the_client_the_reference_and_nothing_else(self):
        (client,) = resources(sent(), "Patient")
        assert set(client) == {"resourceType", "id", "meta", "identifier"}
        assert client["identifier"][0]["value"] == "TEST-0001"

    def test_carries_the_notice_and_the_scope_of_the_consent(self):
        (document,) = resources(sent(), "DocumentReference")
        text = b64decode(document["content"][0]["attachment"]["data"]).decode()
        for words in (STATEMENT, NOTICE.scope):
            assert words in document["description"]
            assert words in text
        assert document["securityLabel"][0]["text"] == SHORT_STATEMENT

    def test_labels_everything_about_the_client(self):
        made = sent()
        found = [entry["resource"] for entry in made["entry"]]
        for resource in (made, *found):
            if resource["resourceType"] != "Questionnaire":
                assert resource["meta"]["security"] == list(SECURITY)

    def test_names_the_medicine_in_three_standards(self):
        (form,) = resources(sent(), "Questionnaire")
        (context,) = form["useContext"]
        assert context["valueCodeableConcept"]["coding"] == list(SUBJECTS["baclofen"])
        assert {c["code"] for c in SUBJECTS["baclofen"]} == {"1292", "M03BX01", "387342009"}


class TestResponse:
    @pytest.mark.parametrize("seed", range(60))
    def test_gives_back_the_answers_that_counted(self, seed):
        answers = random_answers(seed)
        response = questionnaire_response(record_of(answers))
        QuestionnaireResponse.model_validate_json(json.dumps(response))
        shown = {name: answers.get(name) for name in visible(answers)}
        given = {name: sorted(set(codes)) for name, codes in given_codes(shown).items()}
        assert {name: sorted(codes) for name, codes in answers_in(response).items()} == given

    def test_scores_the_same_when_it_is_read_again(self):
        response = questionnaire_response(record_of(WORRYING))
        assert assess(answers_in(response)) == assess(WORRYING)

    def test_holds_the_results_as_stored(self):
        results = questionnaire_response(record_of(WORRYING))["item"][-1]["item"]
        values = {item["linkId"]: next(iter(item["answer"][0].values())) for item in results}
        found = assess(WORRYING)
        assert values["tier"] == found.tier
        assert values["band_withdrawal"] == found.bands["withdrawal"]
        assert values["score_severity_index"] == found.scores["severity_index"]


class TestObservations:
    def test_there_is_one_for_the_tier_each_band_and_each_score(self):
        made = observations(record_of(WORRYING))
        for observation in made:
            Observation.model_validate_json(json.dumps(observation))
            assert observation["note"][0]["text"] == CURRENT.status
        codes = [observation["code"]["coding"][0]["code"] for observation in made]
        names = [checklist.id for checklist in CURRENT.checklists]
        assert codes == [
            "tier",
            *(f"band_{name}" for name in names),
            *(f"score_{name}" for name in (*names, "severity_index")),
        ]
        tier = made[0]["valueCodeableConcept"]["coding"][0]
        assert (tier["code"], tier["display"]) == ("today", "Urgent")

    def test_what_nobody_signed_is_not_final(self):
        assert {o["status"] for o in observations(record_of(CALM))} == {"final"}
        made = observations(record_of(CALM, signed_by=""))
        assert {o["status"] for o in made} == {"preliminary"}

    def test_without_a_tier_the_reason_stands_there(self):
        (only,) = observations(record_of({**CALM, "age": "under_18"}))
        assert only["dataAbsentReason"]["coding"][0]["code"] == "not-applicable"
        assert "valueCodeableConcept" not in only
        Observation.model_validate_json(json.dumps(only))

    def test_a_band_from_too_few_answers_says_at_least(self):
        unanswered = {f"mu_{name}": "no_answer" for name in ("despite_harm", "for_effect")}
        unanswered |= {f"ef_{name}": "no_answer" for name in ("drowsy", "mood", "mind")}
        made = observations(record_of({**CALM, **unanswered, "mu_craving": "daily"}))
        band = next(o for o in made if o["code"]["coding"][0]["code"] == "band_misuse")
        assert "At least" in band["note"][1]["text"]


@pytest.mark.parametrize(
    ("answers", "status"), [(WORRYING, "completed"), ({"now_seizure": "yes"}, "stopped")]
)
def test_a_response_with_gaps_says_that_it_was_stopped(answers, status):
    (response,) = resources(sent(answers), "QuestionnaireResponse")
    assert response["status"] == status
