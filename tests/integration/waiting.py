"""Waiting for what a daemon does in its own time."""
import time


def within(seconds, holds):
    """What `holds` returns once that is something, at the latest after so many seconds."""
    deadline = time.monotonic() + seconds
    while True:
        found = holds()
        if found or time.monotonic() > deadline:
            return found
        time.sleep(0.2)
