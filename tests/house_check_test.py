#!/usr/bin/env python3
"""Shows that house_check.py finds what it is there to find, and nothing else."""
import pathlib
import tempfile
import unittest

import house_check


def check(**files):
    """What is found where src/ holds these files; "decide__target_h" stands for decide/target.h."""
    with tempfile.TemporaryDirectory() as root:
        for name, text in {"core__time_h": "", **files}.items():
            path = pathlib.Path(root, "src", name.replace("__", "/").replace("_h", ".h").replace("_cpp", ".cpp"))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return list(house_check.findings(root))


class HouseCheck(unittest.TestCase):
    def assert_found(self, words, **files):
        found = check(**files)
        self.assertEqual(len(found), 1, found)
        self.assertIn(words, found[0])

    def test_what_is_allowed(self):
        self.assertEqual(check(
            pilot__fleet_h='#include <vector>\n#include "core/time.h"\n#include "decide/words.h"\n#include "pilot/view.h"\n',
            docker__engine_h='#include "net/url.h"\n#include <thread>\n',
            act__lanes_cpp="#include <thread>\nauto now = std::chrono::steady_clock::now();\n",
            main_cpp='#include "cli/main.h"\n'), [])

    def test_an_include_goes_down(self):
        self.assert_found("src/decide/words.h:2: #include \"pilot/view.h\": pilot stands above decide",
                          decide__words_h='#include <string>\n#include "pilot/view.h"\n')

    def test_an_include_avoids_neighbours(self):
        self.assert_found("neighbour", act__copy_cpp='#include "observe/rates.h"\n')
        self.assert_found("neighbour", net__url_cpp='#include "docker/engine.h"\n')

    def test_an_include_has_one_form(self):
        self.assert_found("room/file.h", act__copy_cpp='#include "copy.h"\n')
        self.assert_found("room/file.h", act__copy_cpp='#include "../core/time.h"\n')
        self.assert_found("it is ours", act__copy_cpp="#include <core/time.h>\n")

    def test_a_file_stands_in_a_room(self):
        self.assert_found("no room", helpers__text_h="")
        self.assert_found("no room", other_cpp="")

    def test_pure_rooms_are_pure(self):
        for line in ("#include <thread>", "#include <sys/stat.h>", "#include <boost/asio.hpp>", "#include <filesystem>",
                     "auto now = std::chrono::system_clock::now();", 'auto home = std::getenv("HOME");',
                     "std::random_device seed;", "const auto now = std::time(nullptr);", "clock_gettime(0, &now);",
                     '#include "settings/value.h"'):
            with self.subTest(line):
                self.assert_found("pure", pilot__fleet_cpp=line + "\n")
        self.assertEqual(check(pilot__fleet_cpp="// as getenv() would say\nstamp.time(); run_time(2); world->clock();\n"), [])


if __name__ == "__main__":
    unittest.main()
