#include "operations/declare/error_json.h"

#include <array>

namespace docktor::operations {
namespace {

constexpr std::array<std::pair<Errc, std::string_view>, 7> kCodes{{{Errc::kInvalidInput, "invalid_input"},
                                                                   {Errc::kNotFound, "not_found"},
                                                                   {Errc::kUnavailable, "unavailable"},
                                                                   {Errc::kTimeout, "timeout"},
                                                                   {Errc::kDenied, "denied"},
                                                                   {Errc::kConflict, "conflict"},
                                                                   {Errc::kInternal, "internal"}}};

std::string TextOf(const json::object& object, std::string_view name) {
  const auto* member = object.if_contains(name);
  return member != nullptr && member->is_string() ? std::string(member->get_string()) : std::string();
}

}  // namespace

json::object ErrorJson(const Error& error) {
  json::object inner{{"code", "internal"}, {"message", error.message}};
  for (const auto& [code, name] : kCodes)
    if (code == error.code) inner["code"] = name;
  if (!error.hint.empty()) inner["hint"] = error.hint;
  return {{"error", std::move(inner)}};
}

std::optional<Error> ErrorIn(const json::value& value) {
  if (!value.is_object() || value.get_object().size() != 1) return std::nullopt;
  const auto* inner = value.get_object().if_contains("error");
  if (inner == nullptr || !inner->is_object()) return std::nullopt;
  const auto name = TextOf(inner->get_object(), "code");
  Error error{Errc::kInternal, TextOf(inner->get_object(), "message"), TextOf(inner->get_object(), "hint")};
  for (const auto& [code, known] : kCodes)
    if (known == name) error.code = code;
  return error;
}

}  // namespace docktor::operations
