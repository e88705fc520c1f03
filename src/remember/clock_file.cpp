#include "remember/clock_file.h"

#include <fmt/format.h>

#include "core/json.h"

namespace docktor::remember {

ClockFile::ClockFile(std::filesystem::path file, std::function<void(const std::string&)> warn, Disk& disk)
    : file_(std::move(file)), warn_(std::move(warn)), disk_(disk) {}

net::ClockMark ClockFile::Begin(const net::ClockMark& date) const {
  const auto here = disk_.Read(file_)
                        .and_then([](const std::string& text) { return ParseJson(text); })
                        .and_then([](const json::value& value) { return FromJson<net::ClockMark>(value); })
                        .and_then([&](const net::ClockMark& left) { return net::GoOn(left, date); });
  if (!here && here.error().code != Errc::kNotFound)
    warn_(fmt::format("the clock begins with the date, and does not go on from {}: {}", file_.string(),
                      here.error().message));
  return here.value_or(date);
}

void ClockFile::Keep(const net::ClockMark& mark) {
  if (mark.boot.empty()) return;
  if (kept_ && std::chrono::abs(net::Drift(*kept_, mark)) <= kNotKept) return;
  const auto written = disk_.Replace(file_, WriteJson(ToJson(mark)) + "\n");
  if (written) kept_ = mark;
  if (!written && !refused_) warn_("where the clock stands cannot be kept: " + written.error().message);
  refused_ = !written;
}

}  // namespace docktor::remember
