"""What looks like the reporter's own is found; dates, sums, case numbers and other people are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.report import parse_report
from portal.public.reporting.telltales import Telltale, particulars, telltales
from tests.domain.sample import changed

FOUND = {
    "phone": {
        "打13800138000找我": "13800138000",
        "电话:138 0013 8000。": "138 0013 8000",
        "138-0013-8000": "138-0013-8000",
        "手机号是+86 13912345678": "+86 13912345678",
        "手机１３８００１３８０００": "１３８００１３８０００",
        "范例甲，13800138000，晚上": "13800138000",
        "家里电话0871-65432100": "0871-65432100",
        "家里(010) 65432100": "(010) 65432100",
    },
    "id_number": {
        "身份证11010519491231002X": "11010519491231002X",
        "号码11010519491231002x。": "11010519491231002x",
        "110105 19491231 002X": "110105 19491231 002X",
        "证件号:990101199901010014": "990101199901010014",
    },
    "email": {
        "写信到fanli.jia@example.com": "fanli.jia@example.com",
        "邮箱：13800138000@mail.example.cn，谢谢": "13800138000@mail.example.cn",
    },
    "account": {"加我,微信号:fanli_2026": "fanli_2026", "我的QQ是1234567": "1234567", "本人微信 fanlijia": "fanlijia"},
    "name": {
        "我叫范例甲,在县里工作": "范例甲",
        "我叫范例": "范例",
        "我名叫欧阳范例。": "欧阳范例",
        "本人姓名:范例甲": "范例甲",
        "本人姓名范例甲": "范例甲",
        "我的名字是范例甲。": "范例甲",
        "我的姓名为范例乙\n": "范例乙",
        "本人叫范例乙，": "范例乙",
        "我叫范例甲是办公室的": "范例甲",
        "我叫阿范例·云岭": "阿范例·云岭",
        "举报人：范例甲": "范例甲",
        "署名:范例甲": "范例甲",
        "My name is Li Fanli and I work there": "Li Fanli",
    },
}
LEFT_ALONE = [
    "2026年3月10日9:30到17:00",
    "20260310",
    "2026-03-10 09:00",
    "20260310153000",
    "13800138000元",
    "共计13800138000 元",
    "13,800,138,000",
    "13800138000.50",
    "¥13800138000",
    "￥13800138000",
    "每月1500元,三个月4500元",
    "(2026)云0101民初13800号",
    "云纪信〔2026〕13800138000号",
    "案号13800138000",
    "合同号:13800138000",
    "编号为 13800138000",
    "A13800138000",
    "2026-13800138000",
    "138001380001",
    "6222021380013800000",
    "1380013800",
    "12800138000",
    "12388和12380",
    "2026-0310-1234567",
    "110105194912310021",
    "110105194913310021",
    "11010519491231002",
    "110105194912310021234",
    "91110105194912310X",
    "12345678901234567X",
    "3@5",
    "@范例甲",
    "fanli@localhost",
    "微信工作群里说过",
    "QQ群12345678",
    "看了我的微信工作群",
    "我叫他来签字",
    "我叫不动他",
    "我叫了车",
    "我叫同事去看",
    "我叫范例甲去开会",
    "他让我叫范例甲。",
    "我叫王主任来签字",
    "我叫王主任。",
    "我叫任何人。",
    "我叫程序员。",
    "我叫张某。",
    "本人姓名请保密",
    "我的名字是保密的",
    "我的名字在名单上",
    "被举报人:范例甲",
    "举报人:匿名",
    "挂职干部范例甲,男,处长",
    "my name is on the list",
]


@pytest.mark.parametrize(("kind", "text", "words"), [(k, t, w) for k, of in FOUND.items() for t, w in of.items()])
def test_what_people_say_of_themselves_is_found_as_they_typed_it(kind, text, words):
    assert list(particulars(text)) == [(kind, words)]


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_near_misses_are_left_alone(text):
    assert list(particulars(text)) == []


@given(day=st.dates(), hour=st.times(), sum_=st.integers(0, 10**13))
def test_no_date_time_or_sum_is_an_alarm(day, hour, sum_):
    text = f"{day:%Y%m%d}、{day}、{day.year}年{day.month}月{day.day}日{hour:%H:%M},共{sum_}元、{sum_:,}元、{sum_}.00元"
    assert list(particulars(text)) == []


@given(st.text(alphabet="0123456789 -./@aA我叫范例甲:(。", max_size=80))
def test_whatever_is_found_stands_in_the_text(text):
    assert all(words and words in text for _, words in particulars(text))


def test_every_text_of_a_report_is_looked_through_and_a_find_is_told_once_for_its_place():
    phone = "13800138000"
    row = changed()["observations"][0]
    report = parse_report(
        changed(
            ("subject.name", phone),
            ("secondment.post_held", phone),
            ("summary", f"打{phone}找我,{phone}。" + "范例甲一直在原单位上班,分管的工作由别人代做,很少见到本人。"),
            ("observations", [{**row, "detail": phone, "place": phone}, {**row, "record_hint": phone}]),
            ("record_pointers.0.note", phone),
            ("money", [{"kind": "other", "period": "", "amount": phone, "basis": "saw"}]),
            ("identifying_details", phone),
            ("conflict.exclude_people", phone),
        )
    )
    parts = ["subject_name", "post_held", "summary", "observations", "record_pointers", "money"]
    assert telltales(report) == tuple(
        Telltale("phone", phone, part) for part in [*parts, "identifying_details", "exclude_people"]
    )


def test_the_sample_report_raises_no_alarm():
    assert telltales(parse_report(changed())) == ()
