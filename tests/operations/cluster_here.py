"""A cluster on this machine, in a process of its own: prints its address, and ends with its standard input."""

from __future__ import annotations

import sys


def main() -> None:
    """Start one worker for each word of the command line, until standard input ends."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=len(sys.argv) - 1, threads_per_worker=1, dashboard_address=None, silence_logs=50
    ) as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
