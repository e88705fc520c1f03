#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/time.h"

namespace docktor::cli {

/// Runs `program` with `arguments` and "--ready-fd N" as a background process: a session of its own, no terminal, its
/// output appended to `log_file` (mode 0600) where that can be written. Returns when it says that it is ready.
///
/// Errors: what it reports itself; kInternal: it died without a word; kTimeout: it
/// has not said anything for `patience`, and goes on.
Status StartInBackground(const std::filesystem::path& program, std::vector<std::string> arguments,
                         const std::filesystem::path& log_file, Duration patience);

/// The other end: tells the process that waits how the start went, once. Without a descriptor it tells nobody.
class Readiness {
 public:
  explicit Readiness(int fd) : fd_(fd) {}
  ~Readiness();
  Readiness(const Readiness&) = delete;
  Readiness& operator=(const Readiness&) = delete;
  void Ready();
  void Failed(const Error& error);

 private:
  void Say(const std::string& line);
  int fd_;
};

}  // namespace docktor::cli
