"""A whole check leaves no trace: not in the database, its journals, a log or a temporary file.

The real server runs with every log at its most talkative. A check is walked through with marks in
every header, with errors of every kind on the way, and a second one is counted, as some people
choose. Then every byte that was written is searched.
"""

import http.cookies
import re
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from screening.instrument.baclofen import CURRENT
from screening.instrument.engine import visible
from screening.instrument.kept import from_letters, to_letters
from screening.questionnaire.steps import pages
from tests.real_server import Served, served
from tests.states import CALM

MARKS = {
    "browser": "ZeppelinBrowser/77.7",
    "address": "203.0.113.77",
    "referer": "kumquat-referer.example",
    "query": "persimmon-query",
    "language": "xx-tamarillo",
    "other header": "quince-header",
    "other cookie": "medlar-cookie",
}
HEADERS = {
    "User_Agent": f"{MARKS['browser']} (X11; Linux)",
    "X_Forwarded_For": MARKS["address"],
    "X_Real_IP": MARKS["address"],
    "Forwarded": f"for={MARKS['address']}",
    "Referer": f"https://{MARKS['referer']}/",
    "Accept_Language": MARKS["language"],
    "X_Client": MARKS["other header"],
}
QUERY = f"?q={MARKS['query']}"

# Rare answers to every question: none of these words stands in a log for another reason.
RARE = {
    **{question.id: "unsure" for question in CURRENT.sections[0].questions},
    "respondent": "other", "age": "65_plus", "route": "both", "supply": "not_prescribed",
    "dose": "over_80", "duration": "1_to_6_months", "change": "cut_down", "change_agreed": "no",
    "last_dose": "12_to_72h", "extra_dose": "unsure", "pump_event": "surgery_or_scan",
    "coming_up": ["running_out", "planning_to_stop"],
    "taken_with": ["gabapentinoids", "ghb_phenibut"],
    "conditions": ["mental_health", "substance_use"],
}  # fmt: skip
ANSWERS = {**CALM, **{q.id: "severe" for q in CURRENT.sections[3].questions}, **RARE}
ANSWERS |= {q.id: "once_or_twice" for q in CURRENT.sections[4].questions}
ANSWERS |= {"to_raised": "alone"}

TELLING_IDS = [question.id for question in CURRENT.questions if "_" in question.id]
TELLING_CODES = [
    "65_plus", "not_prescribed", "over_80", "1_to_6_months", "12_to_72h", "surgery_or_scan",
    "planning_to_stop", "gabapentinoids", "ghb_phenibut", "mental_health", "substance_use",
    "once_or_twice",
]  # fmt: skip
LETTERS = to_letters({name: ANSWERS[name] for name in visible(ANSWERS)}, CURRENT)
TELLING_CODES += [LETTERS]
ABOUT_THE_PERSON = [*MARKS.values(), "127.0.0.1", "Mozilla", "Chrome", "Firefox", "Safari"]


def break_a_page(site: Path) -> None:
    """Make one page fail with a message that quotes the browser, the cookie and the address."""
    page = site / "templates" / "selfcheck" / "deleted.html"
    quoted = "{% include request.META.HTTP_USER_AGENT|add:request.META.REMOTE_ADDR %}"
    page.write_text(page.read_text().replace("<h1>", f"{quoted}<h1>"))


