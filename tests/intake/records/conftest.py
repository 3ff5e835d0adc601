"""The people at the site of these tests."""

import pytest

from screening.access import CLINICIAN, INTAKE
from screening.models import Site, StaffMember
from tests.people import a_member, a_site


@pytest.fixture
def site() -> Site:
    return a_site()


@pytest.fixture
def nurse(site: Site) -> StaffMember:
    return a_member(INTAKE, site)


@pytest.fixture
def clinician(site: Site) -> StaffMember:
    return a_member(CLINICIAN, site)
