#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "core/service.h"

namespace docktor::observe {

/// Which running replica stands for each service of the project when somebody asks for its address. Safe to call from
/// every thread.
class ServiceAddresses {
 public:
  void Update(const Topology& topology);

  /// An address of the replica that was chosen last, as long as it is ready; else of another, a ready one if there is
  /// one, of these the one with the lowest number. Empty: no such service, or no replica of it runs and has an address.
  std::optional<std::string> Of(const std::string& service) const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::string> chosen_;  ///< by service
};

}  // namespace docktor::observe
