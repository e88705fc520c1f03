#pragma once

#include <memory>
#include <string>

#include <sys/types.h>

#include "core/result.h"

namespace docktor::app {

/// Why a daemon is not to look after a project: the process `holder` does; 0: it is not known which.
Error HeldBy(pid_t holder, const std::string& project);

/// Held by the daemon that looks after a project of an engine: on one machine one may, whoever has started it and
/// wherever it keeps its records. Two of them would each take what the other one does for somebody's own change. It
/// goes with the process, however that ends. Containers with a network of their own are machines of their own here.
class SoleKeeper {
 public:
  /// `engine`: its address. Waits a moment for a process that is ending. kConflict: another one looks after it.
  static Result<SoleKeeper> Of(const std::string& engine, const std::string& project);

  SoleKeeper(SoleKeeper&&) noexcept;
  ~SoleKeeper();

 private:
  struct Name;
  explicit SoleKeeper(std::unique_ptr<Name> name);
  std::unique_ptr<Name> name_;
};

}  // namespace docktor::app
