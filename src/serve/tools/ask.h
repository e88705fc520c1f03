#pragma once

#include <functional>

#include "operations/list.h"

namespace docktor::serve {

/// Has an operation done that does not stream, in an agent's name, and waits for its answer. Thread-safe.
/// kUnavailable: no daemon is there to do it.
using Ask = std::function<Result<json::value>(const operations::Operation& operation, const json::object& input)>;

/// In whose name.
struct Asks {
  Ask as_agent;
  Ask as_person;  ///< for what a person answered to an agent's program
};

/// The answer as its type. `id` is that of an operation.
template <typename Output>
Result<Output> AskFor(const Ask& ask, std::string_view id, const json::object& input = {}) {
  const auto answer = ask(*operations::Find(id), input);
  if (!answer) return tl::unexpected<Error>(answer.error());
  return FromJson<Output>(*answer);
}

}  // namespace docktor::serve
