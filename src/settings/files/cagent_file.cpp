#include "settings/files/cagent_file.h"

#include <cerrno>
#include <cstring>
#include <map>
#include <sstream>

#include <fmt/format.h>

#include "settings/fields/values.h"
#include "settings/files/text_file.h"

namespace docktor::settings {
namespace {

constexpr std::string_view kNoKey = "dummy";  // what programs write that must have some

struct Assigned {
  std::string value;
  Origin origin;
};

std::string Unquoted(std::string_view text) {
  const bool quoted = text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front();
  return std::string(quoted ? text.substr(1, text.size() - 2) : text);
}

/// What is no assignment is told by its line alone: it may be a key.
std::map<std::string, Assigned> Assignments(const std::string& text, CagentFile& file) {
  std::map<std::string, Assigned> all;
  std::istringstream lines(text);
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    auto rest = Trim(line);
    constexpr std::string_view kExport = "export ";
    if (rest.starts_with(kExport)) rest = Trim(rest.substr(kExport.size()));
    if (rest.empty() || rest.front() == '#') continue;
    const Origin origin{fmt::format("{}:{}", file.path.string(), number)};
    const auto equals = rest.find('=');
    if (equals == rest.npos)
      file.errors.push_back({Errc::kInvalidInput, origin.text + ": no NAME=VALUE", "write OPENAI_MODEL=llama3.2"});
    else
      all[std::string(Trim(rest.substr(0, equals)))] = {Unquoted(Trim(rest.substr(equals + 1))), origin};
  }
  return all;
}

/// As the first Docktor wrote names: "dmr/ai/llama3.2" is one of Docker Model Runner.
std::string_view WithoutRunner(std::string_view name) {
  constexpr std::string_view kRunner = "dmr/";
  return name.starts_with(kRunner) ? name.substr(kRunner.size()) : name;
}

}  // namespace

CagentFile ReadCagentFile(const std::string& text, const std::filesystem::path& path) {
  CagentFile file{.path = path};
  const auto all = Assignments(text, file);
  const auto take = [&](const char* name, Result<std::string> (*parse)(std::string_view), Maybe<std::string>& to) {
    const auto found = all.find(name);
    if (found == all.end() || found->second.value.empty()) return;
    const auto& [value, origin] = found->second;
    auto parsed = parse(WithoutRunner(value));
    if (parsed)
      to = Said<std::string>{*std::move(parsed), origin};
    else
      file.errors.push_back(parsed.error().During(fmt::format("{}: {}", origin.text, name)));
  };
  take("OPENAI_MODEL", ParseName, file.layer.brain.model);
  take("OPENAI_BASE_URL", ParseAddress, file.layer.brain.endpoint);
  if (!file.errors.empty())
    return {.path = path, .errors = std::move(file.errors)};  // half of it may be meant otherwise
  const auto key = all.find("OPENAI_API_KEY");
  if (key == all.end() || key->second.value.empty() || key->second.value == kNoKey) return file;
  file.key = key->second.value;
  file.layer.brain.key_env = Said<std::string>{CagentFile::kKey, key->second.origin};
  if (!file.layer.brain.endpoint)  // OpenAI's own
    file.layer.brain.provider = Said<std::string>{"openai", key->second.origin};
  return file;
}

CagentFile LoadCagentFile(const std::filesystem::path& folder) {
  if (folder.empty()) return {};
  const auto path = folder / CagentFile::kName;
  const auto text = ReadTextFile(path);
  if (text) return ReadCagentFile(*text, path);
  CagentFile file{.path = path};
  if (text.error() != ENOENT)
    file.errors.push_back(
        {Errc::kInvalidInput, fmt::format("read {}: {}", path.string(), std::strerror(text.error()))});
  return file;
}

std::string CagentText(const std::string& endpoint, const std::string& model) {
  return fmt::format(
      "# Which language model advises here; docktor.yaml wins over it (docs/models.md).\n"
      "OPENAI_BASE_URL={}\nOPENAI_API_KEY={}\nOPENAI_MODEL={}\n",
      endpoint, kNoKey, model);
}

}  // namespace docktor::settings
