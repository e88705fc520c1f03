/// Reads every container of a project from the kernel's files, as the daemon does each second, beside one
/// `docker stats --no-stream` over the same containers. Argument: the project's name (see sweep.py).
#include <cstdlib>

#include "bench/measure.h"
#include "docker/connection/find_engine.h"
#include "docker/project/project_survey.h"
#include "observe/files/sweep.h"

namespace docktor::bench {
namespace {

int Main(const std::string& project) {
  const auto address = docker::FindEngine();
  const auto engine = address ? docker::Connect(*address) : tl::unexpected(address.error());
  const auto seen = engine ? docker::ProjectSurvey(**engine, {project}).Take({}) : tl::unexpected(engine.error());
  if (!seen) {
    fmt::print(stderr, "{}\n", seen.error().message);
    return 1;
  }
  const auto watched = observe::RunningReplicas(*seen);
  std::string stats = "docker stats --no-stream";
  for (const auto& [id, pid] : watched) stats += " " + id.value;
  stats += " > /dev/null";

  observe::Sweep sweep({});
  std::size_t read = 0;
  auto now = Instant{1h};
  const auto taken = Median(50, [&] { read = sweep.Take(watched, now += 1s).replicas.size(); });
  const auto asked = Median(3, [&] { static_cast<void>(std::system(stats.c_str())); });
  fmt::print("{} containers, {} of them read\n", watched.size(), read);
  Row("`docker stats --no-stream`", asked, asked);
  Row("a sweep over the kernel's files", taken, asked);
  Goals goals;
  goals.AtMost("containers that were not read", static_cast<double>(watched.size() - read), 0, "of them");
  goals.AtMost("a sweep over 200 containers", taken * 1e3 * 200 / static_cast<double>(watched.size()), 10, "ms");
  return goals.ExitStatus();
}

}  // namespace
}  // namespace docktor::bench

int main(int argc, char** argv) { return argc == 2 ? docktor::bench::Main(argv[1]) : 2; }
