"""Whoever runs the servers: makes backups, loses everything, puts it back."""

import shutil
from contextlib import contextmanager

from portal.age import Identity
from portal.backup import desk_side, shelf
from portal.backup.making import MOST, make
from portal.backup.manifest import moment
from portal.backup.restoring import restore
from portal.backup.side import side_of
from portal.desk.grants import GRANTS as DESK
from portal.letterbox.grants import GRANTS as LETTERBOX
from portal.web.database import Database
from portal.web.granting import grant
from tests import databases

_GRANTS = {"letterbox": LETTERBOX, "desk": DESK}
DOORS = ("letterbox", "desk")
_LIES = {
    "letterbox": ("letterbox.sqlite*", "letterbox-blobs", "keys/public"),
    "desk": ("desk.sqlite*", "desk-blobs", "keys/desk"),
}


@contextmanager
def no_bar(label, length):
    yield lambda _: None


class Operator:
    """Backs up a world to a key of its own, and puts it back in its place."""

    def __init__(self, world, place=None) -> None:
        self.world, self.key = world, Identity.generate()
        self.place = place or world.folder.with_name("backups")
        self.settings = world.settings

    def backs_up(self, door, *, progress=no_bar, limit=MOST, to=None):
        to = to or [self.key.recipient]
        return make(side_of(self.settings, door), to, self.place, self.world.clock, progress, limit)

    def loses(self, *doors):
        """Everything of these doors is gone: database, sealed files, keys."""
        self.world.close()
        for door in doors:
            for pattern in _LIES[door]:
                for path in self.world.folder.glob(pattern):
                    shutil.rmtree(path) if path.is_dir() else path.unlink()
            if databases.on_postgresql():
                databases.drop(self.world.folder / f"{door}.sqlite")
                databases.empty(self.world.folder / f"{door}.sqlite")

    def puts_back(self, backup, *, lists=(), key=None, door=None, progress=no_bar):
        door = door or backup.manifest.door

        def after(url):
            if door == "desk":
                self.returned = desk_side.returned(self.settings, url, moment(backup.manifest.begun), list(lists))

        done = restore(side_of(self.settings, door), backup, key or self.key, after, progress)
        self.gives_rights(door)
        return done

    def gives_rights(self, door):
        """On a server each process enters in a role of its own: `portal db roles`, as after an upgrade."""
        if databases.on_postgresql():
            grant(Database(side_of(self.settings, door).url), _GRANTS[door], databases.ROLES)

    def backups(self, door):
        return shelf.finished(self.place, door)

    def everything(self):
        """What lies in the world's folder, as (name, content)."""
        return sorted(
            (path.relative_to(self.world.folder).as_posix(), path.read_bytes())
            for path in self.world.folder.rglob("*")
            if path.is_file() and not path.name.endswith(("-wal", "-shm"))
        )
