"""The goals of a bench, one line each: what was measured, what it may be at most, and whether that is reached or missed.
The exit status tells of misses."""
import sys


class Goals:
    def __init__(self):
        self.missed = 0
        print()

    def say(self, what, reached):
        print(f"goal: {what}: {'reached' if reached else 'missed'}", flush=True)
        self.missed += not reached

    def at_most(self, what, measured, most, unit):
        digits = 2 if most < 100 else 0
        self.say(f"{what}: {measured:.{digits}f} {unit} of {most:.{digits}f} {unit} at most", measured <= most)

    def end(self):
        sys.exit(self.missed > 0)