class Person:
    """Somebody with a browser that keeps the cookie of the check."""

    def __init__(self, server: Served) -> None:
        self.server = server
        self.cookie = ""

    def go(self, method: str, path: str, fields: dict | None = None, **headers: str) -> tuple:
        """Send a request; the status, and where it leads or what it says."""
        named = {**HEADERS, **headers, "Cookie": f"a={MARKS['other cookie']}; {self.cookie}"}
        body = None
        if fields is not None:
            body = urlencode(fields, doseq=True)
            named["Content_Type"] = "application/x-www-form-urlencoded"
        answer, said = self.server.ask(method, path, body, **named)
        for name, morsel in http.cookies.SimpleCookie(answer.headers["Set-Cookie"]).items():
            self.cookie = f"{name}={morsel.value}" if morsel.value else ""
        return answer.status, answer.headers["Location"] or said.decode()

    def walk_to_the_result(self) -> str:
        """Answer every page, meet an error on each, and open the result; what it says."""
        assert self.go("GET", "/" + QUERY)[0] == 200
        met = []
        for page in pages():
            path = f"/check/{page.section.id}/" + (f"{page.part}/" if page.part > 1 else "")
            assert self.go("GET", path + QUERY)[0] == 200
            wrong = {q.id: "zq9" for q in page.questions}
            assert self.go("POST", path + QUERY, wrong)[0] == 422
            fields = {q.id: ANSWERS[q.id] for q in page.questions}
            status, to = self.go("POST", path + QUERY, fields)
            assert status == 302
            met.append(to)
        assert "/check/next/" in met[0]
        assert self.go("GET", met[0] + QUERY)[0] == 200
        assert met[-1] == "/check/answers/"
        assert self.go("GET", "/check/answers/" + QUERY)[0] == 200
        assert self.go("POST", "/check/country/", {"country": "GB"})[0] == 302
        status, said = self.go("GET", "/check/result/" + QUERY)
        assert status == 200
        return said


def meet_every_error(person: Person) -> None:
    kept = person.cookie
    assert person.go("GET", "/nowhere/" + QUERY)[0] == 404
    assert person.go("PUT", "/check/now/" + QUERY)[0] == 405
    assert person.go("POST", "/check/now/", {}, Sec_Fetch_Site="cross-site")[0] == 403
    assert person.go("GET", "/", Host="[")[0] == 400
    assert person.go("POST", "/check/now/", {f"f{n}": "x" for n in range(400)})[0] == 400
    person.cookie = f"{kept[:-30]}AAAA"
    assert person.go("GET", "/check/result/" + QUERY)[0] == 400
    person.cookie = kept
    status, said = person.go("GET", "/check/deleted/" + QUERY)
    assert status == 500
    assert "went wrong" in said


def files_written(server: Served) -> Iterator[tuple[str, bytes]]:
    """Read every file that the server can have written: all but the copied project itself."""
    for folder in (server.var, server.logs, server.temporary):
        for file in sorted(folder.rglob("*")):
            if file.is_file() and server.var / "static" not in file.parents:
                said = file.read_bytes()
                if folder == server.logs:
                    # The one line that names the address the server itself listens on.
                    said = re.sub(
                        rb"[^\n]*Listening at: http://127\.0\.0\.1:\d+[^\n]*\n", b"", said
                    )
                yield str(file.relative_to(folder.parent)), said


def traces(server: Served, words: list[str]) -> list[tuple[str, str]]:
    """Find words in everything written, as they are, as in an address, or in two bytes a letter."""
    found = []
    for name, said in files_written(server):
        low = said.lower()
        for word in words:
            forms = {word.encode(), quote(word, safe="").encode(), word.encode("utf-16-le")}
            if any(form.lower() in low for form in forms):
                found.append((name, word))
    return found


def database_of(server: Served) -> sqlite3.Connection:
    return sqlite3.connect(server.var / "db.sqlite3")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with served(tmp_path_factory.mktemp("trace"), change=break_a_page) as server:
        yield server


@pytest.fixture(scope="module")
def after_a_check(server) -> Served:
    person = Person(server)
    said = person.walk_to_the_result()
    assert 'data-tier="emergency"' in said
    meet_every_error(person)
    assert person.go("POST", "/check/count/", {})[0] == 422
    assert person.go("POST", "/check/delete/", {})[0] == 302
    another = Person(server)
    another.walk_to_the_result()
    assert another.go("GET", "/leave/" + QUERY)[0] == 302
    return server


def test_a_check_leaves_no_trace(after_a_check):
    names = [name for name, _ in files_written(after_a_check)]

    assert {"var/db.sqlite3", "logs/server.err"} <= set(names)
    assert traces(after_a_check, ABOUT_THE_PERSON) == []
    assert traces(after_a_check, TELLING_IDS + TELLING_CODES) == []
    assert traces(after_a_check, [f"{q}={c}" for q, c in ANSWERS.items() if type(c) is str]) == []
    assert list(after_a_check.temporary.rglob("*")) == []


