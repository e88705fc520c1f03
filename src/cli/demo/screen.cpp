#include "cli/demo/screen.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include <fmt/core.h>

#include "cli/demo/stage.h"
#include "cli/render/render.h"

namespace docktor::cli {

void DemoScreen::Clear() {
  if (drawn_lines_ > 0) fmt::print("\x1b[{}A\x1b[J", drawn_lines_);
  drawn_lines_ = 0;
}

void DemoScreen::Step(const std::string& what, Duration took) {
  Clear();
  fmt::print("{} {} ({:.1f} s)\n", Paint("✓", Ink::kGreen, look_), what, Seconds(took));
  std::fflush(stdout);
}

void DemoScreen::Decided(const operations::HistoryItem& item, Duration since_start) {
  Clear();
  const auto ink = item.decision.action ? Ink::kBold : Ink::kFaint;
  fmt::print("{:5.0f} s  {}\n", Seconds(since_start), Paint(item.sentence, ink, look_));
  std::fflush(stdout);
}

void DemoScreen::Show(const operations::StatusOutput& status, const std::string& caption) {
  if (look_.terminal) {
    Clear();
    look_.now = status.at;
    const auto text = "\n" + RenderStatus(status, look_) + Paint(caption, Ink::kYellow, look_) + "\n";
    fmt::print("{}", text);
    drawn_lines_ = static_cast<int>(std::count(text.begin(), text.end(), '\n'));
  } else if (const auto* web = WebOf(status)) {
    const auto replicas = fmt::format("{} of {} ready", web->ready, web->running);
    if (std::exchange(last_replicas_, replicas) != replicas)
      fmt::print("         web: {}, CPU {}; {}\n", replicas,
                 web->cpu ? fmt::format("{:.0f} %", 100 * *web->cpu) : "unknown", caption);
  }
  std::fflush(stdout);
}

}  // namespace docktor::cli
