"""The site is secure unless told otherwise, and says in one sentence why it will not start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from config import settings as production

ROOT = Path(__file__).resolve().parents[2]
# Only what Python needs: how this shell is set up must not decide what the tests see.
BARE = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**BARE, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_deployment_check_is_clean_with_production_settings():
    run = manage(
        *("check", "--deploy", "--fail-level", "WARNING"),
        BEHIND_TLS="true",
        ALLOWED_HOSTS="check.example.org",
        PROVIDER_NAME="Riverside Clinic",
        PROVIDER_COLOUR="#1d5b79",
    )
    assert run.returncode == 0, run.stderr
    assert "no issues (0 silenced)" in run.stdout


@pytest.mark.parametrize("command", ["check", "migrate", "runserver", "assess"])
def test_nonsense_stops_every_command_with_one_sentence(command):
    run = manage(command, COUNTRY="Atlantis")
    assert run.returncode == 1
    assert run.stdout == ""
    assert run.stderr == (
        'This cannot start: COUNTRY is "Atlantis"; set it to one of US, GB, CA, AU, OTHER.\n'
    )


def test_who_wants_to_see_where_it_arose_can():
    assert "Traceback" in manage("check", "--traceback", COUNTRY="Atlantis").stderr


def test_plain_http_is_sent_on_to_tls_behind_a_proxy():
    run = manage(
        *("shell", "-v", "0", "-c"),
        "from django.test import Client as C; r = C().get('/', headers={'host': 'a.example'});"
        "print(r.status_code, r.headers['Location']);"
        "r = C().get('/nowhere/', headers={'host': 'a.example', 'x-forwarded-proto': 'https'});"
        "print(r.status_code, r.headers['Strict-Transport-Security'])",
        DJANGO_SETTINGS_MODULE="config.settings_test",
        BEHIND_TLS="true",
        ALLOWED_HOSTS="a.example",
        LOG_LEVEL="ERROR",
    )
    assert run.stdout.splitlines() == [
        "301 https://a.example/",
        "404 max-age=31536000; includeSubDomains; preload",
    ], run.stderr


def test_cookies_stay_on_this_host_and_on_tls():
    assert settings.SESSION_COOKIE_SECURE
    assert settings.CSRF_COOKIE_SECURE
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_NAME.startswith("__Host-")
    assert settings.CSRF_COOKIE_NAME.startswith("__Host-")


def test_a_file_that_is_sent_goes_to_no_disk(settings, tmp_path):
    """Nobody is asked for one. It could fill the disk, or be a client's."""
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "not there"
    file = SimpleUploadedFile("a.bin", b"x" * (3 * 1024 * 1024))
    request = RequestFactory().post("/", {"word": "kept", "file": file})
    assert request.POST.getlist("word") == ["kept"]
    assert not request.FILES


def test_nothing_is_silenced_and_nobody_gets_mail():
    assert settings.SILENCED_SYSTEM_CHECKS == []
    assert settings.ADMINS == []
    assert settings.MANAGERS == []


def test_static_files_are_named_by_content_outside_tests():
    assert production.STORAGES["staticfiles"]["BACKEND"] == (
        "whitenoise.storage.CompressedManifestStaticFilesStorage"
    )


def test_the_settings_of_the_tests_stay_short():
    lines = (ROOT / "config" / "settings_test.py").read_text().splitlines()
    assert len(lines) <= 15
