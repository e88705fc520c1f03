/// Reads every container of a project from the kernel's files, as the daemon does each second, beside one
/// `docker stats --no-stream` over the same containers. Arguments: the project's name, how many containers it must have
/// (see sweep.py).
#include <algorithm>
#include <cstdlib>
#include <string>

#include "bench/measure.h"
#include "docker/connection/find_engine.h"
#include "docker/project/project_survey.h"
#include "observe/files/sweep.h"

namespace docktor::bench {
namespace {

constexpr int kSweeps = 50;

/// What sweeps over the same containers came to.
struct Swept {
  Times times = {};
  std::size_t unread = 0;  ///< containers, in the worst of them
};

/// The first opens all the files, and does not count.
Swept SweepAgain(const observe::Watched& watched) {
  observe::Sweep sweep({});
  Swept swept;
  auto now = Instant{1h};
  sweep.Take(watched, now);
  for (int i = 0; i < kSweeps; ++i) {
    Readings readings;
    swept.times.Take([&] { readings = sweep.Take(watched, now += 1s); });
    swept.unread = std::max(swept.unread, watched.size() - readings.replicas.size());
  }
  return swept;
}

double AskStats(const observe::Watched& watched) {
  std::string stats = "docker stats --no-stream";
  for (const auto& [id, pid] : watched) stats += " " + id.value;
  stats += " > /dev/null";
  return Median(3, [&] {
    if (std::system(stats.c_str()) != 0) std::abort();
  });
}

int Main(const std::string& project, std::size_t wanted) {
  const auto address = docker::FindEngine();
  const auto engine = address ? docker::Connect(*address) : tl::unexpected(address.error());
  const auto seen = engine ? docker::ProjectSurvey(**engine, {project}).Take({}) : tl::unexpected(engine.error());
  if (!seen) {
    fmt::print(stderr, "{}\n", seen.error().message);
    return 1;
  }
  const auto watched = observe::RunningReplicas(*seen);
  const auto swept = SweepAgain(watched);
  const auto& times = swept.times;
  const auto asked = AskStats(watched);
  fmt::print("{} containers, {} sweeps\n", watched.size(), kSweeps);
  Row("`docker stats --no-stream`", asked, asked);
  Row("a sweep over the kernel's files, median", times.Median(), asked);
  Row("  mean", times.Mean(), asked);
  Row("  the slowest", times.Slowest(), asked);
  Goals goals;
  goals.AtMost("containers missing", static_cast<double>(wanted) - static_cast<double>(watched.size()), 0, "of them");
  goals.AtMost("containers that were not read", static_cast<double>(swept.unread), 0, "of them");
  goals.AtMost(fmt::format("a sweep over {} containers, the slowest", wanted), times.Slowest() * 1e3, 10, "ms");
  return goals.ExitStatus();
}

}  // namespace
}  // namespace docktor::bench

int main(int argc, char** argv) {
  return argc == 3 ? docktor::bench::Main(argv[1], std::strtoul(argv[2], nullptr, 10)) : 2;
}
