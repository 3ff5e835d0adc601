"""Somebody of the intake at a desk, and a client's screening that can be passed on."""

import pytest

from screening.access import INTAKE
from tests.intake.disclosing.passing import a_marked_screening, a_named_client
from tests.people import a_member, signed_in


@pytest.fixture
def staff():
    return a_member(INTAKE)


@pytest.fixture
def desk(staff):
    return signed_in(staff)


@pytest.fixture
def client(staff):
    return a_named_client(staff)


@pytest.fixture
def one(client, staff):
    return a_marked_screening(client, staff)
