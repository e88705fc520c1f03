#pragma once

#include <filesystem>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "core/service.h"
#include "core/spec.h"
#include "settings/door_settings.h"
#include "settings/files/written.h"
#include "settings/layer.h"

namespace docktor::settings {

/// One value in force and where it was said.
struct Setting {
  std::string key;
  std::string value;
  Origin origin;
  friend bool operator==(const Setting&, const Setting&) = default;
};

/// All that was said of one project's services, weakest first: defaults; for all services the user's file, docktor.yaml
/// and the top of the Compose files; for the one docktor.yaml and the Compose files; labels, variables, flags.
/// Immutable: safe to use from every thread.
///
/// A service of which anything wrong is said is not enabled, whoever enabled it: a bound that was mistyped could
/// otherwise scale it past what was meant. What is wrong for the whole project disables all of its services. What
/// is wrong is in `Problems`.
class Settings {
 public:
  explicit Settings(Written written = {});

  /// Bounds that nobody said: min is the count in the files, or `first_count` (found when the service was first
  /// enabled), or 1, and never 0 that way; max is 10, or min where that is more. A max that was said lowers a min that
  /// was not.
  Spec SpecOf(const ServiceFacts& facts, std::optional<int> first_count) const;

  /// Each value in force for the service, in the order of the reference.
  std::vector<Setting> Explain(const ServiceFacts& facts, std::optional<int> first_count) const;

  /// Which language model the project asks.
  BrainSettings Brain() const;
  /// The value of a variable that a setting names: mostly the environment's. May be a secret.
  std::optional<std::string> Variable(const Environment& environment, const std::string& name) const;
  /// What the daemon of the project serves over TCP. kInvalidInput: only half of what TLS wants is said.
  Result<DoorSettings> Door() const;

  /// `mode: global` in a file, which the engine does not know of.
  std::optional<Obstacle> ObstacleOf(const ServiceKey& service) const;

  /// What is wrong: in the files, the flags, and the labels of these services. A service named by a flag is looked for
  /// in the files and among these.
  std::vector<Error> Problems(std::span<const ServiceFacts> services) const;
  /// What is wrong in the files and variables, of whichever service.
  std::vector<Error> FileProblems() const;
  /// What no service escapes: a file of Docktor's own, the top of a Compose file, a variable.
  std::vector<Error> ProjectErrors() const;
  /// Wrong flags, and services that are named but are neither in the files nor among these.
  std::vector<Error> NameErrors(std::span<const ServiceFacts> services) const;
  /// Where it is written, and where something could be: what to watch for changes.
  std::vector<std::filesystem::path> Files() const { return FilesOf(written_); }
  /// Only what keeps this one from being enabled.
  std::vector<Error> ProblemsOf(const ServiceFacts& facts) const;

 private:
  struct Merged {
    Layer layer;
    std::vector<Error> errors;  ///< of labels and of bounds that exclude each other
  };
  Merged Merge(const ServiceKey& key, const std::map<std::string, std::string>& labels) const;
  std::optional<FileCount> CountInFiles(const std::string& service) const;
  std::optional<std::set<std::string_view>> ServicesInFiles() const;
  std::vector<Error> BalancerErrors(const Layer& layer, const std::string& service) const;
  Layer WithBounds(Layer layer, const std::string& service, std::optional<int> first_count) const;
  void AddFiles(const std::string& service, Merged& merged) const;
  Layer FlagsFor(const std::string& service) const;
  std::vector<Error> FileErrors(const std::string& service) const;

  Written written_;
};

}  // namespace docktor::settings
