#pragma once

#include <string>
#include <vector>

#include "core/json.h"
#include "docker/engine.h"

namespace docktor::act {

/// A file of a replica with its content. Never logged, never stored.
struct WrittenFile {
  std::string path;
  std::string archive;
};

/// What was found of the files that Compose wrote.
struct FoundFiles {
  std::vector<std::string> paths = {};
  std::string unknown = {};  ///< how many could not be looked at; empty: all were
};

/// The files that Compose itself wrote into the replica that `inspect` describes, when it made it: secrets from the
/// environment, configs from the environment or given as content; for where the Compose file does not tell. The engine
/// does not tell them apart from others, so they are those below /run/secrets, and those that came by an archive while
/// the container was being made. What is mounted does not count: the engine sees to that. Of very many files those in
/// crowded places are not looked at. kNotFound: it is gone.
Result<FoundFiles> FilesWrittenAtCreation(docker::Engine& engine, const json::object& inspect);

/// These with their content, which needs the container to be there still: kNotFound where it is not. A file that is
/// gone by now is left out.
Result<std::vector<WrittenFile>> TakeFiles(docker::Engine& engine, const ContainerId& id,
                                           const std::vector<std::string>& paths);

/// Puts them into a container that has not been started.
Status PutWrittenFiles(docker::Engine& engine, const ContainerId& id, const std::vector<WrittenFile>& files);

}  // namespace docktor::act
