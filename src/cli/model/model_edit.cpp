#include "cli/model/model_edit.h"

#include <algorithm>

#include <fmt/format.h>

#include "settings/files/settings_file.h"
#include "settings/files/yaml.h"

namespace docktor::cli::model {
namespace {

using settings::YamlNode;

std::vector<std::string> LinesOf(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = std::min(text.find('\n', begin), text.size());
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

std::string Joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) (text += line) += '\n';
  return text;
}

/// As a scalar that reads back the same.
std::string Scalar(const std::string& value) {
  constexpr auto kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:";
  const bool letter = std::isalpha(static_cast<unsigned char>(value.front())) != 0;
  const bool plain = letter && value.back() != ':' && value.find_first_not_of(kPlain) == value.npos;
  if (plain) return value;
  std::string quoted = "\"";
  for (const char c : value) quoted += c == '"' || c == '\\' ? std::string{'\\', c} : std::string{c};
  return quoted + "\"";
}

/// The lines of what stands below `brain`, key by key, each on a line of its own.
class Block {
 public:
  Block(std::vector<std::string>& lines, const settings::YamlEntry& brain) : lines_(lines), after_(brain.place.line) {
    for (const auto& entry : brain.value->entries) {
      indent_ = entry.place.column - 1;
      places_.emplace_back(entry.key, entry.place.line);
    }
  }
  void Set(const std::string& key, const std::string& value) {
    const auto at = std::find_if(places_.begin(), places_.end(), [&](const auto& place) { return place.first == key; });
    if (at == places_.end() && value.empty()) return;
    const auto line =
        std::string(static_cast<std::size_t>(indent_), ' ') + key + ": " + (value.empty() ? "" : Scalar(value));
    if (at == places_.end()) return Insert(key, line);
    if (!value.empty()) return void(lines_[static_cast<std::size_t>(at->second - 1)] = line);
    lines_.erase(lines_.begin() + at->second - 1);
    Move(at->second, -1);
    places_.erase(at);
  }

 private:
  void Insert(const std::string& key, const std::string& line) {
    lines_.insert(lines_.begin() + after_, line);
    Move(after_, 1);
    places_.emplace_back(key, after_ + 1);
  }
  void Move(int behind, int by) {
    for (auto& [key, line] : places_)
      if (line > behind) line += by;
  }

  std::vector<std::string>& lines_;
  const int after_;  // the line of `brain:` itself, from 1
  int indent_ = 2;
  std::vector<std::pair<std::string, int>> places_;
};

/// An entry without anything below it, on a line that is added.
settings::YamlEntry AddedBrain(std::vector<std::string>& lines) {
  lines.emplace_back("brain:");
  return {"brain", {static_cast<int>(lines.size()), 1}, std::make_shared<YamlNode>()};
}

bool InOneLine(const settings::YamlEntry& brain) {
  const auto& below = brain.value->entries;
  return brain.value->kind == YamlNode::Kind::kScalar ||
         std::any_of(below.begin(), below.end(),
                     [&](const auto& entry) { return entry.place.line == brain.place.line; });
}

Result<std::string> Edited(const std::string& text, const std::filesystem::path& path, const BrainEntries& entries) {
  const auto yaml = settings::ParseYaml(text, path.string());
  if (!yaml) return tl::unexpected(yaml.error());
  auto lines = LinesOf(text);
  const auto* found = (*yaml)->kind == YamlNode::Kind::kMap ? (*yaml)->Find("brain") : nullptr;
  const auto brain = found != nullptr ? *found : AddedBrain(lines);
  if (InOneLine(brain))
    return Fail(Errc::kInvalidInput,
                fmt::format("{}:{}: brain is written in one line", path.string(), brain.place.line),
                "give each of its keys a line, or change it by hand");
  Block block(lines, brain);
  for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) block.Set(entry->first, entry->second);
  return Joined(lines);
}

/// The line that it names is in no file yet.
Error WithoutPlace(Error error, const std::filesystem::path& path) {
  const auto end = error.message.find(": ", path.string().size());
  if (error.message.starts_with(path.string()) && end != std::string::npos) error.message.erase(0, end + 2);
  return error;
}

}  // namespace

Result<std::string> WithBrain(const std::string& text, const std::filesystem::path& path, const BrainEntries& entries) {
  const auto before = settings::ReadSettingsFile(text, path, settings::FileOf::kProject);
  if (!before.errors.empty()) return tl::unexpected(before.errors.front());
  auto edited = Edited(text, path, entries);
  if (!edited) return edited;
  const auto after = settings::ReadSettingsFile(*edited, path, settings::FileOf::kProject);
  if (!after.errors.empty()) return tl::unexpected(WithoutPlace(after.errors.front(), path));
  return edited;
}

}  // namespace docktor::cli::model
