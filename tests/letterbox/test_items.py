"""Nothing goes into the slot that is not what its place is for."""

import dataclasses
from datetime import UTC, date, datetime
from typing import Any

import pytest

from portal.age import Cost, Sealed, seal_with_passphrase
from portal.letterbox.items import LARGEST_SEALED, Answer, BadItem, Letter, Mailbox, Parcel, SealedFile, SealedSlip
from tests.letterbox.samples import answer, blob, letter, locator_hash, mailbox_for, parcel, sealed

PLAIN = "云岭省(虚构)某局借调范例甲".encode()
NO_ID = ["", "a" * 31, "a" * 33, "A" * 32, "g" * 32, "a" * 32 + "\n", "../../../../../../../etc/passwd0", None, 7]
NO_NAME = ["", "范例甲", "a b", "A", "a,b", "a\n", "a/..", "a" * 128, None]
NO_SEALED = [
    b"",
    PLAIN,
    sealed().decode("latin-1"),
    b"age-encryption.org/v1\n-> X25519 abc\n",
    seal_with_passphrase(PLAIN, "范例口令", Cost.TESTS_ONLY),
    None,
    bytearray(sealed()),
    sealed() + b"\0" * LARGEST_SEALED,
]
NO_SLOT = [0, -1, 10_001, True, 1.0, "1", None]
NO_DAY = [None, "2026-11-22", datetime(2026, 11, 22, 14, 5, tzinfo=UTC)]
SHARED_BLOB = (SealedFile(1, "a" * 32, 1), SealedFile(2, "a" * 32, 1))
BAD: list[tuple[Any, str, list[Any]]] = [
    (parcel(), "id", NO_ID),
    (parcel(), "day", NO_DAY),
    (parcel(), "report", NO_SEALED),
    (parcel(), "packet", [value for value in NO_SEALED if value is not None]),
    (parcel(), "slips", [(), parcel().slips[:1] * 2, tuple(reversed(parcel().slips))]),
    (parcel(), "files", [(blob(2), blob(1)), (blob(1), blob(1)), SHARED_BLOB]),
    (
        parcel(),
        "offices",
        [(), ("b", "a"), ("a", "a"), ["a"], ("范例",), ("a,b",), tuple(f"{n:04}" for n in range(1001))],
    ),
    (parcel().slips[0], "officer", NO_NAME),
    (parcel().slips[0], "sealed", NO_SEALED),
    (blob(), "slot", NO_SLOT),
    (blob(), "blob", NO_ID),
    (blob(), "bucket", [0, -1, None, 1.5, True]),
    (mailbox_for(parcel()), "locator_hash", [*NO_ID, "A" * 64]),
    (mailbox_for(parcel()), "parcel", NO_ID),
    (
        mailbox_for(parcel()),
        "case_recipient",
        ["", "age1pq1", "age1abc", "AGE-SECRET-KEY-PQ-1AAA", "age1pq1" + "b" * 1952, "age1pq1" + "q" * 1951, None],
    ),
    (mailbox_for(parcel()), "binding", [b"", b"x" * 31, "x" * 32, None]),
    (mailbox_for(parcel()), "day", NO_DAY),
    (letter(locator_hash()), "files", [(blob(2), blob(1)), (blob(1), blob(1)), SHARED_BLOB]),
    (letter(locator_hash()), "id", NO_ID),
    (letter(locator_hash()), "locator_hash", NO_ID),
    (letter(locator_hash()), "slot", NO_SLOT),
    (letter(locator_hash()), "day", NO_DAY),
    (letter(locator_hash()), "sealed", NO_SEALED),
    (answer(), "slot", NO_SLOT),
    (answer(), "files", [(blob(2), blob(1)), (blob(1), blob(1)), SHARED_BLOB]),
    (answer(), "day", NO_DAY),
    (answer(), "sealed", NO_SEALED),
]


@pytest.mark.parametrize(
    ("item", "part", "value"),
    [
        pytest.param(item, part, value, id=f"{type(item).__name__}-{part}-{number}")
        for item, part, values in BAD
        for number, value in enumerate(values)
    ],
)
def test_what_does_not_belong_is_refused_without_being_repeated(item: Any, part: str, value: object) -> None:
    with pytest.raises(BadItem) as refused:
        dataclasses.replace(item, **{part: value})
    assert "范例" not in str(refused.value)
    assert not value or str(value) not in str(refused.value)


def test_every_part_of_every_item_is_tried() -> None:
    tried = {(type(item), part) for item, part, _ in BAD}
    carried = {(Mailbox, "offices")}
    every = {
        (item, part.name)
        for item in (SealedSlip, SealedFile, Parcel, Mailbox, Letter, Answer)
        for part in dataclasses.fields(item)
    }
    assert tried | carried == every


def test_the_days_of_all_items_are_days() -> None:
    assert parcel(day=date(2026, 1, 1)).day == date(2026, 1, 1)


def test_the_slot_takes_sealed_bytes_only() -> None:
    with pytest.raises(BadItem):
        Answer(1, date(2026, 11, 22), Sealed(PLAIN))
