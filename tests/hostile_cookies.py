"""Cookies of the self-check: honest ones, ones with an odd content, and ways of spoiling one."""

import json
import random
import time
from collections.abc import Callable
from functools import cache

from screening.instrument.baclofen import CURRENT
from screening.sealed import seal
from screening.selfcheck import answers as cookie
from tests.states import CALM, check_of, client_with

MARK = "zq9\"'<b>&`{{7*7}}"
"""Appears in a response only with its markup made harmless, if at all."""


@cache
def honest_cookies() -> tuple[str, ...]:
    """Cookies as the site makes them, in the states that a check can be in."""
    gate = {**CALM, "now_heart": "unsure", "now_self_harm": "yes"}
    checks = [
        check_of({}),
        check_of(CALM),
        check_of(gate),
        check_of({**CALM, "respondent": "other", "change": "stopped", "route": "both"}),
        check_of({**gate, "age": "under_18"}),
        check_of(CALM, counted=True, country="GB"),
        check_of(CALM, code="0" * 14, code_outdated=True),
        check_of(CALM, active_at=int(time.time()) - 4000),
        check_of({name: CALM[name] for name in list(CALM)[:14]}),
    ]
    return tuple(client_with(check).cookies[cookie.cookie_name()].value for check in checks)


@cache
def odd_cookies() -> tuple[str, ...]:
    """Cookies sealed with our own key, with a content that this version does not write."""
    now = int(time.time())
    usual = {
        "definition": f"{CURRENT.id} {CURRENT.version}", "active": now, "answers": dict(CALM),
        "ticket": "t", "counted": False, "country": "", "code": "", "code_outdated": False,
    }  # fmt: skip
    odd: list[object] = [{}, [], None, 3, "x", [usual], {"definition": usual["definition"]}]
    odd += [{name: usual[name] for name in usual if name != left_out} for left_out in usual]
    strange: list[object] = [None, [], {}, MARK, -1, 10**30, True, 1.5]
    odd += [{**usual, name: value} for name in usual for value in strange]
    changed: list[dict[str, object]] = [
        {"shoe_size": "44"}, {"now_heart": MARK}, {"now_heart": ["yes", "no"]},
        {"conditions": ["nothing", "kidney"]}, {"route": {"a": 1}}, {"age": 5}, {"taken_with": []},
    ]  # fmt: skip
    odd += [{**usual, "answers": {**CALM, **answers}} for answers in changed]
    contents = [json.dumps(content).encode() for content in odd]
    contents += [b"", b"{", b"\xff\xfe", b"NaN", b'{"a":1,"a":2}']
    return tuple(seal(content, purpose=cookie.PURPOSE, now=now) for content in contents)


def _flipped(chooser: random.Random, token: str) -> str:
    place = chooser.randrange(len(token))
    return token[:place] + chooser.choice("Az09-_") + token[place + 1 :]


SPOILED: list[Callable[[random.Random, str], str]] = [
    lambda chooser, token: token[: chooser.randrange(len(token))],
    _flipped,
    lambda chooser, token: token + chooser.choice(["=", "A", "\xff", " ", "\x7f", "é"]),
    lambda chooser, token: token * 4,
    lambda chooser, token: "A" * chooser.choice([1, 60, 4096, 4097, 20_000]),
    lambda chooser, token: MARK,
    lambda chooser, token: "\xff\x00ü" + token,
    lambda chooser, token: f'"{token}"',
]
