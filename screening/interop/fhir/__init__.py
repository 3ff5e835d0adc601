"""FHIR R4 as plain dictionaries: the questionnaire that scores itself, and bundles of results."""
