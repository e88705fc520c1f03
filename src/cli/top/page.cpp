#include "cli/top/page.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "cli/render/render.h"
#include "cli/render/status_cells.h"
#include "cli/render/times.h"
#include "operations/shared/did_you_mean.h"

namespace docktor::cli::top {
namespace {

using operations::ServiceStatus;
using operations::StatusOutput;

constexpr int kBar = 16;
constexpr int kForEvents = 8;  // rows that are left to them, to heads and keys
constexpr Duration kStale = 5s;

/// One column: `text` in as many characters as `width`.
Cell Fit(Cell cell, int width) {
  cell.text = Shortened(cell.text, static_cast<std::size_t>(std::max(0, width)));
  const auto missing = width - static_cast<int>(LengthOf(cell.text));
  if (missing > 0) cell.text.append(static_cast<std::size_t>(missing), ' ');
  return cell;
}

/// Cells that end where the screen does, without what would move the cursor.
Row Cut(Row row, int columns) {
  int left = columns;
  for (auto& cell : row.cells) {
    std::replace_if(
        cell.text.begin(), cell.text.end(), [](unsigned char c) { return c < ' ' || c == 127; }, ' ');
    cell.text = Shortened(cell.text, static_cast<std::size_t>(std::max(0, left)));
    left -= static_cast<int>(LengthOf(cell.text));
  }
  return row;
}

Row Title(const StatusOutput& status) {
  const auto& daemon = status.daemon;
  auto rest = " · " + operations::Listed(daemon.projects) + " · up " + Rough(status.at - daemon.started_at);
  if (status.host)
    rest += fmt::format(" · host CPU {}, {:.1f} GiB free", Percent(status.host->cpu_utilization),
                        static_cast<double>(status.host->memory_available_bytes) / (1 << 30));
  if (daemon.dry_run) rest += " · dry run";
  return {{{"docktor", Ink::kBold}, {rest + " · " + daemon.engine}}};
}

/// What is wrong, each in a line.
std::vector<Row> Troubles(const Sight& sight, Instant now) {
  std::vector<Row> rows;
  const auto& status = *sight.status;
  if (!sight.trouble.empty())
    rows.push_back({{{"as of " + LocalTime(status.at, now) + ": " + sight.trouble, Ink::kRed}}});
  else if (now - status.at > kStale)
    rows.push_back({{{"nothing new since " + LocalTime(status.at, now), Ink::kYellow}}});
  if (status.engine_lost) rows.push_back({{{"Docker does not answer: " + *status.engine_lost, Ink::kRed}}});
  if (status.journal_error) rows.push_back({{{"the journal cannot be written: " + *status.journal_error, Ink::kRed}}});
  if (status.journal_loss)
    rows.push_back({{{"the journal: something of it is lost: " + *status.journal_loss, Ink::kYellow}}});
  if (status.settings_error) rows.push_back({{{"changed settings are refused: " + *status.settings_error, Ink::kRed}}});
  return rows;
}

int NameWidth(const std::vector<ServiceStatus>& services) {
  std::size_t longest = 7;
  for (const auto& s : services) longest = std::max(longest, LengthOf(s.service.service));
  return static_cast<int>(std::min<std::size_t>(longest, 20)) + 2;
}

Row HeadOf(const std::vector<ServiceStatus>& services) {
  return {{Fit({"SERVICE", Ink::kFaint}, NameWidth(services)),
           Fit({"REPLICAS", Ink::kFaint}, 16),
           Fit({"LOAD", Ink::kFaint}, kBar + 1),
           Fit({"", Ink::kFaint}, 12),
           Fit({"MODE", Ink::kFaint}, 14),
           Fit({"NEXT", Ink::kFaint}, 8),
           {"LAST DECISION", Ink::kFaint}}};
}

Row RowOf(const ServiceStatus& s, int name_width, Instant now) {
  const auto load = LoadCell(s);
  return {
      {Fit({s.service.service, Ink::kBold}, name_width),
       Fit(ReplicasCell(s), 16),
       {Bar(s.cpu.value_or(0), s.cpu_target, kBar) + " ", load.ink},
       Fit(load, 12),
       Fit(ModeCell(s, now), 14),
       Fit({s.next_look && *s.next_look > now ? fmt::format("{:.0f}s", std::ceil(Seconds(*s.next_look - now))) : "–"},
           8),
       {LastDecision(s, now)}}};
}

/// As many as there is room for, the chosen one among them.
std::vector<Row> Services(const Sight& sight, const Choice& choice, int room, Instant now) {
  const auto& services = sight.status->services;
  if (services.empty())
    return {{{{"no container of the project has been seen; start it: docker compose up -d", Ink::kFaint}}}};
  const auto* chosen = Chosen(sight, choice);
  const int all = static_cast<int>(services.size()), shown = std::clamp(room, 1, all);
  const int at = chosen == nullptr ? 0 : static_cast<int>(chosen - services.data());
  const int first = std::clamp(at - shown / 2, 0, all - shown);
  std::vector<Row> rows{HeadOf(services)};
  for (int i = first; i < first + shown; ++i) {
    const auto& s = services[static_cast<std::size_t>(i)];
    rows.push_back(RowOf(s, NameWidth(services), now));
    rows.back().chosen = &s == chosen;
  }
  if (shown < all) rows.push_back({{{fmt::format("{} more", all - shown), Ink::kFaint}}});
  return rows;
}

/// As many as may take the room of, the chosen one's among them.
std::vector<Row> Proposals(const Sight& sight, const Choice& choice, std::size_t room, Instant now) {
  const auto* chosen = Chosen(sight, choice);
  std::vector<const ServiceStatus*> waiting;
  for (const auto& s : sight.status->services)
    if (s.proposal) waiting.insert(&s == chosen ? waiting.begin() : waiting.end(), &s);
  std::vector<Row> rows;
  for (const auto* one : waiting) {
    const auto& s = *one;
    if (rows.size() == room) {
      rows.push_back({{{fmt::format("{} more: docktor proposals", waiting.size() - room), Ink::kFaint}}});
      break;
    }
    rows.push_back({{{fmt::format("{} → {}  ", s.proposal->from, s.proposal->to), Ink::kCyan},
                     {s.service.service + ": ", Ink::kBold},
                     {s.proposal->sentence + " "},
                     {"(until " + LocalTime(s.proposal->expires, now) + ")", Ink::kFaint}}});
  }
  if (!rows.empty()) rows.insert(rows.begin(), {{{"WAITS FOR YOUR WORD", Ink::kCyan}}});
  return rows;
}

/// The newest that fit.
std::vector<Row> Events(const Sight& sight, std::size_t most, Instant now) {
  std::vector<Row> rows;
  const auto shown = std::min(most, sight.events.size());
  for (auto event = sight.events.end() - static_cast<std::ptrdiff_t>(shown); event != sight.events.end(); ++event) {
    const auto ink = event->outcome ? InkOf(event->outcome->kind) : Ink::kPlain;
    rows.push_back({{{LocalTime(event->at, now) + "  ", Ink::kFaint}, {event->sentence, ink}}});
  }
  return rows;
}

Row Keys(const Sight& sight, const Choice& choice) {
  if (!choice.said.empty()) return {{{choice.said, Ink::kBold}}};
  const auto* chosen = Chosen(sight, choice);
  std::vector<Cell> cells{{"↑↓ choose  w why  ", Ink::kFaint}};
  if (chosen != nullptr && chosen->proposal)
    cells.push_back(
        {fmt::format("a approve {} → {}  r reject  ", chosen->proposal->from, chosen->proposal->to), Ink::kCyan});
  cells.push_back({"? help  q end", Ink::kFaint});
  return {std::move(cells)};
}

void Append(std::vector<Row>& to, std::vector<Row> rows) {
  to.insert(to.end(), std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end()));
}

std::vector<Row> Sheet(const std::vector<std::string>& lines, Size size) {
  std::vector<Row> rows;
  for (const auto& line : lines) {
    if (static_cast<int>(rows.size()) == size.rows - 1) break;
    rows.push_back({{{line}}});
  }
  rows.push_back({{{"any key: back", Ink::kFaint}}});
  return rows;
}

std::vector<Row> Page(const Sight& sight, const Choice& choice, Size size, Instant now) {
  if (!sight.status) return {{{{sight.trouble.empty() ? "asking the daemon …" : sight.trouble}}}};
  std::vector<Row> rows{Title(*sight.status)};
  Append(rows, Troubles(sight, now));
  const auto for_proposals = static_cast<std::size_t>(std::max(1, size.rows / 4));
  if (auto proposals = Proposals(sight, choice, for_proposals, now); !proposals.empty()) {
    rows.push_back({});
    Append(rows, std::move(proposals));
  }
  rows.push_back({});
  Append(rows, Services(sight, choice, size.rows - static_cast<int>(rows.size()) - kForEvents, now));
  rows.push_back({});
  const int left = size.rows - 1 - static_cast<int>(rows.size());
  Append(rows, Events(sight, static_cast<std::size_t>(std::max(0, left)), now));
  rows.resize(static_cast<std::size_t>(std::max(0, size.rows - 1)));
  rows.push_back(Keys(sight, choice));
  return rows;
}

}  // namespace