def test_the_logs_were_talkative(after_a_check):
    said = dict(files_written(after_a_check))["logs/server.err"].decode()

    assert " DEBUG " in said
    for word in ("Not Found: /nowhere/", "Method Not Allowed (PUT)", "Internal Server Error",
                 "Forbidden (Permission denied)", "TemplateDoesNotExist"):  # fmt: skip
        assert word in said


def test_a_counted_check_leaves_its_row_and_nothing_else(after_a_check):
    server = after_a_check
    before = tables(server)
    person = Person(server)
    person.walk_to_the_result()
    not_counted_yet = person.cookie
    for cookie in (not_counted_yet, not_counted_yet, None):  # pressed twice, then once more
        person.cookie = cookie or person.cookie
        status, to = person.go("POST", "/check/count/" + QUERY, {"count": "yes"})
        assert status == 302
        assert to.startswith("/check/result/")
    after = tables(server)

    # Steps are counted at their own time; they hold a month, a page and a number.
    grown = {name for name in after if after[name] != before[name]} - {"screening_reached"}
    # SQLite's own table holds the highest id of each table, which is a random number.
    assert grown == {"screening_tally", "screening_usedticket", "sqlite_sequence"}
    (row,) = after["screening_tally"]
    today = datetime.now(UTC).date()
    assert set(row) == {
        "id", "month", "instrument", "version", "language", "answers", "bands", "tier",
    }  # fmt: skip
    assert row["month"] == today.replace(day=1).isoformat()
    assert from_letters(str(row["answers"]), CURRENT) == {
        name: ANSWERS[name] for name in visible(ANSWERS)
    }
    assert not re.search(
        r"\d\d:\d\d|20\d\d-\d\d-\d\d", f"{row['answers']}{row['bands']}{row['tier']}"
    )
    (ticket,) = after["screening_usedticket"]
    assert set(ticket) == {"id", "month"}
    assert ticket["month"] == row["month"]
    assert row["id"] != ticket["id"]

    assert traces(server, ABOUT_THE_PERSON) == []
    holding = {name for name, _ in traces(server, TELLING_IDS + TELLING_CODES)}
    assert holding
    assert {Path(name).name for name in holding} <= {"db.sqlite3", "db.sqlite3-wal"}
    assert "var/db.sqlite3-wal" in dict(files_written(server))
    elsewhere = str({name: rows for name, rows in after.items() if name != "screening_tally"})
    assert not [word for word in TELLING_IDS + TELLING_CODES if word in elsewhere]


def tables(server: Served) -> dict[str, list[dict[str, object]]]:
    """Read every row of every table."""
    database = database_of(server)
    database.row_factory = sqlite3.Row
    named = "select name from sqlite_master where type = 'table' order by name"
    names = [row["name"] for row in database.execute(named)]
    return {
        name: [dict(row) for row in database.execute(f"select * from {name}")] for name in names
    }


@pytest.mark.parametrize("word", [MARKS["browser"], "127.0.0.1", "gabapentinoids", "ef_slurred"])
def test_a_trace_would_be_found(after_a_check, word):
    """The same search, on something that is there: in each place, and in each way of writing."""
    server = after_a_check
    before = traces(server, [word])
    (server.temporary / "upload").write_bytes(b"\x00" + word.encode() + b"\x00")
    (server.logs / "planted.err").write_bytes(b"GET /?q=" + quote(word, safe="").encode())
    (server.var / "wide").write_bytes(word.encode("utf-16-le"))
    database = database_of(server)
    database.execute("insert into django_session values (?, ?, ?)", (word, "planted", "2000-01-01"))
    database.commit()
    found = set(traces(server, [word])) - set(before)
    database.execute("delete from django_session")
    database.commit()
    database.close()
    for planted in (server.temporary / "upload", server.logs / "planted.err", server.var / "wide"):
        planted.unlink()

    places = {name for name, _ in found}
    assert {"tmp/upload", "logs/planted.err", "var/wide"} <= places
    assert "var/db.sqlite3-wal" in places | {name for name, _ in before}
