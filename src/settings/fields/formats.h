#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/spec.h"
#include "settings/fields/findings.h"
#include "settings/layer.h"

namespace docktor::settings {

/// How a value is written: for people, and for editors.
struct Form {
  std::string_view words;   ///< "60% or 0.6"
  std::string_view schema;  ///< JSON Schema
};

/// One way to write values of a type, there and back.
template <typename T>
struct Format {
  Result<T> (*parse)(std::string_view);
  std::string (*show)(const T&);
  Form form;
  /// Of values that are more than one word in a file; null: they are not. Empty: something was wrong, and is told.
  std::optional<T> (*read)(const YamlNode&, Findings&) = nullptr;
};

namespace formats {

extern const Format<bool> kSwitch, kMode, kRollback, kStateful;
extern const Format<int> kCount, kPositiveCount;
extern const Format<double> kTarget, kShare, kTolerance, kAmount, kSloTarget;
extern const Format<std::int64_t> kMemory;
extern const Format<Duration> kWindow, kInterval, kDeadline, kDelay, kPatience, kSlowAfter;
extern const Format<Select> kSelect;
extern const Format<Strategy> kStrategy;
extern const Format<Headroom> kHeadroom;
extern const Format<Prefer> kPrefer;
extern const Format<Duration> kCalmness;
extern const Format<Fallback> kFallback;  ///< without `after`
extern const Format<std::vector<RatePolicy>> kPolicies;
extern const Format<std::vector<Schedule>> kSchedules;
extern const Format<std::vector<std::string>> kCommand, kNames;
extern const Format<ModelProfiles> kProfiles;
extern const Format<std::string> kServiceName, kName, kProvider, kAddress, kVariable;
extern const Format<std::string> kListen, kBasePath, kPublicUrl, kFile;
extern const Format<BrainMode> kBrainMode;
extern const Format<std::int64_t> kTokens;

}  // namespace formats
}  // namespace docktor::settings
