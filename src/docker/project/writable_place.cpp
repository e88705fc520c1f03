#include "docker/project/writable_place.h"

#include "docker/json_reader.h"

namespace docktor::docker {

std::optional<WritablePlace> WritablePlaceOf(const json::object& mount) {
  const auto type = Text(mount, {"Type"}), at = Text(mount, {"Destination"});
  if (!Flag(mount, {"RW"}) || (type != "volume" && type != "bind")) return std::nullopt;
  if (type == "bind") return WritablePlace{"bind mount " + Text(mount, {"Source"}) + " at " + at};
  const auto name = Text(mount, {"Name"});
  constexpr std::size_t kAnonymous = 64;
  const bool anonymous =
      name.empty() || (name.size() == kAnonymous && name.find_first_not_of("0123456789abcdef") == std::string::npos);
  return WritablePlace{(anonymous ? "an anonymous volume" : "volume " + name) + " at " + at, anonymous};
}

}  // namespace docktor::docker
