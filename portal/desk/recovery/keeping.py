"""Dividing an officer's key among its keepers, and whether enough of them are still there."""

from collections.abc import Callable, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.age import Identity, Recipient
from portal.desk.audit.actions import Act
from portal.desk.desk import Desk
from portal.desk.officers.identity_file import OfficerIdentity
from portal.desk.officers.own_keys import opened_file, own_record
from portal.desk.officers.records import OfficerRecord
from portal.desk.officers.rules import Right, Who
from portal.desk.officers.standing import parents_of, seasoned_keys
from portal.desk.officers.tree import above
from portal.desk.recovery.records import KeyHalfRecord, KeyPacketRecord
from portal.desk.recovery.rules import NotRecovered, Standing, able, divided, standing
from portal.sealing import divide

SET_UP, GONE, ENDED = "set-up", "gone", "ended"


def set_up(desk: Desk, who: Who, passphrase: str) -> None:
    """Divide the key in the officer's key file anew; halves from before are destroyed. The file stays as it is.

    Raise `NotChanged` as for a new passphrase, `NotRecovered` when there are fewer than two keepers.
    """
    file = opened_file(desk, who, passphrase, lambda found: found)
    with desk.database.writing() as session:
        own_record(session, desk, who, file)
        put(session, desk, who.officer, who.office, file.content.keys)
        desk.ledger.record(session, actor=who.officer, act=Act.RECOVER, note=SET_UP)


def stop(session: Session, desk: Desk, who: Who) -> None:
    """Destroy the halves of one's own key."""
    destroy(session, who.officer)
    desk.ledger.record(session, actor=who.officer, act=Act.RECOVER, note=ENDED)


def again(desk: Desk, who: Who) -> Callable[[Session, OfficerIdentity], None]:
    """What a change of keys does besides, in its transaction: divide what the key file will hold, if anything was.

    Where there are too few keepers by now, the halves go: they would give back a key that is none any more.
    """

    def divide_again(session: Session, content: OfficerIdentity) -> None:
        if session.get(KeyPacketRecord, who.officer) is not None:
            put_if_possible(session, desk, who.officer, who.office, content.keys)

    return divide_again


def put_if_possible(session: Session, desk: Desk, officer: str, office: str, keys: Sequence[Identity]) -> bool:
    """Divide `keys` anew; with too few keepers destroy what there was, and write down which of the two."""
    try:
        put(session, desk, officer, office, keys)
        done = True
    except NotRecovered:
        destroy(session, officer)
        done = False
    desk.ledger.record(session, actor=officer, act=Act.RECOVER, note=SET_UP if done else GONE)
    return done


def put(session: Session, desk: Desk, officer: str, office: str, keys: Sequence[Identity]) -> None:
    """Divide `keys` among the keepers there are now. Raise `NotRecovered` for too few; nothing has changed then."""
    found = keepers(session, desk, officer, office)
    first, second = (dict(item for item in found if item[0] in half) for half in divided([id_ for id_, _ in found]))
    day = desk.clock.today()
    made = divide(officer, day, keys, first, second)
    destroy(session, officer)
    session.add(KeyPacketRecord(officer=officer, day=day, sealed=made.packet))
    session.add_all(
        KeyHalfRecord(officer=officer, keeper=half.keeper, part=half.part.value, sealed=half.sealed)
        for half in made.halves
    )
    session.flush()


def keepers(session: Session, desk: Desk, officer: str, office: str) -> list[tuple[str, Recipient]]:
    """Who could keep a half, with their keys, the officer's own office first, then those above.

    Key holders of the signed rosters for as long as second persons must be: a holder made up today by whoever runs the
    register keeps nothing.
    """
    active = set(session.scalars(select(OfficerRecord.id).where(OfficerRecord.revoked.is_(None))))
    return [
        (id_, key)
        for one in (office, *above(parents_of(session, desk), office))
        for id_, key in sorted(seasoned_keys(session, desk, one, Right.HOLD_SHARE).items())
        if id_ != officer and id_ in active
    ]


def standings(session: Session, without: str = "") -> dict[str, Standing]:
    """Where everybody stands who set something up, by id; `without` as if that keeper could not help."""
    kept: dict[str, list[tuple[str, int]]] = {one: [] for one in session.scalars(select(KeyPacketRecord.officer))}
    halves = select(KeyHalfRecord.officer, KeyHalfRecord.keeper, KeyHalfRecord.part)
    for officer, keeper, part in session.execute(halves):
        kept.setdefault(officer, []).append((keeper, part))
    there = set(session.scalars(select(OfficerRecord.id).where(OfficerRecord.revoked.is_(None))))
    return {officer: standing(able(halves_of, there, without)) for officer, halves_of in kept.items()}


def destroy(session: Session, officer: str) -> None:
    """Destroy every half of an officer's key, and what they open."""
    session.execute(delete(KeyHalfRecord).where(KeyHalfRecord.officer == officer))
    session.execute(delete(KeyPacketRecord).where(KeyPacketRecord.officer == officer))
