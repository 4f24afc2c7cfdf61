"""The people of a case by keys that may stand in an address, and the one whom a page is about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.desk.workbench.findings.keys import person_key
from portal.desk.workbench.rows import RosterRow


@dataclass(frozen=True)
class People:
    """Everybody the register names, in its order: names and register keys by a key that says nothing."""

    names: Mapping[str, str]
    persons: Mapping[str, str]

    @classmethod
    def of(cls, roster: Sequence[RosterRow]) -> "People":
        """The people of a register; one who has two secondments stands once."""
        keys = {row.person: person_key(row.person) for row in roster}
        names = {row.person: row.name for row in roster}
        return cls({key: names[one] for one, key in keys.items()}, {key: one for one, key in keys.items()})

    def chosen(self, key: str) -> str:
        """Give `key` when somebody has it, else the first one's; "" when there is nobody."""
        return key if key in self.names else next(iter(self.names), "")

    def person(self, key: str) -> str:
        """The register key of a key, "" for nobody's."""
        return self.persons.get(key, "")
