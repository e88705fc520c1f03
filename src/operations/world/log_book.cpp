#include "operations/world/log_book.h"

#include <algorithm>
#include <utility>

#include <spdlog/details/null_mutex.h>
#include <spdlog/sinks/base_sink.h>

namespace docktor::operations {
namespace {

/// The book has a lock of its own.
class BookSink final : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
 public:
  explicit BookSink(LogBook& book) : book_(book) {}

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    const auto level = spdlog::level::to_string_view(message.level);
    book_.Write({std::chrono::floor<Duration>(message.time), std::string(level.data(), level.size()),
                 std::string(message.payload.data(), message.payload.size())});
  }
  void flush_() override {}

 private:
  LogBook& book_;
};

}  // namespace

void LogBook::Write(LogLine line) {
  const std::lock_guard lock(mutex_);
  for (const auto& follower : followers_) follower(line);
  lines_.push_back(std::move(line));
  if (lines_.size() > capacity_) lines_.pop_front();
}

std::shared_ptr<void> LogBook::Follow(std::size_t last, std::function<void(const LogLine&)> on_line) {
  const std::lock_guard lock(mutex_);
  for (auto i = lines_.size() - std::min(last, lines_.size()); i < lines_.size(); ++i) on_line(lines_[i]);
  const auto place = followers_.insert(followers_.end(), std::move(on_line));
  return {static_cast<void*>(this), [this, place](void*) {
            const std::lock_guard erasing(mutex_);
            followers_.erase(place);
          }};
}

std::shared_ptr<spdlog::sinks::sink> LogSinkInto(LogBook& book) { return std::make_shared<BookSink>(book); }

}  // namespace docktor::operations
