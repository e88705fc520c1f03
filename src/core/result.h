#pragma once

#include <string>
#include <utility>

#include <tl/expected.hpp>

namespace docktor {

/// What a caller can do about a failure; what happened is in the message.
enum class Errc {
  kInvalidInput,  ///< the request itself is wrong: correct it
  kNotFound,      ///< the thing named is not there
  kUnavailable,   ///< the other side could not be reached or refused for now: try again later
  kTimeout,       ///< no answer in time; whether it took effect is unknown
  kDenied,        ///< a rule forbids it
  kConflict,      ///< the world has changed meanwhile, or somebody else is at work
  kInternal,      ///< a bug here, or a disk or kernel that failed
};

/// `message` says what was attempted, on what, and why it failed; `hint` what to do about it, when that is known.
struct Error {
  Errc code = Errc::kInternal;
  std::string message;
  std::string hint = {};

  /// The same error, told by somebody who was doing something larger: "copy web-1: no such image".
  Error During(const std::string& attempt) const { return {code, attempt + ": " + message, hint}; }
};

template <typename T>
using Result = tl::expected<T, Error>;
using Status = Result<void>;

inline tl::unexpected<Error> Fail(Errc code, std::string message, std::string hint = {}) {
  return tl::unexpected<Error>(Error{code, std::move(message), std::move(hint)});
}

}  // namespace docktor
