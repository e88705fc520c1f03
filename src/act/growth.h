#pragma once

#include <atomic>

#include "act/census.h"
#include "act/origins.h"
#include "act/tally.h"
#include "act/written_files.h"
#include "core/decision.h"
#include "docker/engine.h"

namespace docktor::act {

/// Adds `action.add` replicas by copying one through the engine, a few at the same time; fewer where the service has
/// grown meanwhile, so that no more than `action.to` run. A copy that does not start is removed again; so is what an
/// earlier attempt left half-made and, while another replica runs, what is left of `action.crashed`. Other copies that
/// have ended stay: somebody may have stopped them, to look into them. Blocks.
///
/// Copied is `action.source`; where that does not run any more, the newest replica that does; else the newest that has
/// ended; else the last description that `origins` keeps; else Compose is asked (see GrowByCompose). The files that
/// Compose wrote into it are written into each copy before its start; where they cannot be had, nothing is started. Its
/// post_start hooks are run as Compose runs them; a copy of which one fails is removed again.
class Growth {
 public:
  /// Once `stopping` is true no further copy is begun.
  Growth(docker::Engine& engine, Origins& origins, const Action& action, const std::atomic<bool>& stopping)
      : engine_(engine), origins_(origins), action_(action), stopping_(stopping) {}

  Tally Run();

 private:
  /// What is copied, the files that go with it, and what is run in a copy once it has started.
  struct Original {
    json::object inspect;
    std::vector<WrittenFile> files;
    std::vector<docker::Program> post_start;
  };
  bool StartedSince(const Counted& container);
  Tally RemoveLeftovers(Census& census);
  Result<Original> Source(const Census& census, Tally& tally);
  Tally ByCompose(const Census& census, const Error& why, Tally tally);
  Result<Original> WithFiles(json::object inspect, const std::string& name, Tally& tally);
  Result<Original> FromDescription(Tally& tally);
  Tally CopyAll(const Original& source, int count);
  Tally CopyOne(const Original& source, int number);
  Tally StartOne(const ContainerId& id, const std::string& name, const Original& source);
  Status Launch(const ContainerId& id);
  Tally GiveUp(const ContainerId& id, const std::string& name, Tally failure);

  docker::Engine& engine_;
  Origins& origins_;
  const Action& action_;
  const std::atomic<bool>& stopping_;
  std::atomic<int> next_number_{1};
};

}  // namespace docktor::act
