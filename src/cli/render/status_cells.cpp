#include "cli/render/status_cells.h"

#include <fmt/format.h>

#include "cli/render/times.h"

namespace docktor::cli {

using operations::Mode;
using operations::ServiceStatus;

namespace {

std::string Until(const ServiceStatus& s, Instant now) {
  return s.mode_until ? " until " + LocalTime(*s.mode_until, now) : " until resumed";
}

}  // namespace

std::string Percent(double ratio) { return fmt::format("{:.0f}%", 100 * ratio); }

/// The bounds mean something only where Docktor may change the count.
Cell ReplicasCell(const ServiceStatus& s) {
  auto text = fmt::format("{}/{}", s.ready, s.running);
  if (s.mode != Mode::kWatched && s.mode != Mode::kCannotScale) text += fmt::format(" of {}–{}", s.min, s.max);
  if (s.acting) text += " …";
  return {text, s.ready < s.running || s.acting ? Ink::kYellow : Ink::kPlain};
}

Cell LoadCell(const ServiceStatus& s) {
  constexpr double kBusy = 0.85;  // where nobody said how much is too much
  const auto of = s.cpu_target ? " of " + Percent(*s.cpu_target) : std::string();
  if (!s.cpu) return {"–" + of, Ink::kFaint};
  const bool much = *s.cpu > (s.cpu_target ? 1.1 * *s.cpu_target : kBusy);
  return {Percent(*s.cpu) + of, much ? Ink::kYellow : Ink::kPlain};
}

Cell ModeCell(const ServiceStatus& s, Instant now) {
  switch (s.mode) {
    case Mode::kAuto: return {"auto", Ink::kGreen};
    case Mode::kWatched: return {"watched", Ink::kFaint};
    case Mode::kDryRun: return {"dry run", Ink::kCyan};
    case Mode::kManual: return {"manual", Ink::kCyan};
    case Mode::kPaused:
    case Mode::kOverride: return {s.override + Until(s, now), Ink::kYellow};
    case Mode::kStopped: return {"stopped", Ink::kFaint};
    case Mode::kCannotScale: return {"cannot scale", Ink::kFaint};
  }
  return {"", Ink::kPlain};
}

std::string LastDecision(const ServiceStatus& s, Instant now) {
  if (!s.decided_at) return "none yet";
  auto text = s.sentence + " (" + Relative(*s.decided_at, now);
  if (s.equal_looks > 1) text += fmt::format(", {} looks", s.equal_looks);
  return text + ")";
}

}  // namespace docktor::cli
