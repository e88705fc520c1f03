#include "docker/connection/api_version.h"
#include "docker/connection/context_store.h"
#include "docker/connection/engine_address.h"
#include "docker/connection/find_engine.h"
#include "fuzz/pieces.h"
#include "net/digest.h"
#include "support/made_folder.h"

namespace docktor::docker {
namespace {

/// It is refused in words, or it says where to connect.
void Connect(const EngineAddress& address) {
  const auto endpoint = EndpointOf(address);
  if (!endpoint && endpoint.error().message.empty()) __builtin_trap();
  if (endpoint && endpoint->unix_socket.empty() && endpoint->program.empty() && !endpoint->origin.starts_with("http"))
    __builtin_trap();
  if (endpoint && !endpoint->program.empty() && endpoint->program.front() != "ssh") __builtin_trap();
  if (address.DockerFlags().size() != 2 || std::string(ReachHint(address, address.host)).empty()) __builtin_trap();
}

/// Docker's folder, with a config.json and one context, "mine".
void FindByContext(const std::string& config, const std::string& meta) {
  static const test::MadeFolder folder;
  folder.Write("config.json", config);
  folder.Write("contexts/meta/" + net::Sha256("mine") + "/meta.json", meta);
  const auto variables = [](const char* name) {
    return std::string_view(name) == "DOCKER_CONFIG" ? folder.path().string() : std::string();
  };
  for (const auto& choice : {EngineChoice{}, EngineChoice{.context = "mine"}})
    if (const auto found = FindEngine(choice, variables)) Connect(*found);
}

void Speak(const std::string& offered) {
  const auto version = ApiVersion::Parse(offered);
  if (version && ApiVersion::Parse(version->Text()).value() != *version) __builtin_trap();
  const auto agreed = Agree(offered);
  if (agreed && (*agreed < kOldestApi || *agreed > kNewestApi)) __builtin_trap();
}

}  // namespace
}  // namespace docktor::docker

/// Where an engine is said to be, by an address, by Docker's own files, and the version that it offers.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace docktor;
  test::Pieces pieces(data, size);
  switch (pieces.Byte() % 3) {
    case 0: {
      const auto host = pieces.Text();
      docker::Connect({.host = host, .origin = pieces.Text()});
      docker::Connect({.host = host, .tls = net::Tls{}});
      break;
    }
    case 1: {
      const auto config = pieces.Text();
      docker::FindByContext(config, pieces.Text());
      break;
    }
    default: docker::Speak(std::string(pieces.Rest()));
  }
  return 0;
}
