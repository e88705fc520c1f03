#!/usr/bin/env python3
"""What `docktor top` draws on a terminal, and what its keys do, beside a real daemon on the Docker engine of DOCKER_HOST.
Argument: the program."""
import fcntl
import json
import os
import pathlib
import pty
import select
import signal
import struct
import sys
import termios
import time
import unittest

import pyte

from waiting import within
from watched_project import IMAGE, WatchedProject

PROGRAM = str(pathlib.Path(sys.argv.pop(1)).resolve())
FILE = f"""
services:
  calm:
    image: {IMAGE}
    stop_grace_period: 1s
  web:
    image: {IMAGE}
    stop_grace_period: 1s
    x-docktor: {{min: 2, max: 3, mode: manual}}
"""


class XtermScreen(pyte.Screen):
    """That can also what an xterm can and pyte cannot: scroll up and down, and repeat a character."""
    last = ""

    def draw(self, data):
        super().draw(data)
        self.last = data[-1:]

    def repeat(self, count=1):
        self.draw(self.last * max(1, count))

    def scroll(self, shift, count):
        x, y = self.cursor.x, self.cursor.y
        self.cursor.y = self.margins.top if self.margins else 0
        shift(max(1, count))
        self.cursor.x, self.cursor.y = x, y

    def scroll_up(self, count=1):
        self.scroll(self.delete_lines, count)

    def scroll_down(self, count=1):
        self.scroll(self.insert_lines, count)


class XtermStream(pyte.ByteStream):
    csi = pyte.ByteStream.csi | {"S": "scroll_up", "T": "scroll_down", "b": "repeat"}
    events = pyte.ByteStream.events | {"scroll_up", "scroll_down", "repeat"}


class Terminal:
    """Eighty characters wide or more, with the program in it."""

    def __init__(self, folder, environment, columns=110, rows=28):
        self.screen = XtermScreen(columns, rows)
        self.stream = XtermStream(self.screen)
        self.raw = b""
        self.process, self.file = pty.fork()
        if self.process == 0:
            os.chdir(folder)
            os.execvpe(PROGRAM, [PROGRAM, "top"], environment | {"TERM": "xterm-256color"})
        self.resize(columns, rows)

    def resize(self, columns, rows):
        self.screen.resize(rows, columns)
        fcntl.ioctl(self.file, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        os.kill(self.process, signal.SIGWINCH)

    def read(self, seconds=0.3):
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            if not select.select([self.file], [], [], left)[0]:
                break
            try:
                data = os.read(self.file, 65536)
            except OSError:
                break
            self.raw += data
            self.stream.feed(data)
        return "\n".join(self.screen.display)

    def shows(self, *words, seconds=30):
        found = within(seconds, lambda: (text := self.read()) and all(word in text for word in words) and text)
        assert found, f"{words} not in:\n" + self.read()
        return found

    def type(self, keys):
        os.write(self.file, keys.encode())

    def end(self):
        """Its exit status."""
        self.read()
        _, status = os.waitpid(self.process, 0)
        os.close(self.file)
        return os.waitstatus_to_exitcode(status)


class Top(WatchedProject):
    project, file, program = "docktor-top", FILE, PROGRAM

    @classmethod
    def setUpClass(cls):
        cls.bring_up("--scale", "web=1")
        cls.run_program(PROGRAM, "daemon", "start")

    def setUp(self):
        self.terminal = Terminal(self.folder, self.environment)

    def leave(self):
        self.terminal.type("q")
        self.assertEqual(self.terminal.end(), 0)
        self.assertIn(b"\x1b[?1049l", self.terminal.raw, "the terminal is as it was before")

    def running(self):
        return sum(s["running"] for s in json.loads(self.run_program(PROGRAM, "status", "--json"))["services"]
                   if s["service"].endswith("/web"))

    def test_services_are_there_and_why_is_told(self):
        self.terminal.shows("SERVICE", "web", "calm", "watched", "manual", "q end")
        self.terminal.type("w")
        self.terminal.shows("calm", "any key: back")
        self.terminal.type(" ")
        self.terminal.shows("LAST DECISION")
        self.terminal.type("?")
        self.terminal.shows("approve or reject", "docktor status -w")
        self.terminal.type("x")
        self.leave()

    def approved(self):
        self.terminal.type("a")
        return "2/2 of 2–3" in self.terminal.shows("LAST DECISION")

    def test_a_proposal_is_approved_by_a_key(self):
        self.assertEqual(self.running(), 1)
        self.terminal.shows("WAITS FOR YOUR WORD", "1 → 2")
        self.terminal.type("\x1bOB")  # down, to web
        self.terminal.shows("a approve 1 → 2")
        self.terminal.type("a")  # before anybody can have read it
        self.terminal.shows("only just come")
        self.assertEqual(self.running(), 1)
        self.assertTrue(within(30, self.approved), self.terminal.read())
        self.assertEqual(self.running(), 2)
        self.leave()

    def test_it_draws_for_the_size_that_there_is(self):
        self.terminal.shows("LAST DECISION")
        self.terminal.resize(60, 12)
        text = self.terminal.shows("web", "q end")
        self.assertLessEqual(max(len(line.rstrip()) for line in text.split("\n")), 60)
        self.terminal.resize(140, 40)
        self.terminal.shows("LAST DECISION", "q end")
        self.leave()

    def test_without_a_daemon_it_says_since_when_and_goes_on_by_itself(self):
        self.terminal.shows("web")
        self.run_program(PROGRAM, "daemon", "stop")
        self.terminal.shows("as of ", "web")
        self.run_program(PROGRAM, "daemon", "start")
        within(30, lambda: "as of " not in self.terminal.read())
        self.assertNotIn("as of ", self.terminal.read())
        os.kill(self.terminal.process, signal.SIGTERM)
        self.assertEqual(self.terminal.end(), 0)
        self.assertIn(b"\x1b[?1049l", self.terminal.raw)


if __name__ == "__main__":
    unittest.main(verbosity=2)
