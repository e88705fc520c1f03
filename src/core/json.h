#pragma once

/// Types ↔ JSON ↔ JSON Schema, all derived from Boost.Describe: nothing is written by hand beside a type.
///
/// Structs are objects with the members' names; enums are snake_case strings (kScaleUp ↔ "scale_up"), but `Reason`
/// keeps its own form ("ScaleUpLimit"); an empty optional is left out; a duration is a number of seconds; an instant is
/// RFC 3339; a variant is its alternative's object with "type": kType. Numbers that JSON cannot say become null.

#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <boost/describe.hpp>
#include <boost/json.hpp>
#include <boost/mp11.hpp>

#include "core/ids.h"
#include "core/reason.h"
#include "core/result.h"
#include "core/time.h"

namespace docktor {

namespace json = boost::json;

/// Compact text with the shortest numbers that read back the same; valid UTF-8 whatever is in `value`.
std::string WriteJson(const json::value& value);
/// kInvalidInput names the offset at which the text stops being JSON. Depth is limited to 32, UTF-8 is checked.
Result<json::value> ParseJson(std::string_view text);

/// What to do with a member that the type does not have: a request is refused, an old or newer record is read.
enum class Unknown { kRefuse, kIgnore };

template <typename T>
json::value ToJson(const T& value);
/// kInvalidInput names the place: "replicas[2].phase: 'up' is none of starting, ready, …".
template <typename T>
Result<T> FromJson(const json::value& value, Unknown unknown = Unknown::kIgnore);
/// JSON Schema of what `ToJson<T>` writes and `FromJson<T>` reads.
template <typename T>
json::object SchemaOf();

namespace detail {

/// Reads and writes one kind of type. Read throws ReadError inside this header only; FromJson turns it into a Result.
struct ReadError {
  std::string path;
  std::string what;
};

template <typename T>
struct Codec;

struct Reader {
  Unknown unknown;
  bool tagged = false;  ///< the object at hand carries the "type" of a variant beside its own members
  template <typename T>
  T At(const json::value& value, const std::string& step) const {
    try {
      return Codec<T>::Read(value, Reader{unknown});
    } catch (ReadError& e) {
      e.path = e.path.empty() || e.path.front() == '[' ? step + e.path : step + "." + e.path;
      throw;
    }
  }
};

[[noreturn]] void Refuse(const json::value& value, std::string_view wanted);
std::string SnakeCase(std::string_view enumerator);  ///< "kScaleUp" → "scale_up"
const json::string& ReadString(const json::value& value, std::string_view wanted);

template <>
struct Codec<bool> {
  static json::value Write(bool v) { return v; }
  static bool Read(const json::value& v, const Reader&) {
    if (!v.is_bool()) Refuse(v, "true or false");
    return v.get_bool();
  }
  static json::object Schema() { return {{"type", "boolean"}}; }
};

template <typename T>
requires std::is_integral_v<T>
struct Codec<T> {
  static json::value Write(T v) { return v; }
  static T Read(const json::value& v, const Reader&) {
    json::error_code error;
    const T number = v.is_number() ? v.to_number<T>(error) : T{};
    if (!v.is_number() || error) Refuse(v, "a whole number in range");
    return number;
  }
  static json::object Schema() { return {{"type", "integer"}}; }
};

template <typename T>
requires std::is_floating_point_v<T>
struct Codec<T> {
  static json::value Write(T v) { return std::isfinite(v) ? json::value(v) : json::value(nullptr); }
  static T Read(const json::value& v, const Reader&) {
    if (!v.is_number()) Refuse(v, "a number");
    const T number = v.to_number<T>();
    if (!std::isfinite(number)) Refuse(v, "a finite number");
    return number;
  }
  static json::object Schema() { return {{"type", "number"}}; }
};

template <>
struct Codec<std::string> {
  static json::value Write(const std::string& v) { return json::string(v); }
  static std::string Read(const json::value& v, const Reader&) { return std::string(ReadString(v, "text")); }
  static json::object Schema() { return {{"type", "string"}}; }
};

/// Any JSON, passed through.
template <>
struct Codec<json::value> {
  static json::value Write(const json::value& v) { return v; }
  static json::value Read(const json::value& v, const Reader&) { return v; }
  static json::object Schema() { return {}; }
};

template <>
struct Codec<Duration> {
  static json::value Write(Duration v) {
    if (v.count() % 1000 == 0) return v.count() / 1000;
    return Seconds(v);
  }
  static Duration Read(const json::value& v, const Reader& r) { return FromSeconds(Codec<double>::Read(v, r)); }
  static json::object Schema() { return {{"type", "number"}, {"description", "seconds"}}; }
};

template <>
struct Codec<Instant> {
  static json::value Write(Instant v) { return json::string(ToRfc3339(v)); }
  static Instant Read(const json::value& v, const Reader&) {
    const auto at = ParseInstant(ReadString(v, "a time"));
    if (!at) throw ReadError{{}, at.error().message};
    return *at;
  }
  static json::object Schema() { return {{"type", "string"}, {"format", "date-time"}}; }
};

template <>
struct Codec<ContainerId> {
  static json::value Write(const ContainerId& v) { return json::string(v.value); }
  static ContainerId Read(const json::value& v, const Reader&) {
    return {std::string(ReadString(v, "a container's id"))};
  }
  static json::object Schema() { return {{"type", "string"}}; }
};

/// Ids with a text form of their own.
template <typename T>
struct TextCodec {
  static json::value Write(const T& v) { return json::string(v.Text()); }
  static T Read(const json::value& v, const Reader&) {
    const auto id = T::Parse(ReadString(v, "text"));
    if (!id) throw ReadError{{}, id.error().message};
    return *id;
  }
  static json::object Schema() { return {{"type", "string"}}; }
};
template <>
struct Codec<ServiceKey> : TextCodec<ServiceKey> {};
/// "d42"; none is "d0".
template <>
struct Codec<DecisionId> : TextCodec<DecisionId> {
  static DecisionId Read(const json::value& v, const Reader& r) {
    return ReadString(v, "text") == "d0" ? DecisionId{} : TextCodec<DecisionId>::Read(v, r);
  }
};

template <typename T>
requires std::is_enum_v<T>
struct Codec<T> {
  using Enumerators = boost::describe::describe_enumerators<T>;
  static std::string Text(std::string_view enumerator) {
    if constexpr (std::is_same_v<T, Reason>)
      return std::string(enumerator.substr(1));
    else
      return SnakeCase(enumerator);
  }
  static json::value Write(T v) {
    json::string text;
    boost::mp11::mp_for_each<Enumerators>([&](auto d) {
      if (d.value == v) text = Text(d.name);
    });
    return text;
  }
  static T Read(const json::value& v, const Reader&) {
    std::optional<T> found;
    std::string all;
    if (v.is_string())
      boost::mp11::mp_for_each<Enumerators>([&](auto d) {
        if (Text(d.name) == std::string_view(v.get_string())) found = d.value;
      });
    if (found) return *found;
    boost::mp11::mp_for_each<Enumerators>([&](auto d) { all += (all.empty() ? "one of " : ", ") + Text(d.name); });
    Refuse(v, all);
  }
  static json::object Schema() {
    json::array names;
    boost::mp11::mp_for_each<Enumerators>([&](auto d) { names.emplace_back(Text(d.name)); });
    return {{"type", "string"}, {"enum", std::move(names)}};
  }
};

template <typename T>
struct Codec<std::vector<T>> {
  static json::value Write(const std::vector<T>& v) {
    json::array out;
    out.reserve(v.size());
    for (const auto& item : v) out.push_back(Codec<T>::Write(item));
    return out;
  }
  static std::vector<T> Read(const json::value& v, const Reader& r) {
    if (!v.is_array()) Refuse(v, "a list");
    std::vector<T> out;
    for (const auto& item : v.get_array()) out.push_back(r.At<T>(item, "[" + std::to_string(out.size()) + "]"));
    return out;
  }
  static json::object Schema() { return {{"type", "array"}, {"items", Codec<T>::Schema()}}; }
};

template <typename T>
struct Codec<std::map<std::string, T>> {
  static json::value Write(const std::map<std::string, T>& v) {
    json::object out;
    for (const auto& [key, item] : v) out.emplace(key, Codec<T>::Write(item));
    return out;
  }
  static std::map<std::string, T> Read(const json::value& v, const Reader& r) {
    if (!v.is_object()) Refuse(v, "an object");
    std::map<std::string, T> out;
    for (const auto& [key, item] : v.get_object()) out.emplace(key, r.At<T>(item, std::string(key)));
    return out;
  }
  static json::object Schema() { return {{"type", "object"}, {"additionalProperties", Codec<T>::Schema()}}; }
};

/// Stands for a member that may be left out.
template <typename T>
struct Codec<std::optional<T>> {
  static json::value Write(const std::optional<T>& v) { return v ? Codec<T>::Write(*v) : json::value(nullptr); }
  static std::optional<T> Read(const json::value& v, const Reader& r) {
    if (v.is_null()) return std::nullopt;
    return Codec<T>::Read(v, r);
  }
  static json::object Schema() { return Codec<T>::Schema(); }
};

template <typename T>
constexpr bool kIsOptional = false;
template <typename T>
constexpr bool kIsOptional<std::optional<T>> = true;

template <typename T>
requires std::is_class_v<T> && boost::describe::has_describe_members<T>::value struct Codec<T> {
  using Members = boost::describe::describe_members<T, boost::describe::mod_public | boost::describe::mod_inherited>;
  template <typename D>
  using TypeOf = std::remove_cvref_t<decltype(std::declval<T>().*D::pointer)>;

  static json::value Write(const T& v) {
    json::object out;
    boost::mp11::mp_for_each<Members>([&]<typename D>(D) {
      if constexpr (kIsOptional<TypeOf<D>>) {
        if (!(v.*D::pointer)) return;
      }
      out.emplace(D::name, Codec<TypeOf<D>>::Write(v.*D::pointer));
    });
    return out;
  }

  static T Read(const json::value& v, const Reader& r) {
    if (!v.is_object()) Refuse(v, "an object");
    const auto& object = v.get_object();
    T out{};
    std::size_t known = 0;
    boost::mp11::mp_for_each<Members>([&]<typename D>(D) {
      const auto* member = object.if_contains(D::name);
      if (member == nullptr) return;  // keeps the type's own default
      ++known;
      out.*D::pointer = r.At<TypeOf<D>>(*member, D::name);
    });
    if (r.unknown == Unknown::kRefuse && known + (r.tagged ? 1 : 0) != object.size()) RefuseUnknown(object, r);
    return out;
  }

  [[noreturn]] static void RefuseUnknown(const json::object& object, const Reader& r) {
    std::string names;
    boost::mp11::mp_for_each<Members>(
        [&]<typename D>(D) { names += (names.empty() ? "" : ", ") + std::string(D::name); });
    for (const auto& member : object) {
      const std::string_view key = member.key();
      bool is_member = r.tagged && key == "type";
      boost::mp11::mp_for_each<Members>([&]<typename D>(D) { is_member = is_member || key == D::name; });
      if (!is_member)
        throw ReadError{{},
                        "there is no '" + std::string(key) + "' here" + (names.empty() ? "" : "; there is " + names)};
    }
    throw ReadError{{}, "a name stands twice"};
  }

  static json::object Schema() {
    json::object properties;
    boost::mp11::mp_for_each<Members>([&]<typename D>(D) { properties.emplace(D::name, Codec<TypeOf<D>>::Schema()); });
    return {{"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
  }
};

template <typename... T>
struct Codec<std::variant<T...>> {
  static json::value Write(const std::variant<T...>& v) {
    return std::visit(
        []<typename A>(const A& alternative) {
          json::object out{{"type", A::kType}};
          const auto members = Codec<A>::Write(alternative);
          for (const auto& [key, member] : members.get_object()) out.emplace(key, member);
          return json::value(std::move(out));
        },
        v);
  }
  static std::variant<T...> Read(const json::value& v, const Reader& r) {
    if (!v.is_object() || !v.get_object().contains("type")) Refuse(v, "an object with a type");
    const auto& type = ReadString(v.get_object().at("type"), "a type");
    const Reader tagged{r.unknown, true};
    std::optional<std::variant<T...>> out;
    ((out || std::string_view(type) != T::kType ? void() : void(out = Codec<T>::Read(v, tagged))), ...);
    if (!out) throw ReadError{"type", "'" + std::string(type) + "' is not known"};
    return *std::move(out);
  }
  static json::object Schema() {
    json::array any;
    (any.push_back([] {
      auto schema = Codec<T>::Schema();
      schema["properties"].as_object()["type"] = json::object{{"const", T::kType}};
      return schema;
    }()),
     ...);
    return {{"anyOf", std::move(any)}};
  }
};

}  // namespace detail

template <typename T>
json::value ToJson(const T& value) {
  return detail::Codec<T>::Write(value);
}

template <typename T>
Result<T> FromJson(const json::value& value, Unknown unknown) {
  try {
    return detail::Codec<T>::Read(value, detail::Reader{unknown});
  } catch (const detail::ReadError& e) {
    return Fail(Errc::kInvalidInput, e.path.empty() ? e.what : e.path + ": " + e.what);
  }
}

template <typename T>
json::object SchemaOf() {
  return detail::Codec<T>::Schema();
}

}  // namespace docktor
