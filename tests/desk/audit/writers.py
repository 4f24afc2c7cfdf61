"""One of several processes that write the chain at once.

Run as `python -m tests.desk.audit.writers <database> <key> <process> <threads> <times>`.
"""

import sys
from datetime import UTC, datetime
from threading import Thread
from zoneinfo import ZoneInfo

from portal.clock import Clock
from portal.desk.audit.actions import Act, Ledger
from portal.web.database import Database


def write(url, key, name, times):
    database = Database(url, busy_seconds=60)
    ledger = Ledger(key, Clock(ZoneInfo("Asia/Shanghai"), lambda: datetime(2026, 11, 23, tzinfo=UTC)))
    for number in range(times):
        with database.writing() as session:
            ledger.record(session, actor=name, act=Act.OPEN, note=str(number))
    database.close()


def main():
    url, key, process, threads, times = sys.argv[1:]
    workers = [
        Thread(target=write, args=(url, bytes.fromhex(key), f"{process}-{thread}", int(times)))
        for thread in range(int(threads))
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


if __name__ == "__main__":
    main()
