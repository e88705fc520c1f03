#include "docker/json_reader.h"

#include <cmath>

namespace docktor::docker {

const json::value* Find(const json::object& object, Path path) {
  const json::object* at = &object;
  const json::value* found = nullptr;
  for (const auto step : path) {
    found = at == nullptr ? nullptr : at->if_contains(step);
    if (found == nullptr) return nullptr;
    at = found->if_object();
  }
  return found;
}

std::string Text(const json::object& object, Path path) {
  const auto* found = Find(object, path);
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string();
}

std::int64_t Number(const json::object& object, Path path) {
  const auto* found = Find(object, path);
  if (found == nullptr || !found->is_number()) return 0;
  constexpr double kMost = 9e18;
  if (found->is_double())
    return std::abs(found->get_double()) < kMost ? static_cast<std::int64_t>(found->get_double()) : 0;
  json::error_code error;
  const auto number = found->to_number<std::int64_t>(error);
  return error ? 0 : number;
}

bool Flag(const json::object& object, Path path) {
  const auto* found = Find(object, path);
  return found != nullptr && found->is_bool() && found->get_bool();
}

const json::object& Object(const json::object& object, Path path) {
  static const json::object kNone;
  const auto* found = Find(object, path);
  return found != nullptr && found->is_object() ? found->get_object() : kNone;
}

const json::array& Array(const json::object& object, Path path) {
  static const json::array kNone;
  const auto* found = Find(object, path);
  return found != nullptr && found->is_array() ? found->get_array() : kNone;
}

}  // namespace docktor::docker
