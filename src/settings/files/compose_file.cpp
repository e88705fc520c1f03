#include "settings/files/compose_file.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fmt/format.h>

#include "settings/fields/nearest.h"
#include "settings/fields/values.h"
#include "settings/files/layer_yaml.h"
#include "settings/files/text_file.h"
#include "settings/files/yaml.h"
#include "settings/labels.h"

namespace docktor::settings {
namespace {

using Kind = YamlNode::Kind;
constexpr std::string_view kKey = "x-docktor";

/// "x-dockter" would be left aside by Compose without a word.
void FindMisspelt(const YamlNode& map, const std::string& path, std::vector<Error>& errors) {
  for (const auto& entry : map.entries)
    if (entry.key.starts_with("x-") && entry.key != kKey && entry.key.size() < 20 && EditDistance(entry.key, kKey) <= 2)
      errors.push_back({Errc::kInvalidInput,
                        fmt::format("{}: unknown key '{}'", PlaceText(path, entry.place), entry.key),
                        "did you mean 'x-docktor'?"});
}

void ReadExtension(const YamlNode& map, const std::string& path, Scope scope, Layer& layer,
                   std::vector<Error>& errors) {
  FindMisspelt(map, path, errors);
  const auto* entry = map.Find(kKey);
  if (!entry) return;
  auto found = ReadLayer(*entry->value, path, scope, layer);
  errors.insert(errors.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
}

std::optional<FileCount> ReadCount(const YamlNode& service, const std::string& path) {
  const auto* entry = service.Find("scale");
  const auto* deploy = service.Find("deploy");
  if (!entry && deploy) entry = deploy->value->Find("replicas");
  if (!entry || entry->value->kind == Kind::kNull) return std::nullopt;
  const auto count = ParseReplicas(entry->value->scalar);
  return FileCount{{PlaceText(path, entry->place)}, count ? std::optional(*count) : std::nullopt};
}

Maybe<bool> ReadGlobal(const YamlNode& service, const std::string& path) {
  const auto* deploy = service.Find("deploy");
  const auto* mode = deploy ? deploy->value->Find("mode") : nullptr;
  if (!mode) return std::nullopt;
  const auto& text = mode->value->scalar;
  return Said<bool>{text == "global" || text == "global-job", {PlaceText(path, mode->place)}};
}

/// Labels as a map, or as "name=value" lines. What a variable of the shell says is not known here.
std::vector<Error> ReadLabelErrors(const YamlNode& service, const std::string& path) {
  std::vector<Error> errors;
  Layer layer;
  const auto read = [&](const std::string& label, const std::string& value, YamlPlace place) {
    if (value.find('$') != std::string::npos) return;
    if (auto error = ReadLabel(label, value, fmt::format("{}: label {}", PlaceText(path, place), label), layer))
      errors.push_back(*std::move(error));
  };
  const auto* labels = service.Find("labels");
  if (!labels) return errors;
  for (const auto& entry : labels->value->entries) read(entry.key, entry.value->scalar, entry.place);
  for (const auto& item : labels->value->items) {
    const auto sign = std::min(item->scalar.find('='), item->scalar.size());
    read(item->scalar.substr(0, sign), item->scalar.substr(std::min(sign + 1, item->scalar.size())), item->place);
  }
  return errors;
}

ServiceInFile ReadService(const YamlEntry& entry, const std::string& path) {
  ServiceInFile service{.name = entry.key};
  const auto& node = *entry.value;
  if (node.kind != Kind::kMap) return service;
  ReadExtension(node, path, Scope::kService, service.layer, service.errors);
  if (const auto* extension = node.Find(kKey)) service.extension = {PlaceText(path, extension->place)};
  service.count = ReadCount(node, path);
  service.global = ReadGlobal(node, path);
  service.label_errors = ReadLabelErrors(node, path);
  return service;
}

}  // namespace

ComposeFile ReadComposeFile(const std::string& text, const std::string& path) {
  ComposeFile file{.path = path};
  const auto root = ParseYaml(text, path);
  if (!root) {
    file.errors.push_back(root.error());
    return file;
  }
  const auto& top = **root;
  if (top.kind != Kind::kMap) {
    file.errors.push_back(
        {Errc::kInvalidInput, PlaceText(path, top.place) + ": not a Compose file", "it begins with services:"});
    return file;
  }
  if (const auto* name = top.Find("name"); name && name->value->kind == Kind::kScalar)
    file.project = {name->value->scalar, {PlaceText(path, name->place)}};
  ReadExtension(top, path, Scope::kProject, file.defaults, file.errors);
  file.includes_others = top.Find("include") != nullptr;
  if (const auto* services = top.Find("services"))
    for (const auto& entry : services->value->entries) file.services.push_back(ReadService(entry, path));
  return file;
}

Result<ComposeFile> LoadComposeFile(const std::filesystem::path& path) {
  const auto refuse = [&](int error) {
    const auto code = error == ENOENT || error == ENOTDIR ? Errc::kNotFound
                      : error == EACCES                   ? Errc::kDenied
                                                          : Errc::kUnavailable;
    return Fail(code, fmt::format("read Compose file {}: {}", path.string(), std::strerror(error)),
                "name another with --compose-file");
  };
  const auto text = ReadTextFile(path);
  if (!text) return refuse(text.error());
  return ReadComposeFile(*text, path.string());
}

}  // namespace docktor::settings
