#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/json.h"

namespace docktor::brain {

/// What a sentence may speak of.
struct KnownServices {
  std::map<std::string, int> running;  ///< replicas of each service that Docktor scales
  std::vector<std::string> watched;    ///< services that it only watches
  std::string looked_at = {};          ///< by whoever speaks: is meant where none is named; empty: none
  std::chrono::minutes clock{0};       ///< what the clock of whoever speaks shows, since midnight

  std::vector<std::string> All() const;  ///< the names
};

/// A sentence as a call of an operation.
struct Understood {
  std::string operation;  ///< its id
  json::object input;
  std::vector<std::string> assumed;  ///< what was not said, in words
  bool plain = true;  ///< false: what is assumed may well not be meant, as there is another way to take it
  std::string note;   ///< what was said beside it: "running tests"
};

/// Reads a sentence of English without a model. Every word of it must be understood: what is half understood is not
/// done. Two orders at once, conditions and questions whether something should be done are not understood.
/// kInvalidInput says what was missing, and how it can be said.
Result<Understood> Understand(std::string_view text, const KnownServices& known);

}  // namespace docktor::brain
