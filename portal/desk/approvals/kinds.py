"""What an act of two persons is, for the rooms that have one: who may ask, who may agree, and what is then done.

A room registers its act where the rooms are put together (`portal.desk.rooms`):

    EXPORT = TwofoldAct("export", Right.CONCLUDE, Right.SECOND, prepare, carry_out)

`prepare` says before a request is made whether the act is possible, and what of it the second person must see: what it
returns is sealed with the request. `carry_out` asks the same again: whatever either raises leaves everything as it was.
It runs in the transaction of the answer, so the act and its two names are one commit; what cannot be taken back (bytes
in a store) belongs after it, into the sweep.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from portal.age import Recipient
from portal.desk.casework.records import CaseRecord
from portal.desk.casework.rules import NotAllowed, Refusal, Seconder
from portal.desk.casework.unlocking import Unlocked
from portal.desk.desk import Desk
from portal.desk.officers.rules import Right, Who
from portal.domain.text import Text
from portal.domain.two_persons import name_of

Given = Mapping[str, Any]
"""What the asker gave, JSON-able; sealed with the request."""


@dataclass(frozen=True)
class Asked:
    """A request that is being carried out: its case and slot there, what was given and why, the case's version, who."""

    id: str
    case_id: str
    number: str
    slot: int
    given: Given = field(repr=False)
    text: str = field(repr=False)
    version: int
    asker: Seconder


PrepareByRegister = Callable[[Session, Desk, Who, CaseRecord, Given], Given]
Facts = tuple[tuple[Text, Text], ...]
Prepare = Callable[[Session, Desk, Who, CaseRecord, Unlocked, Given], Given]
CarryOut = Callable[[Session, Desk, Who, Asked], None]
Readers = Callable[[Session, Desk, Who], Mapping[str, Recipient]]


@dataclass(frozen=True)
class ByRegister:
    """What an act has instead of `prepare` that nobody needs a slip for: who keeps the register may ask for it.

    `asked_at` is the endpoint, given number and kind, of the page on which it is asked for; `then` the one, given the
    number, that tells what was done, where the request is gone with its case. `tells` puts what
    `prepare` gave into words, as labels and values, for the second person who cannot open the case.
    """

    prepare: PrepareByRegister
    asked_at: str
    then: str = ""
    tells: Callable[[Given], Facts] = lambda _given: ()


@dataclass(frozen=True)
class TwofoldAct:
    """One kind of act. `prepare` and `carry_out` raise `NotAllowed`.

    `readers` is given for an act whose second person holds no slip: the keys, by officer id, that must be able to read
    the grounds. `by_decision`: asked for on the page of a decision, not among the other acts of a case. `page`: the
    endpoint of the page on which it is asked for, where the act has one of its own. `unread`: may be asked for while
    nobody has registered the report. `by_register`: the one who asks needs no slip either; there is no `prepare`
    then.
    """

    kind: str
    asks: Right
    seconds: Right
    prepare: Prepare | None
    carry_out: CarryOut
    readers: Readers | None = None
    by_decision: bool = False
    page: str = ""
    unread: bool = False
    by_register: ByRegister | None = None

    def prepared(
        self, session: Session, desk: Desk, who: Who, case: CaseRecord, opened: Unlocked | None, given: Given
    ) -> Given:
        """Ask whether the act is possible, and for what the second person must see. Raise `NotAllowed`."""
        if self.by_register is not None:
            return self.by_register.prepare(session, desk, who, case, given)
        if self.prepare is None or opened is None:
            raise NotAllowed(Refusal.RIGHT)
        return self.prepare(session, desk, who, case, opened, given)

    @property
    def name(self) -> Text:
        """Name the act in both languages."""
        return name_of(self.kind)

    @property
    def keyless(self) -> bool:
        """Whether the second person agrees without a slip."""
        return self.readers is not None


Acts = tuple[TwofoldAct, ...]


def act_of(acts: Acts, kind: str) -> TwofoldAct | None:
    """Find the act of this kind; None when no room has one."""
    return next((act for act in acts if act.kind == kind), None)
