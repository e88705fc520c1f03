#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.h"

namespace docktor {

/// The full id of a container (64 hex digits as the Engine gives it). Empty means none.
struct ContainerId {
  std::string value;

  std::string Short() const { return value.substr(0, 12); }
  bool empty() const { return value.empty(); }
  friend auto operator<=>(const ContainerId&, const ContainerId&) = default;
};

/// One service of one Compose project, written "project/service".
struct ServiceKey {
  std::string project;
  std::string service;

  std::string Text() const { return project + "/" + service; }
  static Result<ServiceKey> Parse(std::string_view text);
  friend auto operator<=>(const ServiceKey&, const ServiceKey&) = default;
};

/// Numbers the decisions of one journal from 1; 0 means none. Shown to people as "d42".
struct DecisionId {
  std::uint64_t value = 0;

  std::string Text() const { return "d" + std::to_string(value); }
  static Result<DecisionId> Parse(std::string_view text);  ///< "d42" or "42"
  friend auto operator<=>(const DecisionId&, const DecisionId&) = default;
};

}  // namespace docktor
