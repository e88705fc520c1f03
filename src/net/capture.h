#pragma once

#include <string>

namespace docktor::net {

/// A file in memory that takes what a program says; nothing has to read along while it runs.
class Capture {
 public:
  Capture();
  ~Capture();
  Capture(const Capture&) = delete;
  Capture& operator=(const Capture&) = delete;

  int fd() const { return fd_; }
  /// The first 4 MiB.
  std::string Text() const;

 private:
  int fd_;
};

/// Without its line break; empty lines at the end are passed over.
std::string LastLine(std::string text);

}  // namespace docktor::net
