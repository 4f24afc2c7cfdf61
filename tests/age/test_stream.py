import array
import tracemalloc
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.age import Identity, Malformed, NotForThisKey, SealWriter, Tampered, open_sealed, open_stream, seal
from portal.age.stream import CHUNK, NONCE_SIZE, TAG
from tests.age.inputs import SIZES, Dripping, Failing, Sipping, chunks, content, payload_start

IDENTITY = Identity.from_seed(b"a seed for tests of the stream .")
TO = [IDENTITY.recipient]
sizes = st.sampled_from(SIZES) | st.integers(0, 3 * CHUNK)


@pytest.mark.parametrize("size", SIZES)
def test_round_trip(size):
    sealed = seal(content(size), TO)
    assert open_sealed(sealed, [IDENTITY]) == content(size)
    assert len(sealed) - payload_start(sealed) == size + TAG * max(1, -(-size // CHUNK))


@given(sizes, st.lists(st.integers(0, CHUNK + 2), max_size=6))
def test_the_pieces_it_was_written_in_leave_no_trace(size, cuts):
    whole, sink, at = content(size), BytesIO(), 0
    with SealWriter(sink, TO) as writer:
        for cut in cuts:
            assert writer.write(whole[at : at + cut]) == len(whole[at : at + cut])
            at += cut
        writer.write(whole[at:])
    given = list(open_stream(BytesIO(sink.getvalue()), [IDENTITY]))
    assert b"".join(given) == whole
    assert [len(piece) for piece in given] == [min(CHUNK, size - at) for at in range(0, size, CHUNK)]


@given(sizes, st.integers(1, CHUNK))
def test_a_source_may_give_less_than_it_is_asked_for(size, most):
    most = max(most, size // 50)
    assert b"".join(open_stream(Dripping(seal(content(size), TO), most), [IDENTITY])) == content(size)


@pytest.mark.parametrize("size", [0, 5, CHUNK, CHUNK + 5, 2 * CHUNK])
@pytest.mark.parametrize("off", [-17, -16, -1, 0, 1, 15, 16, 17])
def test_cut_short_at_every_boundary(size, off):
    whole = content(size)
    sealed = seal(whole, TO)
    start = payload_start(sealed)
    for boundary in [0, start - NONCE_SIZE, start, *range(start, len(sealed), CHUNK + TAG), len(sealed)]:
        end = boundary + off
        if 0 <= end < len(sealed):
            refuse(sealed[:end], whole, Malformed if end < start else Tampered)


def collect(given, sealed):
    """One by one: what was released before an error counts."""
    for piece in open_stream(BytesIO(sealed), [IDENTITY]):
        given.append(piece)


def refuse(sealed, whole, error):
    """Nothing may come out but whole chunks of what was sealed, in order; and the error must come."""
    given = []
    with pytest.raises(error):
        collect(given, sealed)
    released = b"".join(given)
    assert whole.startswith(released)
    assert len(released) % CHUNK == 0 or released == whole
    with pytest.raises(error):
        open_sealed(sealed, [IDENTITY])


@given(sizes, st.data())
def test_a_flipped_bit_anywhere_in_the_payload(size, data):
    whole = content(size)
    sealed = bytearray(seal(whole, TO))
    at = data.draw(st.integers(payload_start(bytes(sealed)) - NONCE_SIZE, len(sealed) - 1))
    sealed[at] ^= 1 << data.draw(st.integers(0, 7))
    refuse(bytes(sealed), whole, Tampered)


@pytest.mark.parametrize(
    "order", [[1, 0, 2], [0, 2, 1], [0, 0, 2], [0, 2], [1, 2], [2], [0, 1], [0, 1, 2, 2], [0, 1, 2, 0]]
)
def test_chunks_cannot_change_places_or_be_left_out_or_come_twice(order):
    for size in (2 * CHUNK + 9, 3 * CHUNK):
        whole = content(size)
        head, parts = chunks(seal(whole, TO))
        refuse(head + b"".join(parts[number] for number in order), whole, Tampered)


@pytest.mark.parametrize("size", [0, 5, CHUNK, CHUNK + 5, 2 * CHUNK])
@pytest.mark.parametrize("added", [1, 16, 17, CHUNK + TAG])
def test_something_added_at_the_end(size, added):
    refuse(seal(content(size), TO) + bytes(added), content(size), Tampered)


def test_a_chunk_of_another_file_to_the_same_reader():
    (head, _), (_, others) = chunks(seal(content(9), TO)), chunks(seal(content(9), TO))
    refuse(head + others[0], b"", Tampered)


def test_the_header_speaks_before_the_first_chunk_is_asked_for():
    sealed = seal(b"content", TO)
    with pytest.raises(NotForThisKey):
        open_stream(BytesIO(sealed), [Identity.generate()])
    with pytest.raises(NotForThisKey):
        open_stream(BytesIO(sealed), [])
    with pytest.raises(Malformed):
        open_stream(BytesIO(sealed[:1600]), [IDENTITY])
    with pytest.raises(Malformed):
        open_stream(BytesIO(b""), [IDENTITY])


def test_reading_stops_at_what_is_needed():
    source = Dripping(seal(content(5 * CHUNK), TO), 1 << 20)
    next(open_stream(source, [IDENTITY]))
    assert source.given <= 2 * CHUNK


def test_a_sink_may_take_less_than_it_is_given():
    sink = Sipping(1000)
    with SealWriter(sink, TO) as writer:
        writer.write(content(CHUNK + 1))
    assert open_sealed(sink.taken, [IDENTITY]) == content(CHUNK + 1)


def test_a_sink_that_takes_nothing_more_is_an_error():
    with pytest.raises(OSError, match="takes no more"), SealWriter(Sipping(1000, room=3000), TO) as writer:
        writer.write(content(CHUNK + 1))


def test_after_a_failed_write_nothing_more_is_sealed():
    """Else the chunk's nonce could meet other content, or a file with a hole could be finished."""
    sink = Failing(good=1)
    writer = SealWriter(sink, TO)
    with pytest.raises(OSError, match="no space"):
        writer.write(content(CHUNK + 1))
    with pytest.raises(ValueError, match="closed"):
        writer.write(b"more")
    with pytest.raises(ValueError, match="given up"):
        writer.close()
    assert len(sink.taken) == 1


def test_a_final_chunk_that_could_not_be_written_is_not_written_later():
    sink = Failing(good=2)
    writer = SealWriter(sink, TO)
    writer.write(content(CHUNK + 1))
    with pytest.raises(OSError, match="no space"):
        writer.close()
    with pytest.raises(ValueError, match="given up"):
        writer.close()
    refuse(b"".join(sink.taken), content(CHUNK + 1), Tampered)


class Interrupted(Exception):
    pass


def interrupted(writer, size):
    writer.write(content(size))
    raise Interrupted


@pytest.mark.parametrize("size", [0, 5, CHUNK, 2 * CHUNK])
def test_leaving_by_an_exception_leaves_a_file_nobody_takes_for_whole(size):
    sink = BytesIO()
    writer = SealWriter(sink, TO)
    with pytest.raises(Interrupted), writer:
        interrupted(writer, size)
    refuse(sink.getvalue(), content(size), Tampered)
    with pytest.raises(ValueError, match="given up"):
        writer.close()


def test_closing_twice_is_closing_once():
    sink = BytesIO()
    with SealWriter(sink, TO) as writer:
        writer.write(b"content")
        writer.close()
    writer.close()
    with pytest.raises(ValueError, match="closed"):
        writer.write(b"more")
    assert open_sealed(sink.getvalue(), [IDENTITY]) == b"content"


def test_any_buffer_is_counted_in_bytes():
    numbers, sink = array.array("I", range(1000)), BytesIO()
    with SealWriter(sink, TO) as writer:
        assert writer.write(memoryview(numbers)) == 4000
    assert open_sealed(sink.getvalue(), [IDENTITY]) == numbers.tobytes()


def test_what_the_caller_does_with_its_buffer_later_changes_nothing():
    buffer, sink = bytearray(b"content"), BytesIO()
    with SealWriter(sink, TO) as writer:
        writer.write(buffer)
        buffer[:] = bytes(7)
    assert open_sealed(sink.getvalue(), [IDENTITY]) == b"content"


def test_memory_does_not_grow_with_the_file(tmp_path):
    path, piece, pieces = tmp_path / "sealed", content(100_000), 300
    tracemalloc.start()
    try:
        with path.open("wb") as sink, SealWriter(sink, TO) as writer:
            for _ in range(pieces):
                writer.write(piece)
        with path.open("rb") as source:
            read = sum(len(chunk) for chunk in open_stream(source, [IDENTITY]))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert read == pieces * len(piece)
    assert peak < 8 * CHUNK


def test_many_recipients_each_open_it():
    identities = [Identity.generate() for _ in range(40)]
    sealed = seal(b"content", [identity.recipient for identity in identities])
    assert {open_sealed(sealed, [identity]) for identity in identities} == {b"content"}
    assert open_sealed(sealed, [Identity.generate(), *identities[30:]]) == b"content"


def test_nobody_is_nobody():
    with pytest.raises(ValueError, match="nobody"):
        seal(b"content", [])
