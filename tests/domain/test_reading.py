from portal.domain.reading import read
from portal.domain.report import parse_report
from tests.domain.sample import REPORT, changed

ROW = REPORT["observations"][0]


def words(reading, lang="zh"):
    """Everything a reading says, as {section: {label: [values]}}."""
    return {
        section.title.of(lang): {row.label.of(lang): [value.of(lang) for value in row.values] for row in section.rows}
        for section in reading.sections
    }


def cautions(reading):
    return {row.label.zh: [value.zh for value in row.values] for row in reading.caution}


def test_codes_become_words_and_silence_is_left_out():
    reading = read(parse_report(REPORT))
    told = words(reading)
    assert told["反映对象"] == {
        "反映对象": ["挂职干部"],
        "姓名": ["范例甲"],
        "原单位职务": ["处长"],
        "职级\uff08大约\uff09": ["县处级"],
    }
    assert told["挂职情况"]["结束"] == ["至今"]
    assert "待遇经费" not in told
    assert told["在哪里能查到"] == {"门禁、闸机记录": ["派出单位机关事务部门 · 2026-03"]}
    assert words(reading, "en")["The secondment"]["Until"] == ["Ongoing"]
    assert [(title.zh, [sign.code for sign in signs]) for title, signs in reading.signs] == [
        ("人在不在", ["P2", "P5"]),
        ("干不干事", ["W1"]),
        ("材料真不真", ["D6"]),
    ]


def test_the_reporters_own_words_are_not_touched():
    own = "约3000元(口头说的),每月"
    reading = read(
        parse_report(
            changed(
                ("secondment.sending_unit", "云岭省数据事务厅(虚构)"),
                ("money", [{"kind": "allowance", "period": "", "amount": own, "basis": "saw"}]),
            )
        )
    )
    assert words(reading)["待遇经费"] == {"补贴": [own, "亲眼见到"]}
    assert words(reading)["挂职情况"]["派出单位"] == ["云岭省数据事务厅(虚构)"]
    assert reading.summary == REPORT["summary"]


def test_observations_stand_in_the_order_of_their_dates():
    later = {**ROW, "date_kind": "range", "date_from": "2026-04-01", "date_to": "2026-04-03", "time_to": ""}
    month = {**ROW, "date_kind": "month", "date_from": "2026-01", "date_to": "2026-01", "time_from": "", "time_to": ""}
    timeline = read(parse_report(changed(("observations", [later, ROW, month])))).timeline
    assert [(row.when, row.hours) for row in timeline] == [
        ("2026-01", ""),
        ("2026-03-10", "09:00–17:00"),
        ("2026-04-01 – 2026-04-03", "09:00"),
    ]
    assert (timeline[1].seen.zh, timeline[1].seen_code, timeline[1].basis.zh) == ("不在岗", "absent", "亲眼见到")


def test_what_could_reveal_the_reporter_stands_apart():
    reading = read(
        parse_report(
            changed(
                ("reporter.role", "village"),
                ("identifying_details", "只有我值班"),
                ("subject.party", "yes"),
                ("secondment.arranged_by", "unknown"),
                (
                    "elsewhere",
                    {"reported": "yes", "where": ["12388", "media"], "when": "2026-01", "result": "no_reply"},
                ),
                ("safety", {"fear": "already", "kinds": ["threat"], "protection": True}),
                (
                    "conflict",
                    {
                        "about_this_office": True,
                        "exclude_people": "范例乙",
                        "avoid_local": True,
                        "avoid_local_reason": "熟人多",
                    },
                ),
            )
        )
    )
    told = cautions(reading)
    assert told["哪些细节会暴露举报人"] == ["只有我值班"]
    assert told["与此事的关系"] == ["村(社区)干部"]
    assert told["不能接触此件的人"] == ["范例乙"]
    assert told["理由"] == ["熟人多"]
    assert told["已发生的情形"] == ["受到威胁"]
    assert "请求保护" in told
    assert "反映对象就在受理机关内" in told
    assert words(reading)["此前反映"]["渠道"] == ["12388", "媒体"]
    assert words(reading)["反映对象"]["是否中共党员"] == ["是"]
    assert "由谁安排" not in words(reading)["挂职情况"]
    assert not any("只有我值班" in str(section) for section in reading.sections)


def test_a_quiet_reporter_leaves_few_cautions():
    told = cautions(read(parse_report(changed(("conflict.avoid_local", False)))))
    assert set(told) == {"知情范围", "对打击报复的担心"}
