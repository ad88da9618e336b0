"""Runs a command with a temporary PostgreSQL server: `python -m tools.postgres make test-postgres`.

The server listens on a free local port, has its data in a temporary folder, and is gone afterwards. Where
DATABASE_URL is set already the command just runs.
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DEBIAN = Path("/usr/lib/postgresql")
# A test server may lose everything at a power cut: it is a third faster so.
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def main(command: list[str]) -> int:
    if os.environ.get("DATABASE_URL"):
        return subprocess.run(command, check=False).returncode
    with tempfile.TemporaryDirectory(prefix="samsyn-postgres-") as name, server(Path(name)) as url:
        return subprocess.run(
            command, check=False, env={**os.environ, "DATABASE_URL": url}
        ).returncode


@contextmanager
def server(folder: Path) -> Iterator[str]:
    port = free_port()
    as_owner = owner(folder)
    control = [*as_owner, program("pg_ctl"), "--silent", "-D", str(folder / "data")]
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 {FAST}"
    run(
        *as_owner,
        program("initdb"),
        *("-D", str(folder / "data"), "--username=samsyn", "--auth=trust", "--encoding=UTF8"),
        *("--locale=C.UTF-8", "--no-sync"),
    )
    run(*control, "-l", str(folder / "log"), "-o", options, "--wait", "start")
    try:
        yield f"postgres://samsyn@127.0.0.1:{port}/postgres"
    finally:
        run(*control, "--mode=immediate", "stop")


def owner(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root: then it runs as Debian's own user for it."""
    if os.geteuid() != 0:
        return []
    user = pwd.getpwnam("postgres")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return ["runuser", "-u", "postgres", "--"]


def program(name: str) -> str:
    """Debian keeps the server's programs outside the path, by version; the newest counts."""
    found = shutil.which(name) or max(
        (str(path) for path in DEBIAN.glob(f"*/bin/{name}")),
        key=lambda path: int(path.split("/")[4]),
        default=None,
    )
    if found is None:
        raise SystemExit("PostgreSQL is not installed: apt-get install postgresql")
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def run(*command: str) -> None:
    # The server keeps its standard output open: a pipe would never end.
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
