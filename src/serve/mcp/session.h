#pragma once

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "core/json.h"
#include "core/time.h"
#include "serve/mcp/line.h"

namespace docktor::serve::mcp {

/// Whether a client that says this of itself can be asked for "elicitation" (by a form), "sampling" or "roots".
bool Offers(const json::object& capabilities, std::string_view capability);

/// What a client of the handshake era has said of itself, and what goes on between it and the server. Thread-safe.
class Session {
 public:
  static constexpr Duration kPatience = 5min;  ///< for a person to answer

  /// `version`: the revision that both speak from now on.
  void Begin(std::string version, json::object capabilities);
  /// Empty: there was no handshake yet.
  std::string version() const;
  bool Can(std::string_view capability) const;

  /// Asks the client over the line and waits for its answer. kUnavailable: it has gone, or the session is over;
  /// kTimeout; kDenied: it answered with an error, whose words are told.
  /// `about`: the client's own request, for which it is asked; when it cancels that, it is waited for no longer.
  Result<json::value> Ask(Line& line, const json::value& about, const std::string& method, const json::value& params);
  /// The client's answer to what it was asked, or that it cancels a request: they are taken at once, however many tools
  /// are at work. False: it is something else.
  bool TakeAtOnce(const json::object& message);

  void SetLevel(const std::string& level);
  std::string level() const;

  void Subscribe(const std::string& uri);
  void Unsubscribe(const std::string& uri);
  /// Where it hears what no request of its own asked for; the newest line counts.
  void Hear(std::shared_ptr<Line> line);
  /// Tells it of a resource that changed, if it wants to know.
  void Changed(const std::string& uri);
  /// Keeps `watch` until the end; only the first.
  template <typename Make>
  void WatchOnce(Make make) {
    const std::lock_guard lock(mutex_);
    if (!watch_ && !over_) watch_ = make();
  }

  /// Whether it hears what no request of its own asked for.
  bool Listens() const;

  /// Whoever waits for the client is told that it has gone.
  void End();

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::string version_;
  json::object capabilities_;
  struct Asked {
    json::value about;
    std::optional<json::object> answer = {};
  };
  void Answered(const json::object& response);
  void Cancelled(const json::value& about);
  std::map<std::string, Asked> asked_;  ///< by id
  int last_id_ = 0;
  bool over_ = false;
  std::string level_ = "info";
  std::set<std::string> subscribed_;
  std::shared_ptr<Line> line_;
  std::shared_ptr<void> watch_;
};

}  // namespace docktor::serve::mcp
