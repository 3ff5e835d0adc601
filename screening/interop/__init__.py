"""Passing screenings on: FHIR, REDCap and tables. Pure Python; callers pass plain data."""
