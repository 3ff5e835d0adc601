"""Several people at the same draft or code in the same moment."""

import threading
from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest
from django.db import connections
from django.utils import timezone

from screening.access import INTAKE
from screening.handoff.keeping import NoSuchCode, keep
from screening.intake.codes import services as codes
from screening.intake.errors import Conflict, Locked
from screening.intake.screenings import services
from screening.intake.screenings.queries import screening_for
from screening.models import AuditEntry, Handoff, Screening, StaffMember
from tests.intake.making import a_client, a_draft, a_screening, all_answers
from tests.intake.screenings.consenting import a_consent
from tests.people import a_member

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(acts: list[Callable[[], object]]) -> list[object]:
    """Do all of it in the same moment. Out: what each returned, or raised."""
    together = threading.Barrier(len(acts))
    came: list[object] = []

    def do(act: Callable[[], object]) -> None:
        try:
            together.wait(timeout=30)
            came.append(act())
        except Exception as fault:  # noqa: BLE001 - looked at by the test
            came.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=do, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came


def kinds(came: list[object]) -> Counter[str]:
    return Counter(type(one).__name__ for one in came)


def test_of_two_who_save_at_once_one_is_told():
    first = a_member(INTAKE)
    second = a_member(INTAKE, first.site)
    draft = a_draft(a_client(first), first)
    for turn in range(5):
        edit = draft.edit + turn
        ages = ("18_64", "65_plus") if turn % 2 else ("under_18", "no_answer")

        def save(staff: StaffMember, age: str, edit: int = edit) -> Screening:
            return services.save_answers(
                staff=staff,
                screening_id=draft.pk,
                answers={"age": age},
                edit=edit,
                now=timezone.now(),
            )

        came = at_once([partial(save, first, ages[0]), partial(save, second, ages[1])])
        assert kinds(came) == {"Screening": 1, Conflict.__name__: 1}
        (saved,) = [one for one in came if isinstance(one, Screening)]
        kept = screening_for(first, draft.pk, timezone.now())
        assert (kept.answers, kept.edit) == (saved.answers, edit + 1)
    assert AuditEntry.objects.filter(action="screening_changed").count() == 5


def test_of_two_who_finish_at_once_one_does():
    nurse = a_member(INTAKE)
    draft = a_draft(a_client(nurse), nurse, answers=all_answers())
    came = at_once(
        [
            lambda: services.finish(
                staff=nurse,
                screening_id=draft.pk,
                edit=draft.edit,
                now=timezone.now(),
                today=timezone.localdate(),
            )
        ]
        * 2
    )
    assert kinds(came) == {"Screening": 1, Locked.__name__: 1}


def test_of_two_corrections_at_once_one_begins():
    nurse = a_member(INTAKE)
    old = a_screening(a_client(nurse), nurse)
    came = at_once(
        [
            lambda: services.correct(
                staff=nurse, screening_id=old.pk, reason="A slip", now=timezone.now()
            )
        ]
        * 2
    )
    assert kinds(came) == {"Screening": 1, Locked.__name__: 1}
    assert Screening.everywhere.filter(corrects=old).count() == 1


def test_one_code_entered_twenty_times_at_once_makes_one_screening():
    first = a_member(INTAKE)
    staff = [first, *(a_member(INTAKE, first.site) for _ in range(19))]
    clients = [a_client(first) for _ in staff]
    for client in clients:
        a_consent(client, first, now=timezone.now())
    code = keep(
        all_answers(),
        country="",
        language="en",
        taken_on=timezone.localdate(),
        seed=b"a browser",
        now=timezone.now(),
    )
    came = at_once(
        [
            partial(
                codes.redeem,
                staff=member,
                client=client,
                code=code,
                now=timezone.now(),
                today=timezone.localdate(),
            )
            for member, client in zip(staff, clients, strict=True)
        ]
    )
    assert kinds(came) == {"Screening": 1, NoSuchCode.__name__: 19}
    assert Screening.everywhere.count() == 1
    assert not Handoff.objects.exists()
    assert AuditEntry.objects.filter(action="code_redeemed").count() == 1
