#pragma once

#include <string>

#include "support/stand_in.h"

namespace docktor::test {

/// The program `ssh`, as StandIn says.
class StandInSsh : public StandIn {
 public:
  explicit StandInSsh(const std::string& script) : StandIn("ssh", script) {}

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
};

}  // namespace docktor::test
