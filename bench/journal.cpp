/// Appending to the journal, and what a start does with one of a million records: those of a month, of which the last
/// hour holds few, and those of a day; also where the kernel has to read them from the disk. Baselines of the same run:
/// the same bytes written and synced by the bare system calls, and the same lines read by the bare JSON parser.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include "app/past.h"
#include "bench/made_up_journal.h"
#include "bench/measure.h"
#include "bench/page_cache.h"
#include "core/json.h"
#include "net/host_clock.h"
#include "remember/journal/file_journal.h"
#include "remember/journal/line.h"
#include "remember/journal/verify.h"

namespace docktor::bench {
namespace {

namespace fs = std::filesystem;
constexpr int kAppends = 200, kRecords = 20'000, kMany = 1'000'000;
constexpr Duration kDay = 24h, kMonth = 30 * kDay;

RecordBody SomeHold() {
  HoldRun hold;
  hold.first = {.id = {7}, .service = {"shop", "web"}, .at = Instant{1'700'000'000s}};
  hold.first.inputs.signals = {{.name = "cpu.utilization", .count = 3, .mean = 0.5, .p95 = 0.6, .age = 300ms}};
  hold.first.verdict.constraints = {{.reason = Reason::kTooManyReplicas, .rank = Rank::kBounds, .ceiling = 10}};
  return hold;
}

fs::path FreshFolder() {
  std::string name = (fs::temp_directory_path() / "docktor-bench-XXXXXX").string();
  return mkdtemp(name.data());
}

double BareAppends(const fs::path& folder, const std::string& line) {
  const int fd = open((folder / "bare").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  const double seconds = Median(3, [&] {
    for (int i = 0; i < kAppends; ++i)
      if (write(fd, line.data(), line.size()) < 0 || fdatasync(fd) != 0) std::abort();
  });
  close(fd);
  return seconds;
}

/// Each line of the files there, once.
void Parse(const fs::path& folder) {
  for (const auto& entry : fs::directory_iterator(folder)) {
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);)
      if (!ParseJson(line)) std::abort();
  }
}

void Check(const fs::path& folder, std::uint64_t records) {
  const auto found = remember::Verify(folder);
  if (found && found->ok && found->unreadable == 0 && found->records == records) return;
  fmt::print(stderr, "{} does not hold {} records in good order\n", folder.string(), records);
  std::abort();
}

void Start(const fs::path& folder, const Clock& clock) {
  if (!app::Past::Open(folder, clock, "shop")) std::abort();
}

void BenchAppends(const fs::path& folder, const Clock& clock) {
  fmt::print("{} appends, each on disk before the next; baseline: write and fdatasync of the same bytes\n", kAppends);
  const auto journal = remember::FileJournal::Open(folder / "journal", clock);
  if (!journal) fmt::print(stderr, "{}\n", journal.error().message), std::abort();
  const double appends = Median(3, [&] {
    for (int i = 0; i < kAppends; ++i)
      if (!(*journal)->Append(SomeHold())) std::abort();
  });
  const auto line = remember::WriteLine({1, clock.Now(), SomeHold()}, remember::kNoPrevious) + "\n";
  Row("append", appends, BareAppends(folder, line));
}

void BenchVerify(const fs::path& folder, const Clock& clock) {
  fmt::print("a month of {} records; baseline: the JSON parser alone on the same lines\n", kRecords);
  MadeUpJournal("shop", {kRecords, kMonth, clock.Now()}).Write(folder);
  const double parse = Median(3, [&] { Parse(folder); });
  Row("verify", Median(3, [&] { Check(folder, kRecords); }), parse);
}

/// Seconds that starts take.
struct Starts {
  double warm = 0;  ///< the median, with the files in memory
  double cold = 0;  ///< the slowest, where the kernel has to read them from the disk
};

Starts BenchStart(const fs::path& folder, const Clock& clock, Duration length) {
  fmt::print("{} records of {}; baseline: the JSON parser alone on the same lines, once\n", kMany, ToText(length));
  MadeUpJournal("shop", {kMany, length, clock.Now()}).Write(folder);
  Check(folder, kMany);
  const double parse = Timed([&] { Parse(folder); });
  const double warm = Median(3, [&] { Start(folder, clock); });
  Row("what the daemon does at its start with its journal", warm, parse);
  const PageCache cache(folder);
  Times cold;
  double kept = 0;
  for (int i = 0; i < 3; ++i) {
    cache.Drop();
    kept = std::max(kept, cache.Share());
    cold.Take([&] { Start(folder, clock); });
  }
  Row(fmt::format("  with {:.0f} % of the files in memory, median", 100 * kept), cold.Median(), parse);
  Row("    the slowest", cold.Slowest(), parse);
  fs::remove_all(folder);
  return {warm, cold.Slowest()};
}

}  // namespace
}  // namespace docktor::bench

int main() {
  using namespace docktor::bench;
  const auto folder = FreshFolder();
  const docktor::net::HostClock clock;
  BenchAppends(folder, clock);
  BenchVerify(folder / "large", clock);
  const auto month = BenchStart(folder / "month", clock, kMonth);
  const auto day = BenchStart(folder / "day", clock, kDay);
  std::filesystem::remove_all(folder);
  Goals goals;
  for (const auto& [length, starts] : {std::pair{"30 days", month}, std::pair{"a day", day}}) {
    const auto what = fmt::format("a start with 1,000,000 records of {}", length);
    goals.AtMost(what + ", median", starts.warm, 2, "s");
    goals.AtMost(what + ", from the disk, the slowest", starts.cold, 2, "s");
  }
  return goals.ExitStatus();
}
