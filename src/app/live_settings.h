#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "operations/world/service_settings.h"
#include "settings/settings.h"

namespace docktor::app {

/// The settings in force. They may change while the daemon runs; what is wrong never takes the place of what is right.
/// Safe to use from every thread.
class LiveSettings {
 public:
  /// `read` reads everything anew. kInvalidInput: what is wrong, all of it.
  using Read = std::function<Result<settings::Settings>()>;
  LiveSettings(settings::Settings first, Read read);

  std::shared_ptr<const settings::Settings> Now() const;

  /// What they make of a service, whose facts are kept for InForce.
  Spec SpecOf(const ServiceFacts& facts, std::optional<int> first_count);
  /// Each value in force for each service that was asked for.
  std::vector<operations::ServiceSettings> InForce() const;

  /// Puts what is written now in force. Where that is wrong the old settings stay, and `Trouble` says why until
  /// something right has been read.
  Status Reload();
  std::optional<std::string> Trouble() const;

 private:
  Read read_;
  mutable std::mutex mutex_;
  std::shared_ptr<const settings::Settings> now_;
  std::optional<std::string> trouble_;
  struct Asked {
    ServiceFacts facts;
    std::optional<int> first_count;
  };
  std::map<ServiceKey, Asked> asked_;
};

}  // namespace docktor::app
