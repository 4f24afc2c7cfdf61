"""Every way a case can go, as one table: from where, by whose right, on what conditions, to where. Pure.

Source: DOMAIN 3.4 and 3.5. What the reporter sees follows from the state reached (`portal.domain.statuses`) and from
nothing else. Terms (DL01 …) are `portal.domain.deadlines`.
"""

from typing import Any, Final

from portal.desk.casework.transitions import EVERY, WORDS, Ask, Guard, Transition, markdown
from portal.desk.officers.rules import Right
from portal.domain.deadlines import Code
from portal.domain.decisions import Decision
from portal.domain.statuses import State

S, D, R, C, G = State, Decision, Right, Code, Guard
_ENDS: Final[dict[str, Any]] = {"starts": (C.DL02, C.DL11, C.DL16), "asks": WORDS | {Ask.OUTCOME}}
_DISPOSED: Final = (C.DL06, C.DL14)


def _asking(source: State) -> Transition:
    return Transition(source, D.ASK, S.INFO_REQUESTED, R.REPLY, statements=("question_reviewed",), starts=(C.DL13,))


_INTAKE: Final = (
    Transition(
        S.DELIVERED, D.REGISTER, S.REGISTERED, R.REGISTER, asks=frozenset(), stops=(C.DL12,), recusal_statement=True
    ),
    Transition(S.DELIVERED, D.REFER_UP, S.REFERRED_UP, R.REGISTER, second=True, handover=True, stops=EVERY),
    Transition(S.REGISTERED, D.ACCEPT, S.ACCEPTED, R.ACCEPT, statements=("level",), starts=(C.DL06,)),
    Transition(
        S.REGISTERED, D.MERGE, S.MERGED, R.REGISTER, statements=("repeat",), asks=WORDS | {Ask.REPEAT_OF}, stops=EVERY
    ),
    Transition(
        S.REGISTERED,
        D.REFER,
        S.REFERRED,
        R.ACCEPT,
        statements=("no_identity",),
        asks=WORDS | {Ask.TARGET},
        second=True,
        stops=EVERY,
    ),
    Transition(
        S.REGISTERED,
        D.REFER_UP,
        S.REFERRED_UP,
        R.ACCEPT,
        asks=WORDS | {Ask.TARGET},
        second=True,
        handover=True,
        stops=EVERY,
    ),
    Transition(
        S.REGISTERED,
        D.HAND_ON,
        S.REFERRED,
        R.ACCEPT,
        asks=WORDS | {Ask.TARGET},
        second=True,
        handover=True,
        stops=EVERY,
    ),
    Transition(
        S.REGISTERED,
        D.DECLINE,
        S.DECLINED,
        R.ACCEPT,
        reasons=("other_procedure", "other_body", "no_substance", "not_secondment"),
        second=True,
        stops=EVERY,
    ),
    _asking(S.REGISTERED),
    Transition(S.INFO_REQUESTED, D.RESUME, None, R.REPLY, guards=(G.ANSWERED,), asks=frozenset(), stops=(C.DL13,)),
    Transition(S.RETURNED, D.RETAKE, S.REGISTERED, R.REGISTER),
)
_HANDLING: Final = (
    Transition(
        S.ACCEPTED,
        D.ASSIGN_OUT,
        S.ASSIGNED_OUT,
        R.DISPOSE,
        asks=WORDS | {Ask.TARGET},
        starts=(C.DL10,),
        stops=(C.DL06,),
    ),
    Transition(
        S.ACCEPTED, D.ASSESS, S.ASSESSING, R.LEAD, statements=("handler_free",), asks=WORDS | {Ask.HANDLER, Ask.RISK}
    ),
    _asking(S.ASSESSING),
    Transition(
        S.ASSESSING,
        D.RETURN,
        S.RETURNED,
        R.DISPOSE,
        reasons=("no_facts", "other_level"),
        statements=("studied",),
        stops=(C.DL06, C.DL15),
    ),
    Transition(
        S.ASSESSING,
        D.INQUIRE,
        S.INQUIRY,
        R.INQUIRE,
        reasons=("general", "despite_collusion"),
        statements=("studied", "caution"),
        guards=(G.COLLUSION,),
        starts=(C.DL07,),
        stops=_DISPOSED,
    ),
    Transition(
        S.ASSESSING,
        D.VERIFY,
        S.VERIFYING,
        R.VERIFY,
        reasons=("checkable",),
        statements=("studied",),
        asks=WORDS | {Ask.GROUP},
        starts=(C.DL09,),
        stops=_DISPOSED,
    ),
    Transition(
        S.ASSESSING,
        D.HOLD,
        S.HELD,
        R.DISPOSE,
        reasons=("no_way_in", "needs_time"),
        statements=("studied",),
        asks=WORDS | {Ask.DAY},
        starts=(C.DL14,),
        stops=(C.DL06,),
    ),
    Transition(
        S.ASSESSING,
        D.DIRECT_CLOSE,
        S.CONCLUDED,
        R.DISPOSE,
        reasons=("not_checkable", "deceased", "implausible", "repeat_clear"),
        statements=("studied",),
        second=True,
        stops=(*_DISPOSED, C.DL15),
        **_ENDS,
    ),
    Transition(
        S.INQUIRY,
        D.VERIFY,
        S.VERIFYING,
        R.VERIFY,
        reasons=("denial_not_convincing", "new_facts"),
        asks=WORDS | {Ask.GROUP},
        starts=(C.DL09,),
        stops=(C.DL07, C.DL08),
    ),
    _asking(S.VERIFYING),
    Transition(
        S.VERIFYING,
        D.REVIEW,
        S.VERIFYING,
        R.REVIEW,
        statements=("file_complete",),
        guards=(G.NOT_HANDLER,),
        silent=True,
    ),
    Transition(
        S.VERIFYING,
        D.HOLD,
        S.HELD,
        R.VERIFY,
        reasons=("no_way_in", "needs_time"),
        asks=WORDS | {Ask.DAY},
        starts=(C.DL14,),
        stops=(C.DL09,),
    ),
    Transition(S.VERIFYING, D.FILE, S.FILED, R.VERIFY, statements=("evidence",), stops=(C.DL09,)),
    Transition(
        S.HELD,
        D.ASSESS,
        S.ASSESSING,
        R.LEAD,
        reasons=("review_due", "new_material"),
        statements=("handler_free",),
        asks=WORDS | {Ask.HANDLER, Ask.RISK},
        guards=(G.DUE_OR_NEW,),
        starts=(C.DL06,),
        stops=(C.DL14,),
    ),
)
_ENDING: Final = (
    Transition(
        S.ASSIGNED_OUT,
        D.CONCLUDE,
        S.CONCLUDED,
        R.CONCLUDE,
        reasons=("reported_back",),
        statements=("reviewed_jointly",),
        guards=(G.REPORTED,),
        stops=(C.DL10, C.DL15),
        **_ENDS,
    ),
    Transition(
        S.INQUIRY,
        D.CONCLUDE,
        S.CONCLUDED,
        R.DISPOSE,
        reasons=("explained", "explained_sampled"),
        statements=("reply_sent",),
        stops=(C.DL07, C.DL08, C.DL15),
        **_ENDS,
    ),
    Transition(
        S.VERIFYING,
        D.CONCLUDE,
        S.CONCLUDED,
        R.CONCLUDE,
        reasons=("checked",),
        statements=("report_signed",),
        guards=(G.REVIEWED,),
        stops=(C.DL09, C.DL15),
        **_ENDS,
    ),
    Transition(
        S.FILED,
        D.CONCLUDE,
        S.CONCLUDED,
        R.CONCLUDE,
        reasons=("decided",),
        statements=("on_file",),
        stops=(C.DL15,),
        **_ENDS,
    ),
    Transition(
        S.CONCLUDED,
        D.FEEDBACK,
        S.FEEDBACK_GIVEN,
        R.HANDLE,
        reasons=("in_person", "by_phone", "by_letter"),
        statements=("objections_noted",),
        asks=WORDS | {Ask.DAY},
        guards=(G.NAMED,),
        stops=(C.DL02,),
    ),
    Transition(
        S.CONCLUDED, D.NO_FEEDBACK, S.FEEDBACK_GIVEN, R.HANDLE, guards=(G.ANONYMOUS,), stops=(C.DL02,), silent=True
    ),
    *(
        Transition(
            source,
            D.REOPEN,
            S.REOPENED,
            R.LEAD,
            reasons=("objection", "new_facts"),
            starts=(C.DL15,),
            stops=(C.DL02, C.DL16),
        )
        for source in (S.CONCLUDED, S.FEEDBACK_GIVEN)
    ),
    Transition(S.REOPENED, D.ASSESS, S.ASSESSING, R.HANDLE, asks=WORDS | {Ask.RISK}, starts=(C.DL06,)),
    *(
        Transition(
            source,
            D.ARCHIVE,
            S.ARCHIVED,
            R.ARCHIVE,
            asks=frozenset(),
            guards=(G.NOTHING_OPEN,),
            stops=EVERY,
            silent=True,
            keyless=True,
        )
        for source in (S.FEEDBACK_GIVEN, S.DECLINED, S.MERGED, S.REFERRED)
    ),
)
TABLE: Final = (*_INTAKE, *_HANDLING, *_ENDING)


def row(state: State, decision: Decision) -> Transition | None:
    """Find the row that leads from `state` by `decision`; None where there is none."""
    return next((one for one in TABLE if one.source is state and one.decision is decision), None)


def matrix() -> str:
    """The whole table as Markdown, for docs/case-states.md (a test keeps the page equal to this)."""
    return markdown(TABLE)
