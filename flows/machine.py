"""What the machine has to offer."""

from __future__ import annotations

import os
from pathlib import Path

_CONTAINER = Path("/sys/fs/cgroup/memory.max")  # bytes, or "max"


def half_of_memory_mb() -> int:
    """Return half of the memory that this machine, or the container that this is, has."""
    held = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    if _CONTAINER.is_file() and (limit := _CONTAINER.read_text(encoding="ascii").strip()).isdecimal():
        held = min(held, int(limit))
    return max(held // 2 // 10**6, 1)
