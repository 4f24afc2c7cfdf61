"""Which county a place names. What cannot be told stays unknown: it never becomes another place."""

import pytest

from portal.desk.workbench.checking.places import Apart, apart, place_of


@pytest.mark.parametrize(
    ("text", "regions", "town"),
    [
        ("青禾县", ("青禾县",), ""),
        ("青禾县石桥镇", ("青禾县",), "石桥镇"),
        ("云岭省云岭市青禾县石桥镇石桥村", ("云岭省", "云岭市", "青禾县"), "石桥镇"),
        ("云岭市临海市", ("云岭市", "临海市"), ""),
        ("青禾县政府办公楼三楼", ("青禾县",), ""),
        ("云岭市政府大楼", ("云岭市",), ""),
        ("礼县", ("礼县",), ""),
        ("到青禾县调研", ("青禾县",), ""),
        ("北京", ("北京市",), ""),
        ("北京市海淀区", ("北京市", "海淀区"), ""),
        ("海东自治州青禾县", ("海东自治州", "青禾县"), ""),
        ("锡林盟白旗", ("锡林盟",), ""),
        ("内蒙古青禾旗", ("内蒙古自治区", "青禾旗"), ""),
        ("郑州市", ("郑州市",), ""),
        ("浦东新区", ("浦东新区",), ""),
        ("培训中心(青禾县)", ("青禾县",), ""),
        # Names that end like words.
        ("北京市西城区", ("北京市", "西城区"), ""),
        ("房山区", ("房山区",), ""),
        ("韩城市", ("韩城市",), ""),
        ("辛集市", ("辛集市",), ""),
        ("大同县", ("大同县",), ""),
        ("全州县", ("全州县",), ""),
        ("长沙县", ("长沙县",), ""),
        ("吉林市", ("吉林市",), ""),
        ("云岭市民政局", ("云岭市",), ""),
        ("云岭市政务服务中心", ("云岭市",), ""),
        ("广西青禾县", ("广西壮族自治区", "青禾县"), ""),
        ("广西壮族自治区青禾县", ("广西壮族自治区", "青禾县"), ""),
        ("贵州省", ("贵州省",), ""),
        ("杭州", ("杭州市",), ""),
    ],
)
def test_regions_are_read_from_the_names(text, regions, town):
    place = place_of(text)
    assert (place.regions, place.town) == (regions, town)


@pytest.mark.parametrize(
    "text",
    [
        "", "县政府办公楼", "厅机关大楼闸机", "石桥村村部", "石桥镇", "超市", "市政工程处", "市场监督管理局", "本县",
        "外县", "社区服务区",
        "办公区", "开发区", "北京路5号", "全省", "云岭大学报告厅", "郊区", "产业联盟大厦", "神州大厦", "A区3楼",
        "河南村", "农贸市场",
    ],
)  # fmt: skip
def test_what_is_no_county_is_not_taken_for_one(text):
    assert not place_of(text).is_known


@pytest.mark.parametrize(
    ("one", "other", "lies"),
    [
        ("云岭市", "青禾县", Apart.OTHER_COUNTY),
        ("青禾县", "白水县", Apart.OTHER_COUNTY),
        ("云岭市青禾县", "东江市青禾县", Apart.OTHER_COUNTY),
        ("云岭市青禾县", "青禾县", Apart.SAME_COUNTY),
        ("青禾县", "青禾县", Apart.SAME),
        ("青禾县", "青禾县(虚构)", Apart.SAME),
        ("青禾县石桥镇", "青禾县白沙镇", Apart.SAME_COUNTY),
        ("青禾县", "青禾县石桥镇", Apart.SAME_COUNTY),
        # A city may hold the county, a province may hold anything that names none.
        ("云岭市", "云岭市青禾县", Apart.UNKNOWN),
        ("云岭省", "青禾县", Apart.UNKNOWN),
        ("云岭省", "海东省", Apart.OTHER_COUNTY),
        ("石桥村", "青禾县", Apart.UNKNOWN),
        ("石桥村", "石桥村", Apart.SAME),
        ("", "", Apart.UNKNOWN),
    ],
)
def test_how_two_places_lie_to_each_other(one, other, lies):
    assert apart(place_of(one), place_of(other)) is lies
    assert apart(place_of(other), place_of(one)) is lies
