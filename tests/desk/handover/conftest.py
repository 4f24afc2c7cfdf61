import pytest

FILES = [("名单.txt", b"one two three" * 100)]


@pytest.fixture
def sent(world):
    """A report to the city's office, registered there; its key is with chen, who leads intake, and wu."""
    reporter = world.reporter()
    reporter.reports(offices=["wangxi"], files=FILES)
    world.collects()
    chen = world.officer("chen")
    (number,) = chen.numbers()
    chen.registers(number)
    chen.grants(number, "wu")
    world.collects()
    return reporter, number, chen, world.officer("wu")


@pytest.fixture
def offered(world, sent):
    """The same, offered to the province by two; lin there has it on her list."""
    reporter, number, chen, wu = sent
    wu.answers(chen.offers(number, "yunling"))
    lin = world.officer("lin")
    (address,) = lin.transfers()
    return reporter, number, chen, wu, lin, address
