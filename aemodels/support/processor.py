"""The processor, as far as the operating system shares it out; needs no torch."""

import os
import sys
import threading

BEHIND = 10  # niceness of a thread that nobody waits for; 0 is the usual one, 19 the humblest


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def step_back() -> None:
    """Let the calling thread, and those that it starts from now on, work behind all others: niceness BEHIND.

    On Linux alone, where each thread has a niceness of its own (setpriority(2), section "C library/kernel
    differences"); elsewhere it is the whole process's, and nothing is done.
    """
    if sys.platform == "linux":
        thread = threading.get_native_id()
        niceness = os.getpriority(os.PRIO_PROCESS, thread)
        os.setpriority(os.PRIO_PROCESS, thread, max(niceness, BEHIND))  # never less: that would need a privilege
