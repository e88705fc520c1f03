/// Writes a journal for a bench that starts the daemon on it. Arguments: the folder, the project, how many records, the
/// hours that they are of.
#include <cstdlib>
#include <exception>

#include <fmt/core.h>

#include "bench/made_up_journal.h"
#include "net/host_clock.h"

int main(int argc, char** argv) {
  using namespace docktor;
  if (argc != 5) return fmt::print(stderr, "want a folder, a project, a number of records and of hours\n"), 2;
  const bench::Extent extent{std::atoi(argv[3]), std::chrono::hours(std::atoi(argv[4])), net::HostClock().Now()};
  try {
    bench::MadeUpJournal(argv[2], extent).Write(argv[1]);
  } catch (const std::exception& error) {
    return fmt::print(stderr, "{}: {}\n", argv[1], error.what()), 1;
  }
  return 0;
}
