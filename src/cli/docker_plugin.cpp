#include "cli/docker_plugin.h"

#include <filesystem>

#include "core/json.h"
#include "core/version.h"

namespace docktor::cli {
namespace {

constexpr const char* kName = "docktor";

struct DockerFlag {
  std::vector<std::string> names;
  const char* variable;  ///< null: it means nothing to us
  bool takes_value = true;
};

const std::vector<DockerFlag>& DockerFlags() {
  static const std::vector<DockerFlag> flags{{{"--context", "-c"}, "DOCKER_CONTEXT"},
                                             {{"--host", "-H"}, "DOCKER_HOST"},
                                             {{"--config"}, "DOCKER_CONFIG"},
                                             {{"--tls"}, "DOCKER_TLS", false},
                                             {{"--tlsverify"}, "DOCKER_TLS_VERIFY", false},
                                             {{"--log-level", "-l"}, nullptr},
                                             {{"--debug", "-D"}, nullptr, false}};
  return flags;
}

const DockerFlag* FlagNamed(const std::string& name) {
  for (const auto& flag : DockerFlags())
    for (const auto& known : flag.names)
      if (known == name) return &flag;
  return nullptr;
}

}  // namespace

std::string PluginMetadata() {
  return WriteJson(json::object{{"SchemaVersion", "0.1.0"},
                                {"Vendor", "Docktor"},
                                {"Version", kVersion},
                                {"ShortDescription", "Scales the services of a Compose project, and says why"}});
}

Result<std::optional<PluginCall>> ReadPluginCall(const std::string& program,
                                                 const std::vector<std::string>& arguments) {
  if (std::filesystem::path(program).filename() != "docker-docktor") return std::nullopt;
  PluginCall call;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == kName) {
      call.arguments.assign(arguments.begin() + static_cast<std::ptrdiff_t>(i) + 1, arguments.end());
      break;
    }
    const auto equals = arguments[i].find('=');
    const auto* flag = FlagNamed(arguments[i].substr(0, equals));
    if (flag == nullptr)
      return Fail(Errc::kInvalidInput, "docker's flag " + arguments[i] + " cannot be passed on to docktor",
                  "set the variables that mean the same: DOCKER_CERT_PATH");
    std::string value = flag->takes_value ? "" : "1";
    if (flag->takes_value && equals != std::string::npos) value = arguments[i].substr(equals + 1);
    if (flag->takes_value && equals == std::string::npos && i + 1 < arguments.size()) value = arguments[++i];
    if (flag->variable != nullptr) call.variables[flag->variable] = value;
  }
  // A context that is named goes before a host that only the environment names.
  if (call.variables.contains("DOCKER_CONTEXT") && !call.variables.contains("DOCKER_HOST"))
    call.variables["DOCKER_HOST"] = "";
  return call;
}

}  // namespace docktor::cli
