"""The command `newsduck` under a clock that is off by so many seconds: the first argument."""

import sys
from datetime import UTC, datetime, timedelta

from flows import runs

if __name__ == "__main__":
    _OFF = timedelta(seconds=float(sys.argv.pop(1)))
    runs.now = lambda: datetime.now(UTC) + _OFF  # before the modules that take it by name are imported
    from flows import cli

    cli.main()
