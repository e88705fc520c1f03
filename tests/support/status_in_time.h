#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>
#include <thread>
#include <utility>

#include <gtest/gtest.h>

#include "net/http_client.h"
#include "support/stalls.h"
#include "support/watched_project.h"

namespace docktor::test {

/// The daemon says how it is within `most`, says so where Docker is away, and no look at a service is overdue.
inline operations::StatusOutput ExpectStatusInTime(WatchedProject& project, Duration most = 1s) {
  const auto begin = std::chrono::steady_clock::now();
  const auto ran = project.docktor.Run("status --json");
  EXPECT_LT(std::chrono::steady_clock::now() - begin, most);
  auto status =
      ParseJson(ran.out).and_then([](const json::value& said) { return FromJson<operations::StatusOutput>(said); });
  EXPECT_TRUE(status) << ran;
  if (!status) return {};
  EXPECT_FALSE(status->services.empty());
  for (const auto& one : status->services)
    EXPECT_TRUE(one.next_look && *one.next_look > status->at - 2s) << one.service.service;
  EXPECT_EQ(ran.exit_code, status->engine_lost ? 5 : 0) << ran;
  return *std::move(status);
}

/// How many looks were taken more than a second after they were due, since the daemon's start; -1: nobody says.
inline std::int64_t LateLooks(const WatchedProject& project) {
  net::HttpClient door({.unix_socket = project.docktor.socket()});
  const auto page = door.Send({.path = "/metrics"});
  std::int64_t late = -1;
  for (const auto& line : Lines(page ? page->body : ""))
    if (line.starts_with("docktor_late_looks_total{"))
      late = std::max<std::int64_t>(late, 0) + std::stoll(line.substr(line.rfind(' ')));
  return late;
}

/// Asks for the status again and again until it goes out of scope: it is in time whatever happens meanwhile, and so is
/// every look, but for those that the machine itself made late.
class StatusInTime {
 public:
  explicit StatusInTime(WatchedProject& project)
      : project_(project), late_(LateLooks(project)), thread_([this] {
          while (!stopping_) {
            const auto status = ExpectStatusInTime(project_, 1s + 1s * stalls_.count());
            services_ = std::max(services_, static_cast<int>(status.services.size()));
            std::this_thread::sleep_for(200ms);
          }
        }) {}
  ~StatusInTime() {
    stopping_ = true;
    thread_.join();
    EXPECT_GE(late_, 0);
    EXPECT_LE(LateLooks(project_) - late_, services_ * stalls_.count()) << "looks that were late";
  }
  StatusInTime(const StatusInTime&) = delete;
  StatusInTime& operator=(const StatusInTime&) = delete;

 private:
  WatchedProject& project_;
  const std::int64_t late_;
  int services_ = 0;
  std::atomic<bool> stopping_{false};
  Stalls stalls_;
  std::thread thread_;  // last: runs on the members above
};

}  // namespace docktor::test
