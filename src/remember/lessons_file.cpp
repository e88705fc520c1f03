#include "remember/lessons_file.h"

#include <fmt/format.h>

#include "core/json.h"

namespace docktor::remember {

namespace {

Result<ServiceLessons> ReadEntry(const json::value& value) {
  auto entry = FromJson<ServiceLessons>(value);
  if (entry && entry->service.service.empty()) return Fail(Errc::kInvalidInput, "it does not say of which service");
  return entry;
}

}  // namespace

LessonsFile::LessonsFile(std::filesystem::path file, const Clock& clock, std::function<void(const std::string&)> warn,
                         Disk& disk)
    : file_(std::move(file)), clock_(clock), warn_(std::move(warn)), disk_(disk) {
  const auto text = disk_.Read(file_);
  if (text)
    Take(*text);
  else if (text.error().code != Errc::kNotFound)
    warn_("what was learned is lost, and is learned again: " + text.error().message);
}

/// What cannot be used is kept beside: the next Keep replaces the file.
void LessonsFile::Take(const std::string& text) {
  const auto broken = TakeEntries(text);
  if (!broken) return;
  auto beside = file_;
  beside += ".broken";
  const auto kept = disk_.Replace(beside, text);
  warn_(fmt::format("{} is lost, and is learned again: read {}: {}{}",
                    known_.empty() ? "what was learned" : "something of what was learned", file_.string(), *broken,
                    kept ? "; the file as it was is " + beside.string() : ""));
}

std::optional<std::string> LessonsFile::TakeEntries(const std::string& text) {
  const auto value = ParseJson(text);
  if (!value) return value.error().message;
  if (!value->is_array()) return "it is no list";
  std::optional<std::string> first;
  int number = 0;
  for (const auto& one : value->get_array()) {
    auto entry = ReadEntry(one);
    ++number;
    if (entry)
      known_[entry->service] = std::move(entry->lessons);
    else if (!first)
      first = fmt::format("entry {}: {}", number, entry.error().message);
  }
  return first;
}

std::map<ServiceKey, Lessons> LessonsFile::Known() const {
  const std::lock_guard lock(mutex_);
  return known_;
}

void LessonsFile::Keep(std::vector<ServiceLessons> lessons) {
  const std::lock_guard lock(mutex_);
  for (auto& [service, learned] : lessons) known_[service] = std::move(learned);
  const auto now = clock_.Now();
  std::erase_if(known_,
                [now](const auto& known) { return known.second.at < now - kKept || known.second.at > now + kKept; });
  std::vector<ServiceLessons> all;
  for (const auto& [service, learned] : known_) all.push_back({service, learned});
  const auto written = disk_.Replace(file_, WriteJson(ToJson(all)) + "\n");
  if (!written && !refused_) warn_("what was learned cannot be kept: " + written.error().message);
  refused_ = !written;
}

}  // namespace docktor::remember
