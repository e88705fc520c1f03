#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "core/time.h"
#include "serve/mcp/session.h"

namespace docktor::serve::mcp {

/// The sessions of clients that come over HTTP, by the name that each is given. One that has not been heard of for an
/// hour ends, and so does the longest silent one of more than 64. Thread-safe.
class HttpSessions {
 public:
  static constexpr std::size_t kMost = 64;
  static constexpr Duration kLongestSilence = 1h;

  ~HttpSessions();
  /// A new one, and its name: 32 hexadecimal digits that nobody can guess. Null: the machine has no random bytes.
  std::pair<std::string, std::shared_ptr<Session>> Begin();
  /// Null: there is no such session, or it has ended.
  std::shared_ptr<Session> Find(const std::string& name);
  /// False: there is no such session.
  bool End(const std::string& name);

 private:
  struct Held {
    std::shared_ptr<Session> session;
    std::chrono::steady_clock::time_point heard;
  };
  void EndSilent();

  std::mutex mutex_;
  std::map<std::string, Held> sessions_;
};

}  // namespace docktor::serve::mcp
