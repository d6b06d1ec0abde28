"""How freed memory goes back to the system: glibc would keep half of what a run of many large pages had."""

from __future__ import annotations

import ctypes

_MMAP_THRESHOLD, _ARENA_MAX = -3, -8  # parameters of mallopt(3), which glibc alone has
_LARGE = 128 * 1024  # bytes; glibc's own, until it first frees a larger block and takes that one's size instead

_mallopt = getattr(ctypes.CDLL(None), "mallopt", None)


def return_what_is_freed() -> None:
    """Let this process give large blocks back as they are freed, and keep small ones together.

    Bodies of pages are most of its blocks over 128 kB; in heaps, one a thread, they leave holes that nothing else fits.
    Other systems than glibc's are left as they are.
    """
    if _mallopt is not None:
        _mallopt(_MMAP_THRESHOLD, _LARGE)
        _mallopt(_ARENA_MAX, 1)
