from __future__ import annotations

import threading
from concurrent.futures import wait
from functools import partial

import pytest

from flows.aside import Aside


def fails() -> None:
    message = "the disk is full"
    raise OSError(message)


def test_what_is_given_is_done_in_order_beside_its_giver() -> None:
    done: list[int] = []
    free = threading.Event()
    with Aside() as aside:
        first = aside.begin(free.wait)
        for number in range(3):
            aside.begin(partial(done.append, number))
        assert done == []
        free.set()
        assert first.result() is True
        assert aside.begin(lambda: "last").result() == "last"
    assert done == [0, 1, 2]


def test_a_fault_is_told_where_the_next_begins_or_at_the_end() -> None:
    with Aside() as aside:
        failing = aside.begin(fails)
        wait([failing])
        with pytest.raises(OSError, match="disk"):
            aside.begin(lambda: None)
        assert aside.begin(lambda: 1).result() == 1
    with pytest.raises(OSError, match="disk"), Aside() as aside:
        aside.begin(fails)


def test_a_fault_of_the_block_is_not_hidden_by_another() -> None:
    def interrupted() -> None:
        with Aside() as aside:
            aside.begin(fails)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
