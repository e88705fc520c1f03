#pragma once

#include <cstdlib>
#include <fstream>
#include <string>

#include "support/made_folder.h"

namespace docktor::test {

/// A program `ssh` at the head of PATH, while it lives: notes the words that it is called with and then runs `script`,
/// a piece of shell.
class StandInSsh {
 public:
  explicit StandInSsh(const std::string& script) : before_(std::getenv("PATH")) {
    folder_.WriteProgram("ssh", "#!/bin/sh\necho \"$*\" >> " + Noted().string() + "\n" + script + "\n");
    setenv("PATH", (folder_.path().string() + ":" + before_).c_str(), 1);
  }
  ~StandInSsh() { setenv("PATH", before_.c_str(), 1); }
  StandInSsh(const StandInSsh&) = delete;
  StandInSsh& operator=(const StandInSsh&) = delete;

  /// Becomes what `docker system dial-stdio` is over there: the engine at a unix socket, by stdin and stdout.
  static std::string Dialling(const std::string& socket) {
    return "exec python3 -c '\n"
           "import os, select, socket\n"
           "s = socket.socket(socket.AF_UNIX); s.connect(\"" +
           socket +
           "\")\n"
           "while True:\n"
           "    ready = select.select([0, s], [], [])[0]\n"
           "    for source, take, give in ((0, lambda: os.read(0, 65536), s.sendall), (s, lambda: s.recv(65536), "
           "lambda b: os.write(1, b))):\n"
           "        if source not in ready: continue\n"
           "        data = take()\n"
           "        if not data: os._exit(0)\n"
           "        give(data)\n"
           "'";
  }

  /// One line for each call.
  std::string Calls() const {
    std::ifstream file(Noted());
    return {std::istreambuf_iterator<char>(file), {}};
  }

 private:
  std::filesystem::path Noted() const { return folder_.path() / "calls"; }

  const std::string before_;
  MadeFolder folder_;
};

}  // namespace docktor::test
