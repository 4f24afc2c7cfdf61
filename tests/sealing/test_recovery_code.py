"""The code with which an officer gets a key back."""

import pytest

from portal.sealing import BadReceipt, Receipt, RecoveryCode, Secret

KNOWN = (
    "000G-40R4-0M30-E209-185G-R38E-1Y2N",
    "d2db680168aa49db42e5f893ce8f508dd44a14ceb0dc1ea79e7f0b67da0fb7bd",
    "19eb6fc0c0d207a014d07281ea38b10b7799f0bf485d749ea953836dc094d68a",
)


def test_it_is_read_as_people_type_it():
    code = RecoveryCode.new()
    assert RecoveryCode.parse(code.code.lower().replace("-", " ")).mark == code.mark
    assert RecoveryCode.parse(code.code).identity == code.identity
    assert len(code.code) == len("7K3Q-M9XD-7K3Q-M9XD-7K3Q-M9XD-7K3Q")
    assert len(code.mark) == 64
    assert code.code not in repr(code)


def test_what_is_derived_is_this_and_nothing_else():
    """Known answers: a second implementation finds the same request and the same key."""
    code = RecoveryCode(Secret(bytes(range(16))))
    assert (code.code, code.mark, code.identity.seed.hex()) == KNOWN


def test_a_receipt_code_is_none_and_the_other_way_round():
    with pytest.raises(BadReceipt):
        RecoveryCode.parse(Receipt.new().code)
    with pytest.raises(BadReceipt):
        Receipt.parse(RecoveryCode.new().code)


@pytest.mark.parametrize("typed", ["", "7K3Q", "U" * 28, "0" * 28, "x" * 1000])
def test_anything_else_is_refused(typed):
    with pytest.raises(BadReceipt):
        RecoveryCode.parse(typed)


def test_a_secret_has_sixteen_bytes():
    with pytest.raises(ValueError, match="16 bytes"):
        RecoveryCode(Secret(b"short"))
