#pragma once

#include <string>
#include <string_view>

#include "core/result.h"

namespace docktor::observe {

/// A file of the kernel's that is opened once and read again and again. Its contents are made anew by each read.
/// Moves, does not copy; one thread at a time.
class KeptFile {
 public:
  /// kNotFound: no such file. kDenied: not ours to read. kUnavailable: any other refusal.
  static Result<KeptFile> Open(std::string path);
  KeptFile(KeptFile&& other) noexcept;
  KeptFile& operator=(KeptFile&& other) noexcept;
  ~KeptFile();

  /// The whole file from its beginning; valid until the next Read. kNotFound: what it told of is gone since.
  Result<std::string_view> Read();

 private:
  KeptFile(std::string path, int fd) : path_(std::move(path)), fd_(fd) {}
  std::string path_;
  int fd_ = -1;
  std::string buffer_;
};

/// The same for a file that is read once.
Result<std::string> ReadFile(const std::string& path);

}  // namespace docktor::observe
