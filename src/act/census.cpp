#include "act/census.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <tuple>

#include "docker/json_reader.h"
#include "docker/project/labels.h"

namespace docktor::act {
namespace {

using docker::Text;

std::string Label(const json::object& entry, const char* label) { return Text(entry, {"Labels", label}); }

bool BelongsTo(const json::object& entry, const ServiceKey& service) {
  return Label(entry, docker::kProjectLabel) == service.project &&
         Label(entry, docker::kServiceLabel) == service.service && Label(entry, docker::kOneOffLabel) != "True";
}

Counted ParseEntry(const json::object& entry) {
  Counted container{.id = {Text(entry, {"Id"})}, .state = Text(entry, {"State"})};
  if (const auto& names = docker::Array(entry, {"Names"}); !names.empty() && names[0].is_string())
    container.name = std::string(names[0].get_string());
  if (container.name.starts_with('/')) container.name.erase(0, 1);
  container.ended_well = Text(entry, {"Status"}).starts_with("Exited (0)");
  container.created = docker::Number(entry, {"Created"});
  const auto number = Label(entry, docker::kNumberLabel);
  std::from_chars(number.data(), number.data() + number.size(), container.number);
  container.copy_of = Label(entry, docker::kCopyLabel);
  return container;
}

}  // namespace

bool Runs(const Counted& container) {
  return container.state == "running" || container.state == "paused" || container.state == "restarting";
}

bool IsLeftover(const Counted& container) {
  const bool crashed = (container.state == "exited" || container.state == "dead") && !container.ended_well;
  return !container.copy_of.empty() && (container.state == "created" || crashed);
}

int Census::Running() const { return static_cast<int>(std::count_if(containers.begin(), containers.end(), Runs)); }

int Census::NextNumber() const {
  int highest = 0;
  for (const auto& container : containers) highest = std::max(highest, container.number);
  constexpr int kRoom = 1'000'000;  // for the numbers of all copies that come after it
  return std::min(highest, std::numeric_limits<int>::max() - kRoom) + 1;
}

Result<Census> TakeCensus(docker::Engine& engine, const ServiceKey& service) {
  const auto list = engine.List({service.project});
  if (!list) return tl::unexpected(list.error().During("list the containers of " + service.Text()));
  return CensusOf(*list, service);
}

Census CensusOf(const json::array& list, const ServiceKey& service) {
  Census census;
  for (const auto& entry : list)
    if (const auto* object = entry.if_object(); object != nullptr && BelongsTo(*object, service))
      census.containers.push_back(ParseEntry(*object));
  std::stable_sort(census.containers.begin(), census.containers.end(), [](const Counted& a, const Counted& b) {
    return std::tie(a.created, a.number) > std::tie(b.created, b.number);
  });
  return census;
}

}  // namespace docktor::act
