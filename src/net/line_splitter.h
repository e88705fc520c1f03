#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace docktor::net {

/// Makes lines of a stream that arrives cut anywhere. Empty lines and "\r" at an end are dropped; so is a line longer
/// than `longest`, whole.
class LineSplitter {
 public:
  explicit LineSplitter(std::function<void(std::string_view line)> on_line, std::size_t longest = 1024 * 1024);
  void Feed(std::string_view chunk);
  /// The stream has ended: hands on what stands after the last line break.
  void Finish();

 private:
  void Extend(std::string_view part);

  std::function<void(std::string_view)> on_line_;
  std::size_t longest_;
  std::string line_;
  bool too_long_ = false;
};

}  // namespace docktor::net
