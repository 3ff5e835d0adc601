"""Secrets made on first start are whole, private, and the same for every process."""

import stat
import threading

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.embedded import kept


def test_a_secret_is_made_once_and_kept(tmp_path):
    file = tmp_path / "var" / "secret_key"
    assert kept(file, lambda: "first") == "first"
    assert kept(file, lambda: "second") == "first"


def test_only_its_owner_may_read_it(tmp_path):
    file = tmp_path / "var" / "secret_key"
    kept(file, lambda: "secret")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert [path.name for path in file.parent.iterdir()] == ["secret_key"]


def test_all_who_start_at_once_read_the_same_secret(tmp_path):
    file = tmp_path / "secret_key"
    together = threading.Barrier(8)
    read = []

    def start(number: int) -> None:
        def make() -> str:
            together.wait(timeout=10)  # everyone has seen that there is no file yet
            return f"secret of {number}"

        read.append(kept(file, make))

    workers = [threading.Thread(target=start, args=(number,)) for number in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(read) == 8
    assert len(set(read)) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_an_empty_file_is_no_secret(tmp_path):
    file = tmp_path / "secret_key"
    file.write_text("\n")
    with pytest.raises(ImproperlyConfigured, match="empty; delete it"):
        kept(file, lambda: "secret")


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "var").write_text("a file where the folder should be")
    with pytest.raises(ImproperlyConfigured, match="set SECRET_KEY in the environment"):
        kept(tmp_path / "var" / "secret_key", lambda: "secret")
