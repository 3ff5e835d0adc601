"""Invented clients and screenings, so that a newcomer sees the whole thing in two minutes.

Nothing here is about anybody. Every client is named "Invented ...", has a reference that begins
with DEMO, and belongs to a site that is marked as a demonstration, which every page says.
All of it is written by the services that staff use, with its entries in the audit trail.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import transaction
from django.utils import timezone

from screening.access import ADMINISTRATOR, ANALYST, AUDITOR, CLINICIAN, INTAKE
from screening.audit.trail import record
from screening.instrument.baclofen import CURRENT
from screening.instrument.engine import visible
from screening.instrument.schema import Question
from screening.intake.clients.services import create_client
from screening.intake.consents.scopes import SCOPES
from screening.intake.consents.services import record_consent
from screening.intake.records.services import plan
from screening.intake.screenings.services import acknowledge, begin, finish, save_answers, sign
from screening.models import Client, Reached, Screening, Site, StaffMember, Tally

NORTH: Final = "Demonstration North"
SOUTH: Final = "Demonstration South"
MEMBERS: Final = {
    "demo-intake": (INTAKE, NORTH),
    "demo-clinician": (CLINICIAN, NORTH),
    "demo-intake-south": (INTAKE, SOUTH),
    "demo-administrator": (ADMINISTRATOR, None),
    "demo-analyst": (ANALYST, None),
    "demo-auditor": (AUDITOR, None),
}
"""Username: role and site."""

Answers = dict[str, str | list[str]]

_SEED: Final = 1292
_WEEKS: Final = 26


class RealData(Exception):
    """The database holds a site that is no demonstration, or something from before there was one.

    That is staff, or self-checks that were counted.
    """


@dataclass(frozen=True, slots=True)
class Story:
    """How one invented client answers over time.

    `worry` is how worrying the first and the last answers are, from 0 to 1; `fixed` are answers
    that are given each time, `last` those that are given the last time only. Whoever has a year
    of birth was born on its first day.
    """

    name: str
    screenings: int
    worry: tuple[float, float]
    fixed: Answers = field(default_factory=dict)
    last: Answers = field(default_factory=dict)
    site: str = NORTH
    born: int | None = None


_PRESCRIBED: Final[Answers] = {"supply": "as_directed", "route": "oral", "dose": "up_to_80"}
_STORIES: Final = (
    Story(
        "Invented Alder", 5, (0.5, 0.05), {**_PRESCRIBED, "duration": "over_6_months"}, born=1980
    ),
    Story("Invented Birch", 3, (0.2, 0.6), _PRESCRIBED, {"now_seizure": "yes"}, born=1990),
    Story("Invented Cedar", 4, (0.7, 0.4), {"supply": "differently", "route": "oral"}),
    Story("Invented Dogwood", 2, (0.1, 0.1), _PRESCRIBED),
    Story("Invented Elm", 3, (0.8, 0.5), {"supply": "not_prescribed", "taken_with": ["alcohol"]}),
    Story("Invented Fir", 4, (0.2, 0.3), {"route": "pump", "pump_event": "late_refill"}),
    Story("Invented Ginkgo", 2, (0.3, 0.7), {**_PRESCRIBED, "change": "stopped"}),
    Story("Invented Hazel", 6, (0.6, 0.1), {"supply": "differently"}),
    Story("Invented Ironwood", 1, (0.1, 0.1), _PRESCRIBED),
    Story(
        "Invented Juniper", 2, (0.4, 0.4), {"age": "65_plus", "conditions": ["kidney"]}, born=1940
    ),
    Story("Invented Larch", 3, (0.2, 0.2), _PRESCRIBED, site=SOUTH),
    Story("Invented Maple", 2, (0.6, 0.7), {"supply": "differently"}, site=SOUTH),
    Story("Invented Oak", 2, (0.3, 0.5), _PRESCRIBED, {"now_self_harm": "unsure"}, SOUTH),
)


def fill(*, now: datetime) -> None:
    """Fill an empty database, in one transaction. Raises RealData where there is other data."""
    with transaction.atomic():
        refuse_real_data()
        if StaffMember.objects.filter(username__in=MEMBERS).exists():
            return
        sites = {name: demonstration_site(name) for name in (NORTH, SOUTH)}
        members = {
            username: StaffMember.objects.create(
                username=username,
                first_name=f"Demonstration {role}",
                role=role,
                site=sites.get(site or ""),
            )
            for username, (role, site) in MEMBERS.items()
        }
        record("demonstration_filled", staff=None, now=now, why="administration")
        _write_clients(members, now)


def refuse_real_data() -> None:
    """Raise RealData where there is anything real.

    A database is a demonstration when all of its sites are: sites that are added to it are marked
    too, and whoever was invited or counted since belongs to it. Every client is of a site.
    """
    sites = Site.objects.values_list("is_demonstration", flat=True)
    others = (StaffMember, Tally, Reached)
    if not all(sites) or (not sites and any(kind.objects.exists() for kind in others)):
        raise RealData


def demonstration_site(name: str) -> Site:
    """Return the site of this name, and make it where there is none."""
    return Site.objects.get_or_create(name=name, defaults={"is_demonstration": True})[0]


def sign_ins() -> Iterator[tuple[StaffMember, str, str, list[str]]]:
    """Give each member a new password, a new secret for an app, and new recovery codes.

    All that they signed in with before goes: a passkey stays in the browser that made it, and the
    next one would be asked for it. Who was switched off stays so.

    Out: who, password, secret, codes.
    """
    members = StaffMember.objects.filter(username__in=MEMBERS, is_active=True)
    for member in members.order_by("pk"):
        password = f"invented-{secrets.token_hex(6)}"
        member.set_password(password)
        member.sign_in_epoch += 1
        member.save()
        Authenticator.objects.filter(user=member).delete()
        secret = generate_totp_secret()
        TOTP.activate(member, secret)
        yield member, password, secret, RecoveryCodes.activate(member).get_unused_codes()


def _write_clients(members: dict[str, StaffMember], now: datetime) -> None:
    random = Random(_SEED)  # noqa: S311 - the same invented data each time
    clients: dict[str, Client] = {}
    for when, story, number in sorted(
        _plan(now, random), key=lambda part: (part[0], part[1].name, part[2])
    ):
        staff = members["demo-intake" if story.site == NORTH else "demo-intake-south"]
        client = clients.get(story.name) or clients.setdefault(
            story.name, _a_client(story, staff, when)
        )
        screening = _screen(client, story, number, staff, when, random)
        _follow_up(screening, story, number, members, when, now)


def _plan(now: datetime, random: Random) -> Iterator[tuple[datetime, Story, int]]:
    """Yield when which client is screened, and for which time (1 and up); the last time is new."""
    morning = datetime.combine(timezone.localdate(now), time(8), timezone.get_current_timezone())
    for story in _STORIES:
        gap = _WEEKS * 7 // story.screenings
        for number in range(1, story.screenings + 1):
            days = (story.screenings - number) * gap
            if days == 0:
                yield now - timedelta(minutes=random.randint(20, 400)), story, number
            else:
                yield morning - timedelta(days=days, minutes=-random.randint(0, 540)), story, number


def _a_client(story: Story, staff: StaffMember, when: datetime) -> Client:
    client = create_client(
        staff=staff,
        reference=f"DEMO-{_STORIES.index(story) + 1:03}",
        name=story.name,
        birth_date=date(story.born, 1, 1) if story.born else None,
        phone="",
        language="en",
        now=when,
    )
    day = timezone.localdate(when)
    record_consent(
        staff=staff,
        client_id=client.pk,
        disclosed_by=story.site,
        recipient="Invented prescriber",
        purpose="Treatment",
        scope=SCOPES,
        signed_by=story.name,
        signed_on=day,
        ends_on=day + timedelta(days=365),
        now=when,
        today=day,
    )
    return client


def _screen(
    client: Client, story: Story, number: int, staff: StaffMember, when: datetime, random: Random
) -> Screening:
    share = (number - 1) / max(story.screenings - 1, 1)
    worry = story.worry[0] + (story.worry[1] - story.worry[0]) * share
    fixed = story.fixed | (story.last if number == story.screenings else {})
    draft = begin(staff=staff, client=client, way="interview", language="en", now=when)
    saved = save_answers(
        staff=staff,
        screening_id=draft.pk,
        answers=invented_answers(worry, fixed, random),
        edit=draft.edit,
        now=when,
    )
    return finish(
        staff=staff,
        screening_id=draft.pk,
        edit=saved.edit,
        now=when,
        today=timezone.localdate(when),
    )


def _follow_up(
    screening: Screening,
    story: Story,
    number: int,
    members: dict[str, StaffMember],
    when: datetime,
    now: datetime,
) -> None:
    """Leave the newest as they would be found in the morning, and see to all older ones."""
    staff = screening.begun_by
    if number == story.screenings:
        if screening.tier == "soon":
            due = timezone.localdate(now) + timedelta(days=(number - 2) * 3)
            plan(staff=staff, client=screening.client, due_on=due, now=now)
        return
    if screening.tier == "emergency":
        screening = acknowledge(
            staff=staff,
            screening_id=screening.pk,
            action="Invented: called the emergency number, stayed until help came",
            acted_at=when,
            edit=screening.edit,
            now=when,
        )
    if story.site == NORTH:
        sign(
            staff=members["demo-clinician"],
            screening_id=screening.pk,
            edit=screening.edit,
            now=when + timedelta(minutes=30),
        )


def invented_answers(worry: float, fixed: Answers, random: Random) -> Answers:
    """Answer every question that is shown, as somebody so worrying would. In and out: `Story`."""
    questions = {question.id: question for question in CURRENT.questions}
    answers: Answers = {"respondent": "self", "age": "18_64", **fixed}
    while open_now := [name for name in visible(answers) if name not in answers]:
        for name in open_now:
            answers[name] = _answer(questions[name], worry, random)
    return {name: answers[name] for name in visible(answers)}


def _answer(question: Question, worry: float, random: Random) -> str | list[str]:
    if question.several:
        return ["nothing"]
    if question in CURRENT.sections[0].questions:
        return "no"
    ordered = sorted(
        (option for option in question.options if option.severity is not None),
        key=lambda option: option.severity or 0,
    )
    if not ordered:
        return question.options[0].code
    # Most answers are calm even on a bad day: the square keeps them so.
    drawn = random.random() ** 2 * worry * 1.6
    return ordered[min(int(drawn * len(ordered)), len(ordered) - 1)].code
