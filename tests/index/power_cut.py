"""A scenario in, the directories out that a power cut could leave at any of its operations.

Of a file only that is sure which was synced. The names in a directory may be those of its last
sync or any later ones: both ends are taken, for the directory of the index and for all others
separately. A file that has a name but was never synced is empty.
"""

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from tests.index.operations import watched
from tests.index.scenarios import Scenario

Tree = dict[str, bytes | None]
"""Contents by path, None for a directory."""

Node = tuple[int, int]
"""A file or directory: its inode number, and how often that was set free before."""


class Disk:
    """What of a directory and all below it is on the disk for certain."""

    def __init__(self, root: Path) -> None:
        """Take all that is there now as synced."""
        self._root = root
        self._freed: Counter[int] = Counter()
        self._contents: dict[Node, bytes] = {}
        self._names: dict[Node, dict[str, Node]] = {}
        for path in [root, *root.rglob("*")]:
            self.sync(path)

    def sync(self, path: Path) -> None:
        if path.is_dir():
            self._names[self._node(path)] = self._names_now(path)
        else:
            self._contents[self._node(path)] = path.read_bytes()

    def free(self, inode: int) -> None:
        self._freed[inode] += 1

    def after_a_cut(self, *, top_synced: bool, others_synced: bool) -> Tree:
        """Return what is left where directories have the names of their last sync, or of now."""
        now = {self._node(path): path for path in self._root.rglob("*")}
        tree: Tree = {}

        def walk(directory: Node, place: str, synced: bool) -> None:
            known = self._names.get(directory, {})
            names = known if synced or directory not in now else self._names_now(now[directory])
            for name, node in names.items():
                path = f"{place}{name}"
                if node in self._names or (node in now and now[node].is_dir()):
                    tree[path] = None
                    walk(node, f"{path}/", others_synced if place else top_synced)
                else:
                    tree[path] = self._contents.get(node, b"")

        now[self._node(self._root)] = self._root
        walk(self._node(self._root), "", top_synced)
        return tree

    def _node(self, path: Path) -> Node:
        inode = path.stat().st_ino
        return inode, self._freed[inode]

    def _names_now(self, directory: Path) -> dict[str, Node]:
        return {path.name: self._node(path) for path in directory.iterdir()}


def cuts(root: Path, scenario: Scenario) -> Iterator[tuple[str, Tree]]:
    """Yield what a cut could leave in `root` while the scenario goes on in `root`/index.

    Equal ones once. The last are those after its end.
    """
    disk = Disk(root)
    found: dict[frozenset[tuple[str, bytes | None]], str] = {}

    def look(operation: str) -> None:
        for top in (True, False):
            for others in (True, False):
                tree = disk.after_a_cut(top_synced=top, others_synced=others)
                found[frozenset(tree.items())] = f"{operation}, synced names: {top} {others}"

    with _followed(disk), watched(lambda operation, _: look(operation)):
        scenario.act(root / "index")
    look("end")
    return ((operation, dict(tree)) for tree, operation in found.items())


def lay_down(tree: Tree, root: Path) -> None:
    """Make a tree's files and directories."""
    root.mkdir()
    for name, content in sorted(tree.items()):
        if content is None:
            (root / name).mkdir()
        else:
            (root / name).write_bytes(content)


@contextmanager
def _followed(disk: Disk) -> Iterator[None]:
    """Tell the disk what this process syncs, and which inodes it sets free."""
    fsync, unlink, rmdir, replace = os.fsync, os.unlink, os.rmdir, os.replace

    def synced(descriptor: int) -> None:
        fsync(descriptor)
        disk.sync(Path(f"/proc/self/fd/{descriptor}").readlink())

    def unlinked(path: Any, *, dir_fd: int | None = None) -> None:
        inode = os.stat(path, dir_fd=dir_fd).st_ino
        unlink(path, dir_fd=dir_fd)
        disk.free(inode)

    def removed(path: Any, *, dir_fd: int | None = None) -> None:
        inode = os.stat(path, dir_fd=dir_fd).st_ino
        rmdir(path, dir_fd=dir_fd)
        disk.free(inode)

    def replaced(path: Any, target: Any) -> None:
        over = [Path(target).stat().st_ino] if Path(target).exists() else []
        replace(path, target)
        for inode in over:
            disk.free(inode)

    with patch.multiple(os, fsync=synced, unlink=unlinked, rmdir=removed, replace=replaced):
        yield
