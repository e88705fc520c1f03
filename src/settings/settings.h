#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/service.h"
#include "core/spec.h"
#include "settings/compose_file.h"
#include "settings/layer.h"

namespace docktor::settings {

/// What was said at the start on the command line; the strongest of all.
struct Flags {
  std::vector<std::string> enabled_services = {};  ///< --service, by name within the project
  std::optional<Duration> interval = {};           ///< --interval
  bool dry_run = false;                            ///< --dry-run
};

/// One value in force and where it was said.
struct Setting {
  std::string key;
  std::string value;
  Origin origin;
  friend bool operator==(const Setting&, const Setting&) = default;
};

/// All that was said of one project's services, weakest first: defaults, the Compose files in their order (each: its
/// top, then the service), labels, flags. Immutable: safe to use from every thread.
///
/// A service of which anything wrong is said is not enabled, whoever enabled it: a bound that was mistyped could
/// otherwise scale it past what was meant. What is wrong with a whole file disables all services of the project. What
/// is wrong is in `Problems`.
class Settings {
 public:
  explicit Settings(std::vector<ComposeFile> files = {}, Flags flags = {});

  /// Bounds that nobody said: min is the count in the files, or `first_count` (found when the service was first
  /// enabled), or 1, and never 0 that way; max is 10, or min where that is more. A max that was said lowers a min that
  /// was not.
  Spec SpecOf(const ServiceFacts& facts, std::optional<int> first_count) const;

  /// Each value in force for the service, in the order of the reference.
  std::vector<Setting> Explain(const ServiceFacts& facts, std::optional<int> first_count) const;

  /// `mode: global` in a file, which the engine does not know of.
  std::optional<Obstacle> ObstacleOf(const ServiceKey& service) const;

  /// What is wrong: in the files, the flags, and the labels of these services. A service named by a flag is looked for
  /// in the files and among these.
  std::vector<Error> Problems(std::span<const ServiceFacts> services) const;
  /// Only what is wrong with the flags.
  std::vector<Error> FlagErrors(std::span<const ServiceFacts> services) const;
  /// Only what keeps this one from being enabled.
  std::vector<Error> ProblemsOf(const ServiceFacts& facts) const;

 private:
  struct Merged {
    Layer layer;
    std::vector<Error> errors;  ///< of labels and of bounds that exclude each other
  };
  Merged Merge(const ServiceKey& key, const std::map<std::string, std::string>& labels) const;
  std::optional<FileCount> CountInFiles(const std::string& service) const;
  Layer WithBounds(Layer layer, const std::string& service, std::optional<int> first_count) const;
  std::vector<Error> FileErrors() const;
  std::vector<Error> FileErrors(const std::string& service) const;

  std::vector<ComposeFile> files_;
  Flags flags_;
};

}  // namespace docktor::settings
