#include "settings/files/settings_file.h"

#include <cerrno>
#include <cstring>

#include "settings/files/layer_yaml.h"
#include "settings/files/text_file.h"

namespace docktor::settings {
namespace {

using Kind = YamlNode::Kind;

ServiceInFile ReadService(const YamlEntry& entry, const std::string& path) {
  ServiceInFile service{.name = entry.key, .extension = Origin{PlaceText(path, entry.place)}};
  service.errors = ReadLayer(*entry.value, path, Scope::kService, service.layer);
  return service;
}

void ReadServices(const YamlEntry& services, const std::string& path, FileOf of, SettingsFile& file) {
  Findings findings{path};
  if (of == FileOf::kUser)
    findings.Tell(services.place, "services are of a project, this file is for all of them",
                  "write them into docktor.yaml beside the Compose file");
  else if (services.value->kind != Kind::kMap && services.value->kind != Kind::kNull)
    findings.Tell(services.place, "services must be a map", "write services: {web: {max: 5}}");
  for (auto& error : findings.errors) file.errors.push_back(std::move(error));
  if (of == FileOf::kProject)
    for (const auto& entry : services.value->entries) file.services.push_back(ReadService(entry, path));
}

}  // namespace

SettingsFile ReadSettingsFile(const std::string& text, const std::filesystem::path& path, FileOf of) {
  SettingsFile file{.path = path};
  const auto root = ParseYaml(text, path.string());
  if (!root) {
    file.errors.push_back(root.error());
    return file;
  }
  YamlNode rest = **root;
  if (const auto* services = (*root)->Find("services")) ReadServices(*services, path.string(), of, file);
  std::erase_if(rest.entries, [](const YamlEntry& entry) { return entry.key == "services"; });
  for (auto& error : ReadLayer(rest, path.string(), Scope::kProject, file.defaults))
    file.errors.push_back(std::move(error));
  return file;
}

SettingsFile LoadSettingsFile(const std::filesystem::path& path, FileOf of) {
  SettingsFile none{.path = path};
  if (path.empty()) return none;
  const auto text = ReadTextFile(path);
  if (text) return ReadSettingsFile(*text, path, of);
  if (text.error() != ENOENT && text.error() != ENOTDIR)
    none.errors.push_back({Errc::kDenied, "read settings " + path.string() + ": " + std::strerror(text.error()),
                           "let this user read it, or remove it"});
  return none;
}

}  // namespace docktor::settings
