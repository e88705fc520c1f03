#include "operations/declare/operation.h"

#include <algorithm>
#include <cctype>
#include <exception>

namespace docktor::operations {
namespace {

bool Says(const json::object& input, const std::string& field) {
  const auto* value = input.if_contains(field);
  return value != nullptr && !value->is_null() && *value != json::value(false);
}

std::string NameOf(Role role) { return std::string(ToJson(role).as_string()); }

}  // namespace

std::string Field::Shown() const {
  if (!IsPositional()) return "--" + (flag.empty() ? name : flag);
  std::string shown = name;
  std::transform(shown.begin(), shown.end(), shown.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return shown;
}

std::string Operation::Id() const {
  auto id = name;
  std::replace(id.begin(), id.end(), ' ', '_');
  return id;
}

bool Operation::Streams(const json::object& input) const {
  if (stream != Stream::kIfAsked) return stream == Stream::kAlways;
  const auto* asked = input.if_contains(stream_field);
  return asked != nullptr && asked->is_bool() && asked->get_bool();
}

const Field* Operation::FindField(std::string_view field) const {
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const Field& f) { return f.name == field; });
  return found == fields.end() ? nullptr : &*found;
}

Status Operation::Check(const json::object& input) const {
  for (const auto& field : fields) {
    if (field.need == Field::Need::kRequired && !input.contains(field.name))
      return Fail(Errc::kInvalidInput, name + ": " + field.Shown() + " is missing",
                  examples.empty() ? "" : "for example: docktor " + examples.front());
    for (const auto& other : field.excludes)
      if (Says(input, field.name) && Says(input, other))
        return Fail(Errc::kInvalidInput,
                    name + ": " + field.Shown() + " and " + FindField(other)->Shown() + " exclude each other");
  }
  return {};
}

void Operation::Run(Context& context, const Caller& caller, const json::object& input,
                    std::shared_ptr<Sink> sink) const {
  if (std::find(callers.begin(), callers.end(), caller.actor) == callers.end())
    return sink->End(Fail(Errc::kDenied, "'" + name + "' is for people: neither a model nor an agent may call it"));
  if (caller.role < LeastRole())
    return sink->End(
        Fail(Errc::kDenied,
             "'" + name + "' is for the role " + NameOf(LeastRole()) + ": this login is of " + NameOf(caller.role),
             "log in by the link of another role: docktor link --role " + NameOf(LeastRole())));
  if (auto checked = Check(input); !checked) return sink->End(std::move(checked));
  try {
    handler(context, caller, json::value(input), sink);
  } catch (const std::exception& bug) {
    sink->End(Fail(Errc::kInternal, name + ": " + bug.what()));
  }
}

}  // namespace docktor::operations
