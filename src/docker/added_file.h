#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/time.h"

namespace docktor::docker {

/// A regular file that has come into a container's own layer: not of its image, not on a mount.
struct AddedFile {
  std::string path;
  Instant changed_at{};
  std::int64_t size = 0;      ///< bytes
  bool whole_second = false;  ///< its time has no fraction: it came by an archive, no program wrote it
  friend bool operator==(const AddedFile&, const AddedFile&) = default;
};

/// From the header X-Docker-Container-Path-Stat (base64 of JSON). Empty: no regular file, or nothing that can be read.
std::optional<AddedFile> ParseStat(std::string path, std::string_view header);

}  // namespace docktor::docker
