#include <cmath>

#include <spdlog/spdlog.h>

#include "fuzz/pieces.h"
#include "observe/files/cgroup_root.h"
#include "serve/login/logins.h"
#include "serve/login/token_file.h"
#include "simulate/trace.h"
#include "support/made_folder.h"
#include "support/movable_clock.h"

namespace docktor {
namespace {

const test::MadeFolder& Folder() {
  static const test::MadeFolder folder;
  return folder;
}

void PlayTrace(const std::string& csv) {
  const auto trace = simulate::ReadTrace(Folder().Write("load.csv", csv).string());
  if (!trace) {
    if (trace.error().message.empty()) __builtin_trap();
    return;
  }
  if (trace->step < 10ms || trace->step > 24h || trace->rates.size() < 2) __builtin_trap();
  for (const auto rate : trace->rates)
    if (!std::isfinite(rate) || rate < 0) __builtin_trap();
  for (const auto rate : simulate::Resampled(*trace, trace->step / 2 + 1ms).rates)
    if (!std::isfinite(rate) || rate < 0) __builtin_trap();
}

void LookUpCgroup(const std::string& mounts, const std::string& cgroup) {
  const ContainerId id{"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"};
  Folder().Write("proc/self/mountinfo", mounts);
  Folder().Write("proc/7/cgroup", cgroup);
  (void)observe::FindCgroup({.proc = (Folder().path() / "proc").string(), .mounts = Folder().path().string()}, id, 7);
  const auto path = observe::ContainerPath(cgroup, id);
  if (path && path->find(id.value) == path->npos) __builtin_trap();
}

/// Nobody is logged in by what stands in a file who had no token that is in force.
void LogIn(const std::string& file, const std::string& id) {
  test::MovableClock clock;
  const serve::Tokens tokens{.program = "p", .persons = {{operations::Role::kViewer, "v"}}};
  serve::Logins logins(clock, Folder().Write("logins.json", file), tokens);
  const auto found = logins.Find(id);
  if (found && *found != operations::Role::kViewer) __builtin_trap();
  const auto begun = logins.Begin(operations::Role::kViewer, "v");
  if (!begun || logins.Find(*begun) != operations::Role::kViewer) __builtin_trap();
  logins.End(*begun);
  if (logins.Find(*begun)) __builtin_trap();
}

void ReadToken(const std::string& text) {
  const auto file = Folder().Write("token", text);
  std::filesystem::permissions(file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  const auto token = serve::ReadOrMakeToken(file);
  if (token && (token->size() != 64 || token->find_first_not_of("0123456789abcdef") != token->npos)) __builtin_trap();
}

}  // namespace
}  // namespace docktor

/// Files that others write, or may have changed: a load to be played, a process's cgroups, logins, a token.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace docktor;
  spdlog::set_level(spdlog::level::off);
  test::Pieces pieces(data, size);
  const auto kind = pieces.Byte() % 4;
  const auto first = pieces.Text();
  switch (kind) {
    case 0: PlayTrace(first); break;
    case 1: LookUpCgroup(first, pieces.Text()); break;
    case 2: LogIn(first, pieces.Text()); break;
    default: ReadToken(first);
  }
  return 0;
}
