#!/usr/bin/env python3
"""Holds the closing table of bench/quality to what it says: python3 tests/closing_test.py"""
import contextlib
import io
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "bench" / "quality"))
import closing


def rows_of(j):
    """Three runs of this cost; the clairvoyant's is 1."""
    return [{"trace": "day", "profile": profile, "J": j, "J_oracle": 1, "viol": 0.003, "rh_vs_oracle": 1.2,
             "flaps_per_day": 20, "recover_p95": 10, "cost": j, "violated": 0.003, "replica_hours": 100,
             "recovery_p95": 10} for profile in ("web", "jvm", "light")]


def plants_of(adaptive):
    return {"as it is": {"hpa65": rows_of(1.4), "adaptive": rows_of(adaptive)}}


class ClosingTest(unittest.TestCase):
    def closing(self, adaptive):
        """Whether it is said to hold, and what is printed."""
        peers = {"hpa65": rows_of(1.4), "proto2": rows_of(1.3)}
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            holds = closing.print_closing(peers, rows_of(adaptive), rows_of(1.3), rows_of(1.19), plants_of(adaptive))
        return holds, printed.getvalue()

    def test_what_holds_is_told_and_returned(self):
        holds, printed = self.closing(1.2)
        self.assertTrue(holds, printed)
        self.assertIn("everything holds", printed)
        self.assertNotIn("NOT HELD", printed)

    def test_a_figure_that_does_not_hold_is_told_and_returned(self):
        holds, printed = self.closing(1.26)
        self.assertFalse(holds)
        self.assertIn("NOT HELD", printed)
        self.assertNotIn("everything holds", printed)

    def test_made_loads_settle_nothing(self):
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            closing.print_made(plants_of(1.9))
        self.assertIn("1.357", printed.getvalue())
        for verdict in ("held", "HELD", "holds", "to close"):
            self.assertNotIn(verdict, printed.getvalue())


if __name__ == "__main__":
    unittest.main()
