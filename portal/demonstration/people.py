"""The invented offices and officers. Every name says that it is invented."""

from dataclasses import dataclass

from portal.domain.roles import Role


@dataclass(frozen=True)
class DemoOffice:
    """An office of the fictional tree."""

    id: str
    name_zh: str
    name_en: str
    level: str
    parent: str | None


@dataclass(frozen=True)
class DemoOfficer:
    """An officer of a fictional office. The first of an office makes its reply key and hands it to the others."""

    login: str
    name: str
    office: str
    roles: tuple[Role, ...]


OFFICES = (
    DemoOffice(
        "yunling",
        "云岭省纪检监察机关(虚构)",
        "Yunling Province discipline inspection body (fictional)",
        "province",
        None,
    ),
    DemoOffice(
        "wangxi",
        "望溪市纪检监察机关(虚构)",
        "Wangxi City discipline inspection body (fictional)",
        "city",
        "yunling",
    ),
    DemoOffice(
        "qinghe",
        "青禾县纪检监察机关(虚构)",
        "Qinghe County discipline inspection body (fictional)",
        "county",
        "wangxi",
    ),
)

_FRONT = (Role.INTAKE, Role.INTAKE_LEAD)
_BACK = (Role.HANDLER, Role.DEPT_LEAD, Role.DEPUTY, Role.CHIEF)

OFFICERS = (
    DemoOfficer("lin", "示范员林", "yunling", _FRONT),
    DemoOfficer("zhou", "示范员周", "yunling", _BACK),
    DemoOfficer("chen", "示范员陈", "wangxi", _FRONT),
    DemoOfficer("wu", "示范员吴", "wangxi", _BACK),
    DemoOfficer("zhao", "示范员赵", "qinghe", _FRONT),
    DemoOfficer("sun", "示范员孙", "qinghe", _BACK),
    DemoOfficer("xu", "示范员徐", "yunling", (Role.HANDLER,)),
    DemoOfficer("he", "示范审核员何", "yunling", (Role.REVIEWER,)),
    DemoOfficer("mao", "示范案管员毛", "yunling", (Role.CASE_MGMT,)),
    DemoOfficer("ma", "示范案管员马", "qinghe", (Role.CASE_MGMT,)),
    DemoOfficer("shen", "示范审计员沈", "yunling", (Role.SECRECY_AUDITOR,)),
    DemoOfficer("gao", "示范保管员高", "yunling", (Role.KEY_HOLDER,)),
    DemoOfficer("tang", "示范保管员唐", "yunling", (Role.KEY_HOLDER,)),
    DemoOfficer("ding", "示范保管员丁", "wangxi", (Role.KEY_HOLDER,)),
    DemoOfficer("fang", "示范保管员方", "qinghe", (Role.KEY_HOLDER,)),
)
