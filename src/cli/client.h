#pragma once

#include <filesystem>
#include <functional>

#include "net/http_client.h"
#include "operations/declare/operation.h"

namespace docktor::cli {

/// Asks a daemon through its socket.
class Client {
 public:
  /// In the name of `actor`, who is held to what such a one may do.
  explicit Client(const std::filesystem::path& socket, Duration patience = 40s, Actor actor = Actor::kPerson);

  /// Calls `on_item` for each item of the answer, on this thread, until it has ended or `stop` says so.
  /// Errors are the daemon's own; kConflict: no daemon is there, or it ended meanwhile.
  Status Call(const operations::Operation& operation, const json::object& input,
              const std::function<void(const json::value&)>& on_item, const std::function<bool()>& stop = {});
  /// The one item of an operation that does not stream, as its type.
  template <typename Output>
  Result<Output> Ask(const operations::Operation& operation, const json::object& input = {}) {
    Result<Output> output = Fail(Errc::kInternal, operation.name + ": the daemon gave no answer");
    const auto asked = Call(operation, input, [&](const json::value& item) { output = FromJson<Output>(item); });
    if (!asked) return tl::unexpected<Error>(asked.error());
    return output;
  }

 private:
  net::HttpClient http_;
  Actor actor_;
  Duration patience_;  ///< until an answer, or the begin of one that streams
};

}  // namespace docktor::cli
