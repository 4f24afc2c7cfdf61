"""Blobs that no row names any more: one that cannot be deleted holds up none of the others, and no page."""

from portal.blobs import FolderStore, remove
from tests.blobs.keeping import kept


def test_one_that_cannot_be_deleted_is_left_for_the_sweep(tmp_path, caplog):
    names = []

    class Stiff(FolderStore):
        def delete(self, name):
            if name == names[1]:
                raise PermissionError(13, "not this one", name)
            super().delete(name)

    store = Stiff(tmp_path)
    names += [kept(store) for _ in range(3)]
    remove(store, names)
    assert store.names() == [names[1]]
    assert [one.getMessage() for one in caplog.records] == ["a blob is left for the sweep: PermissionError"]


def test_there_is_nothing_to_do_twice(tmp_path, caplog):
    store = FolderStore(tmp_path)
    name = kept(store)
    remove(store, [name, name])
    assert store.names() == []
    assert caplog.records == []
