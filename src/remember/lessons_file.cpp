#include "remember/lessons_file.h"

#include "core/json.h"

namespace docktor::remember {

LessonsFile::LessonsFile(std::filesystem::path file, const Clock& clock, std::function<void(const std::string&)> warn,
                         Disk& disk)
    : file_(std::move(file)), clock_(clock), warn_(std::move(warn)), disk_(disk) {
  auto read = Read();
  if (read)
    for (auto& [service, lessons] : *read) known_[service] = std::move(lessons);
  else
    warn_("what was learned is lost, and is learned again: " + read.error().message);
}

Result<std::vector<ServiceLessons>> LessonsFile::Read() const {
  const auto text = disk_.Read(file_);
  if (!text && text.error().code == Errc::kNotFound) return std::vector<ServiceLessons>{};
  if (!text) return tl::unexpected(text.error());
  const auto read =
      ParseJson(*text).and_then([](const json::value& v) { return FromJson<std::vector<ServiceLessons>>(v); });
  return read ? read : tl::unexpected(read.error().During("read " + file_.string()));
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
