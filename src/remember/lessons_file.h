#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "core/clock.h"
#include "core/ports/lesson_book.h"
#include "core/result.h"
#include "remember/journal/disk.h"

namespace docktor::remember {

/// What was learned of each service, in one file of JSON that is replaced as a whole. Safe to call from every thread.
class LessonsFile final : public LessonBook {
 public:
  static constexpr Duration kKept = 24h * 30;  ///< lessons of a service that was not seen for longer are forgotten

  /// `warn` is told, in a line, when the disk begins to refuse. `disk` and `clock` outlive it.
  LessonsFile(std::filesystem::path file, const Clock& clock, std::function<void(const std::string&)> warn,
              Disk& disk = RealDisk());

  /// Of the file as it was found. Of a broken one what can be read counts, it is kept as "….broken", and `warn` was
  /// told.
  std::map<ServiceKey, Lessons> Known() const;
  void Keep(std::vector<ServiceLessons> lessons) override;

 private:
  void Take(const std::string& text);
  std::optional<std::string> TakeEntries(const std::string& text);

  const std::filesystem::path file_;
  const Clock& clock_;
  const std::function<void(const std::string&)> warn_;
  Disk& disk_;
  mutable std::mutex mutex_;
  std::map<ServiceKey, Lessons> known_;
  bool refused_ = false;
};

}  // namespace docktor::remember
