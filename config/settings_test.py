"""Settings for the tests: production, with static files as they lie and a cheap hash."""

import os
import tempfile

from config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, as in production: a database in memory locks in another way, and has no journal.
    _FILE = f"{tempfile.gettempdir()}/self-check-test-{os.getpid()}.sqlite3"
    DATABASES["default"]["TEST"] = {"NAME": _FILE}  # noqa: F405
COUNT_STEPS = False  # no thread writes to the tests' database, but where a test asks for it
