"""The settings of the site as `./start` serves it, with one view more to compare others with."""

import os
from pathlib import Path

from config.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.urls"
# A folder of the benchmark's own: measuring changes nothing that is being served.
STATIC_ROOT = Path(os.environ["BENCHMARK_STATIC_ROOT"])