std::string Bar(double share, std::optional<double> target, int width) {
  const int full = static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * width));
  const int mark = target ? std::min(width - 1, static_cast<int>(*target * width)) : -1;
  std::string bar;
  for (int i = 0; i < width; ++i) bar += i == mark ? "|" : i < full ? "█" : "·";
  return bar;
}

const ServiceStatus* Chosen(const Sight& sight, const Choice& choice) {
  if (!sight.status || sight.status->services.empty()) return nullptr;
  const auto& services = sight.status->services;
  if (!choice.service) return &services.front();
  const auto found = std::find_if(services.begin(), services.end(),
                                  [&](const ServiceStatus& s) { return s.service == *choice.service; });
  return found == services.end() ? nullptr : &*found;
}

std::optional<ServiceKey> Neighbour(const Sight& sight, const Choice& choice, int step) {
  const auto* chosen = Chosen(sight, choice);
  if (chosen == nullptr) return std::nullopt;
  const auto& services = sight.status->services;
  const auto index = static_cast<int>(chosen - services.data()) + step;
  return services[static_cast<std::size_t>(std::clamp(index, 0, static_cast<int>(services.size()) - 1))].service;
}

std::vector<Row> Draw(const Sight& sight, const Choice& choice, Size size, Instant now) {
  auto rows = choice.sheet.empty() ? Page(sight, choice, size, now) : Sheet(choice.sheet, size);
  for (auto& row : rows) row = Cut(std::move(row), size.columns);
  return rows;
}

}  // namespace docktor::cli::top
