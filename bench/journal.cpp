/// Appending to the journal, and what a start does with one of a million records. Baselines of the same run: the same
/// bytes written and synced by the bare system calls, and read by the bare JSON parser.
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <fcntl.h>
#include <unistd.h>

#include "app/past.h"
#include "bench/measure.h"
#include "bench/month.h"
#include "core/json.h"
#include "net/host_clock.h"
#include "remember/journal/file_journal.h"
#include "remember/journal/line.h"
#include "remember/journal/verify.h"

namespace docktor::bench {
namespace {

namespace fs = std::filesystem;
constexpr int kAppends = 200, kRecords = 20'000, kMany = 1'000'000;

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

double BareParse(const fs::path& folder) {
  return Median(3, [&] {
    for (const auto& entry : fs::directory_iterator(folder)) {
      std::ifstream file(entry.path());
      for (std::string line; std::getline(file, line);)
        if (!ParseJson(line)) std::abort();
    }
  });
}

}  // namespace
}  // namespace docktor::bench

int main() {
  using namespace docktor;
  using namespace docktor::bench;
  const auto folder = FreshFolder();
  const net::HostClock clock;
  auto journal = remember::FileJournal::Open(folder / "journal", clock);
  if (!journal) return fmt::print(stderr, "{}\n", journal.error().message), 1;
  const auto line = remember::WriteLine({1, clock.Now(), SomeHold()}, remember::kNoPrevious) + "\n";

  fmt::print("{} appends, each on disk before the next; baseline: write and fdatasync of the same bytes\n", kAppends);
  const double appends = Median(3, [&] {
    for (int i = 0; i < kAppends; ++i) (void)(*journal)->Append(SomeHold());
  });
  Row("append", appends, BareAppends(folder, line));
  journal->reset();

  const auto large = folder / "large", huge = folder / "huge";
  Month(clock.Now(), kRecords).Write(large);
  fmt::print("a month of {} records; baseline: the JSON parser alone on the same lines\n", kRecords);
  const double parse = BareParse(large);
  Row("verify", Median(3, [&] { (void)remember::Verify(large); }), parse);
  Month(clock.Now(), kMany).Write(huge);
  fmt::print("a month of {} records; baseline: the JSON parser alone on as many lines\n", kMany);
  const double start = Median(3, [&] {
    if (!app::Past::Open(huge, clock, "shop")) std::abort();
  });
  Row("what the daemon does at its start with its journal", start, parse * kMany / kRecords);
  fs::remove_all(folder);
  Goals goals;
  goals.AtMost("a start with 1,000,000 records", start, 2, "s");
  return goals.ExitStatus();
}
