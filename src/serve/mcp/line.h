#pragma once

#include <memory>

#include "core/json.h"

namespace docktor::serve::mcp {

/// The way to a client while its request is being answered, and, of a stream, for as long as that is open. Thread-safe;
/// once the client has gone, what is sent is lost.
class Line {
 public:
  virtual ~Line() = default;
  /// A notification, a request to the client, or an answer; an array of answers where a batch was asked.
  virtual void Send(json::value message) = 0;
  /// Keeps `resource` (a subscription) that the request `id` has opened until it is cancelled or the client has gone.
  virtual void Keep(const json::value& id, std::shared_ptr<void> resource) = 0;
  /// False once the client has gone.
  virtual bool Open() const = 0;
};

}  // namespace docktor::serve::mcp
