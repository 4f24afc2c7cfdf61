"""The officers' roles, and which of them may ever be given a key to a case."""

from enum import StrEnum
from types import MappingProxyType

from portal.domain.text import Text


class Role(StrEnum):
    """What an officer is in an office. One officer may hold several."""

    INTAKE = "intake"
    INTAKE_LEAD = "intake_lead"
    HANDLER = "handler"
    DEPT_LEAD = "dept_lead"
    DEPUTY = "deputy"
    CHIEF = "chief"
    CASE_MGMT = "case_mgmt"
    REVIEWER = "reviewer"
    SECRECY_AUDITOR = "secrecy_auditor"
    KEY_HOLDER = "key_holder"
    SYSADMIN = "sysadmin"

    @property
    def text(self) -> Text:
        """Name the role in both languages."""
        return ROLE_NAMES[self]


ROLE_NAMES = MappingProxyType(
    {
        Role.INTAKE: Text("信访受理员", "Intake officer"),
        Role.INTAKE_LEAD: Text("信访部门负责人", "Head of intake"),
        Role.HANDLER: Text("承办人", "Handler"),
        Role.DEPT_LEAD: Text("承办部门负责人", "Head of the handling department"),
        Role.DEPUTY: Text("分管领导", "Deputy in charge"),
        Role.CHIEF: Text("本机关主要负责人", "Head of the office"),
        Role.CASE_MGMT: Text("案管人员", "Case management"),
        Role.REVIEWER: Text("审核人员", "Reviewer"),
        Role.SECRECY_AUDITOR: Text("保密审计员", "Secrecy auditor"),
        Role.KEY_HOLDER: Text("密钥保管人", "Key holder"),
        Role.SYSADMIN: Text("系统管理员", "System administrator"),
    }
)

# A new report is sealed to these officers of the offices the reporter chose. Nobody else can open it until one of them
# seals a slip for a colleague.
RECEIVES_REPORTS = frozenset({Role.INTAKE, Role.INTAKE_LEAD})

# The others work with the register, the audit trail, key shares or machines; a slip for them is refused at any time.
MAY_HOLD_SLIPS = RECEIVES_REPORTS | {Role.HANDLER, Role.DEPT_LEAD, Role.DEPUTY, Role.CHIEF, Role.REVIEWER}

# The two halves of a reporter's name: who opens reports keeps one, who opens none the other (DOMAIN 3.3).
FIRST_HALF, SECOND_HALF = Role.INTAKE_LEAD, Role.KEY_HOLDER

# Whose public keys stand in the roster: everybody to whom something is ever sealed.
IN_ROSTER = MAY_HOLD_SLIPS | {SECOND_HALF}
