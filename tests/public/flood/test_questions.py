"""The questions: every kind is answered as people would answer it, in either language."""

from hypothesis import given
from hypothesis import strategies as st

from portal.public.flood.questions import is_answer, question, tidy

SEEDS = st.integers(min_value=0, max_value=2**256 - 1)


def about(words):
    """The first question whose Chinese words hold `words`."""
    return next(seed for seed in range(100_000) if words in question(seed).words.zh)


@given(SEEDS)
def test_every_seed_gives_one_question_that_its_own_answers_answer(seed):
    asked = question(seed)
    assert asked == question(seed)
    assert asked.answers
    assert all(is_answer(seed, answer) for answer in asked.answers)
    assert not is_answer(seed, "")
    assert not is_answer(seed, "不知道")
    assert all(len(words) < 90 for words in (asked.words.zh, asked.words.en))


def test_there_are_many_questions_and_many_answers():
    asked = [question(seed) for seed in range(4000)]
    assert len({one.words.zh for one in asked}) > 1000
    assert max(sum(answer in one.answers for one in asked) for answer in ("3", "5", "7", "10")) < 400


def test_sums_are_answered_in_figures_or_words():
    seed = about("七加五等于几")
    for right in ("12", "１２", "十二", " 十二。", "twelve", "Twelve!"):
        assert is_answer(seed, right), right
    for wrong in ("11", "二", "75", "七加五"):
        assert not is_answer(seed, wrong), wrong


def test_days_are_answered_with_or_without_the_word():
    seed = about("今天要是星期六,过一天是星期几")
    for right in ("日", "星期日", "星期天", "周日", "礼拜天", "Sunday", "sun"):
        assert is_answer(seed, right), right
    assert not is_answer(seed, "星期六")


def test_the_odd_one_is_answered_in_either_language():
    seed = about("哪个不是水果")
    asked = question(seed)
    told = asked.words.zh.partition(",")[0].split("、")
    assert sum(is_answer(seed, one) for one in told) == 1
    english = asked.words.en.partition(": ")[2].rstrip("?").split(", ")
    assert sum(is_answer(seed, one) for one in english) == 1


def test_a_letter_is_answered_as_it_is_asked():
    seed = about("“青山绿水”里的第三个字")
    assert is_answer(seed, "绿")
    assert is_answer(seed, "“绿”")
    english = question(seed).words.en
    assert is_answer(seed, "u")
    assert "third letter of the word “mountain”" in english


def test_counting_counts():
    seed = about("有几个“山”")
    said = question(seed).words.zh
    assert is_answer(seed, str(said.partition("里有")[0].count("山")))


def test_the_largest_is_the_largest():
    seed = about("哪个数最大")
    numbers = [int(tidy(word)) for word in question(seed).words.zh.partition(",")[0].split("、")]
    assert [is_answer(seed, str(number)) for number in numbers] == [number == max(numbers) for number in numbers]
