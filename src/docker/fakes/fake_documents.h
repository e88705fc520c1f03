#pragma once

#include <string>
#include <vector>

#include "core/ids.h"
#include "core/json.h"
#include "core/result.h"
#include "core/time.h"

namespace docktor::docker {

/// What a fake engine answers, as documents of the Engine API. Pure.

/// One mount of a new container. An anonymous volume has no name of its own before the engine gives it one.
struct FakeMount {
  std::string type;    ///< "volume", "bind", "tmpfs"
  std::string source;  ///< a volume's name or a path; empty: an anonymous volume
  std::string destination;
};
/// From HostConfig.Binds, HostConfig.Mounts, Config.Volumes and the image's volumes, one for each destination.
std::vector<FakeMount> MountsOf(const json::object& create_body, const json::object& image);

/// The inspect answer of a container just created from `body`. `mounts` have their names by now.
json::object CreatedDocument(const std::string& id, const std::string& name, const json::object& body,
                             const json::object& image, const std::vector<FakeMount>& mounts, Instant now);

/// Its element in the answer of `GET /containers/json`.
json::object ListEntry(const json::object& inspect, Instant now);

/// 64 hex digits, different for each `seed` and the same in every run.
std::string FakeHex(std::uint64_t seed);

/// A container's inspect document, read and changed.
namespace fake {
ContainerId IdOf(const json::object& container);
std::string StateOf(const json::object& container);
std::string LabelOf(const json::object& container, const char* label);
bool RunsNow(const json::object& container);  ///< paused ones too
json::object& StateIn(json::object& container);
void SetState(json::object& container, const char* status);
/// The engine's words for one that it does not have.
tl::unexpected<Error> NoSuchContainer(const ContainerId& id);
}  // namespace fake

}  // namespace docktor::docker
