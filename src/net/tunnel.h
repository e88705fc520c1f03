#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <netinet/in.h>
#include <sys/types.h>

#include "net/capture.h"

namespace docktor::net {

/// Makes connections that are the standard input and output of a program, one process for each. It runs in a session of
/// its own, so that it asks nothing on a terminal and no Ctrl-C reaches it. For one thread at a time.
class Tunnel {
 public:
  /// The program's name, found by PATH, and its arguments. `command` outlives the tunnel.
  explicit Tunnel(const std::vector<std::string>& command) : command_(command) {}
  ~Tunnel();
  Tunnel(const Tunnel&) = delete;
  Tunnel& operator=(const Tunnel&) = delete;

  /// A socket that is to be connected to the address that is put into `to`, on this machine; -1: there can be none,
  /// then words() says why.
  int Open(sockaddr_in& to);
  /// Once the socket that was opened last is connected: starts the program at its other end. Does nothing where it
  /// runs. False: it could not be started, then words() says why.
  bool Attach();
  /// Closes it and ends its process, which is given a moment to end by itself.
  void Close(int socket);
  /// The last line that the process that ended last said on stderr.
  const std::string& words() const { return words_; }

 private:
  struct Process {
    pid_t pid = 0;
    std::unique_ptr<Capture> errors;
  };
  bool Listen();
  int Accept() const;
  bool Fail(const std::string& why);

  const std::vector<std::string>& command_;
  int listener_ = -1;  ///< where sockets find their other end
  int opened_ = -1;    ///< not attached yet
  std::map<int, Process> processes_;
  std::string words_;
};

}  // namespace docktor::net
