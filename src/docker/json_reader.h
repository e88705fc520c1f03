#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "core/json.h"

namespace docktor::docker {

/// Reading what an engine said without trusting its shape: what is missing or of another type reads as empty.
/// `path` descends through objects: Text(inspect, {"State", "Status"}).
using Path = std::initializer_list<std::string_view>;

/// nullptr where there is none.
const json::value* Find(const json::object& object, Path path);

std::string Text(const json::object& object, Path path);
/// 0 also for a number that does not fit; a fraction is cut off.
std::int64_t Number(const json::object& object, Path path);
bool Flag(const json::object& object, Path path);
/// The reference lives as long as `object`.
const json::object& Object(const json::object& object, Path path);
const json::array& Array(const json::object& object, Path path);

}  // namespace docktor::docker
