import pytest

from portal.web.downloads import disposition


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("名单.txt", "__.txt"),
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\a.pdf", "a.pdf"),
        ('a"b;c\r\nSet-Cookie: x=1', "a_b_cSet-Cookie_ x_1"),
        ("...", "attachment"),
        ("", "attachment"),
    ],
)
def test_a_name_cannot_leave_its_place_in_the_header(name, shown):
    header = disposition(name)
    assert header.startswith(f'attachment; filename="{shown}"')
    assert "\r" not in header
    assert "\n" not in header


def test_a_chinese_name_survives():
    assert "filename*=UTF-8''%E5%90%8D%E5%8D%95.txt" in disposition("名单.txt")
