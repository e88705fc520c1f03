#include "act/copy.h"
#include "docker/creation.h"
#include "docker/project/launch.h"

/// Whatever an engine says of a container that is to be copied: it is refused, or what would be sent is an object with
/// the image and the labels that make it the service's own. And of a list: how the project was brought up, or nothing.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace docktor;
  const auto value = ParseJson({reinterpret_cast<const char*>(data), size});
  if (!value) return 0;
  if (const auto* list = value->if_array()) {
    if (const auto launch = docker::LaunchOf(*list))
      (void)docker::ComposeCommand({.host = "unix:///s"}, "shop", *launch);
    return 0;
  }
  const auto* inspect = value->if_object();
  if (inspect == nullptr) return 0;
  for (const auto& volume : act::AnonymousVolumesOf(*inspect))
    if (!act::IsAnonymousVolume(volume)) __builtin_trap();
  const auto body = act::CopyOf(*inspect, {{"shop", "web"}, 2}, {7});
  if (!body) return 0;
  if (!body->contains("Image") || !body->contains("Labels")) __builtin_trap();
  for (const auto api : {docker::ApiVersion{1, 41}, docker::ApiVersion{1, 44}}) (void)docker::PlanCreation(*body, api);
  return 0;
}
