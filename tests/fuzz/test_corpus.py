"""What fuzzing once found or reached holds for good; and a little fuzzing in every run."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.mutations import mutated
from tests.fuzz.places import CORPUS, kept, most_bytes
from tests.fuzz.target import Finding, hold
from tests.fuzz.targets import TARGETS


@pytest.mark.parametrize("name", TARGETS)
def test_every_seed_and_every_kept_input_holds(name):
    inputs = [*TARGETS[name].seeds(), *(path.read_bytes() for path in kept(name))]
    assert len(inputs) > 1
    for data in inputs:
        TARGETS[name].run(data)


@pytest.mark.parametrize("name", TARGETS)
def test_a_few_mutations_hold(name):
    @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(st.data())
    def holds(data):
        TARGETS[name].run(data.draw(mutated(seeds)))

    seeds = TARGETS[name].seeds()
    holds()


def test_the_corpus_is_small_and_belongs_to_targets():
    assert {folder.name for folder in CORPUS.iterdir()} <= set(TARGETS)
    assert sum(path.stat().st_size for path in CORPUS.rglob("*") if path.is_file()) <= most_bytes()


def test_what_does_not_hold_is_a_finding():
    with pytest.raises(Finding):
        hold(b"", "nothing")
