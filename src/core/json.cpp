#include "core/json.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

#include "core/cut.h"
#include "core/utf8.h"

namespace docktor {
namespace {

/// Boost.JSON 1.81 writes 0.1 as 1E-1; this writes what a person would.
void AppendNumber(std::string& out, double number) {
  if (!std::isfinite(number)) {
    out += "null";
    return;
  }
  std::array<char, 32> digits;
  const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  out.append(digits.data(), end);
}

void Append(std::string& out, const json::value& value);

void AppendObject(std::string& out, const json::object& object) {
  out += '{';
  const char* comma = "";
  for (const auto& [key, member] : object) {
    out += comma;
    out += json::serialize(key);
    out += ':';
    Append(out, member);
    comma = ",";
  }
  out += '}';
}

void AppendArray(std::string& out, const json::array& array) {
  out += '[';
  const char* comma = "";
  for (const auto& item : array) {
    out += comma;
    Append(out, item);
    comma = ",";
  }
  out += ']';
}

void Append(std::string& out, const json::value& value) {
  switch (value.kind()) {
    case json::kind::object: return AppendObject(out, value.get_object());
    case json::kind::array: return AppendArray(out, value.get_array());
    case json::kind::double_: return AppendNumber(out, value.get_double());
    default: out += json::serialize(value);
  }
}

std::string Shown(const json::value& value) {
  constexpr std::size_t kMost = 60;
  const auto text = WriteJson(value);
  return text.size() > kMost ? std::string(CutAt(text, kMost)) + "…" : text;
}

}  // namespace

std::string WriteJson(const json::value& value) {
  std::string out;
  Append(out, value);
  return ToUtf8(std::move(out));
}

Result<json::value> ParseJson(std::string_view text) {
  json::error_code error;
  json::parser parser;
  const auto read = parser.write_some(text.data(), text.size(), error);
  const auto rest = text.substr(std::min(read, text.size())).find_first_not_of(" \t\r\n");
  if (!error && rest != std::string_view::npos) error = json::error::extra_data;
  if (error) return Fail(Errc::kInvalidInput, "not JSON at byte " + std::to_string(read) + ": " + error.message());
  return parser.release();
}

namespace detail {

void Refuse(const json::value& value, std::string_view wanted) {
  throw ReadError{{}, Shown(value) + " is not " + std::string(wanted)};
}

std::string SnakeCase(std::string_view enumerator) {
  std::string out;
  for (const char c : enumerator.substr(enumerator.starts_with('k') ? 1 : 0)) {
    if (std::isupper(static_cast<unsigned char>(c)) && !out.empty()) out += '_';
    out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return out;
}

const json::string& ReadString(const json::value& value, std::string_view wanted) {
  if (!value.is_string()) Refuse(value, wanted);
  return value.get_string();
}

}  // namespace detail
}  // namespace docktor
