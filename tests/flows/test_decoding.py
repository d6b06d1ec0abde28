import gzip
import zlib
from collections.abc import Callable
from contextlib import suppress
from itertools import islice

import brotli
import pytest
from backports import zstd
from hypothesis import given
from hypothesis import strategies as st

from flows.decoding import Cut, Decoder, TooLarge, Unreadable

BOUND = 10_000_000


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def twice(data: bytes) -> bytes:
    return gzip.compress(gzip.compress(data))


CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "Deflate": raw_deflate,
    "br": lambda data: brotli.compress(data, quality=5),
    "zstd": zstd.compress,
    "gzip, gzip": twice,
    "br, zstd": lambda data: zstd.compress(brotli.compress(data, quality=5)),
    "zstd, br": lambda data: brotli.compress(zstd.compress(data), quality=5),
    "identity": bytes,
    "utf-8": bytes,
    "": bytes,
}


def decoded(coding: str, data: bytes, step: int = 1 << 30, bound: int = BOUND) -> bytes:
    decoder = Decoder(coding, bound)
    body = b"".join(piece for start in range(0, len(data), step) for piece in decoder.feed(data[start : start + step]))
    decoder.finish()
    return body


@given(st.sampled_from(sorted(CODINGS)), st.binary(max_size=400), st.integers(1, 300), st.integers(1, 500))
def test_what_was_encoded_comes_back_however_it_arrives(coding: str, data: bytes, times: int, step: int) -> None:
    assert decoded(coding, CODINGS[coding](data * times), step) == data * times


@given(st.sampled_from(["gzip", "deflate", "br", "zstd", "gzip, gzip", "br, zstd"]), st.binary(min_size=1), st.data())
def test_a_cut_body_is_never_whole(coding: str, data: bytes, where: st.DataObject) -> None:
    whole = CODINGS[coding](data)
    end = where.draw(st.integers(1, len(whole) - 1))
    with pytest.raises(Cut):
        decoded(coding, whole[:end])


def test_pending_output_at_the_very_end_is_not_lost() -> None:
    for size in (65_536, 131_072, 1_000_000):
        assert decoded("deflate", raw_deflate(bytes(size))) == bytes(size)


def test_several_members_and_what_follows_them() -> None:
    assert decoded("gzip", gzip.compress(b"one ") + gzip.compress(b"two") + b"\0\0\0\0") == b"one two"
    assert decoded("deflate", zlib.compress(b"one") + b"garbage") == b"one"
    skippable = b"\x5a\x2a\x4d\x18\x04\0\0\0abcd"
    assert decoded("zstd", zstd.compress(b"one ") + skippable + zstd.compress(b"two") + b"\0\0\0\0") == b"one two"
    assert decoded("br", brotli.compress(b"one") + b"garbage", step=len(brotli.compress(b"one"))) == b"one"


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "gzip, gzip", "zstd, br"])
def test_a_bomb_stops_at_the_bound(coding: str) -> None:
    bomb = CODINGS[coding](bytes(30_000_000))
    pieces = Decoder(coding, BOUND).feed(bomb)
    assert sum(map(len, islice(pieces, BOUND // 131_072))) <= BOUND
    with pytest.raises(TooLarge, match="10,000,000"):
        list(pieces)


def test_many_members() -> None:
    assert decoded("gzip", gzip.compress(b"a") * 1000) == b"a" * 1000
    with pytest.raises(Unreadable, match="members"):
        decoded("gzip", gzip.compress(b"") * 20_000)


def test_zstd_may_not_ask_for_more_than_8_mb_of_window() -> None:
    wide = zstd.ZstdCompressor(options={zstd.CompressionParameter.window_log: 27})
    with pytest.raises(Unreadable, match="memory"):
        decoded("zstd", wide.compress(b"a" * 1000) + wide.flush())


@pytest.mark.parametrize("coding", ["compress", "gzip, compress", "dcb", "dcz", "gzip, br, gzip", "gzip, gzip, gzip"])
def test_codings_that_were_not_asked_for(coding: str) -> None:
    with pytest.raises(Unreadable):
        Decoder(coding, BOUND)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_body_that_is_not_what_it_claims(coding: str) -> None:
    with pytest.raises(Unreadable):
        decoded(coding, b"<html>plain</html>")


@given(st.sampled_from(["gzip", "deflate", "br", "zstd", "gzip, deflate", "zstd, br"]), st.binary())
def test_any_bytes_end_in_one_of_three_ways(coding: str, data: bytes) -> None:
    decoder = Decoder(coding, BOUND)
    with suppress(Cut, TooLarge, Unreadable):
        assert sum(map(len, decoder.feed(data))) <= BOUND
        decoder.finish()
