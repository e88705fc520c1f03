#include "app/process/log_format.h"

#include <cstdlib>

#include <fmt/format.h>
#include <spdlog/pattern_formatter.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/json.h"

namespace docktor::app {
namespace {

void Append(const std::string& text, spdlog::memory_buf_t& to) { to.append(text.data(), text.data() + text.size()); }

class JsonText final : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm&, spdlog::memory_buf_t& to) override {
    Append(WriteJson(json::value(std::string_view(message.payload.data(), message.payload.size()))), to);
  }
  std::unique_ptr<custom_flag_formatter> clone() const override { return std::make_unique<JsonText>(); }
};

/// As in syslog: 3 error, 4 warning, 6 information, 7 debugging.
class Priority final : public spdlog::custom_flag_formatter {
 public:
  void format(const spdlog::details::log_msg& message, const std::tm&, spdlog::memory_buf_t& to) override {
    const auto level = message.level;
    const int priority = level >= spdlog::level::err    ? 3
                         : level == spdlog::level::warn ? 4
                         : level == spdlog::level::info ? 6
                                                        : 7;
    Append(fmt::format("<{}>", priority), to);
  }
  std::unique_ptr<custom_flag_formatter> clone() const override { return std::make_unique<Priority>(); }
};

template <typename Flag>
std::unique_ptr<spdlog::formatter> WithFlag(const char* pattern, spdlog::pattern_time_type time) {
  auto formatter = std::make_unique<spdlog::pattern_formatter>(time);
  formatter->add_flag<Flag>('*').set_pattern(pattern);
  return formatter;
}

}  // namespace

std::unique_ptr<spdlog::formatter> FormatterFor(LogFormat format) {
  if (format == LogFormat::kJson)
    return WithFlag<JsonText>(R"({"at":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l","message":%*})",
                              spdlog::pattern_time_type::utc);
  return std::make_unique<spdlog::pattern_formatter>("%Y-%m-%d %H:%M:%S.%e %l %v");
}

std::unique_ptr<spdlog::formatter> JournalFormatter() {
  return WithFlag<Priority>("%*%v", spdlog::pattern_time_type::local);
}

bool IsJournal() {
  const char* stream = std::getenv("JOURNAL_STREAM");
  struct stat status {};
  return stream != nullptr && fstat(STDERR_FILENO, &status) == 0 &&
         stream == fmt::format("{}:{}", status.st_dev, status.st_ino);
}

}  // namespace docktor::app
