from pathlib import Path

import pytest

from benchmarks.server import flags_of


def test_reads_the_flags_of_a_script():
    script = """
        exec .venv/bin/granian --interface wsgi --host "$host" --no-ws \\
            --workers 2 --log-level warning \\
            config.wsgi:application
    """

    assert flags_of(script) == {
        "--interface": "wsgi",
        "--host": "$host",
        "--no-ws": "",
        "--workers": "2",
        "--log-level": "warning",
    }


def test_start_runs_the_server_that_is_measured():
    flags = flags_of(Path("start").read_text(encoding="utf-8"))

    assert flags["--interface"] == "wsgi"
    assert {"--host", "--port", "--workers", "--blocking-threads"} <= set(flags)


def test_another_script_is_an_error():
    with pytest.raises(LookupError, match="granian"):
        flags_of("exec something else")
