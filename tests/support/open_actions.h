#pragma once

#include <set>
#include <string>
#include <variant>
#include <vector>

#include "core/record.h"

namespace docktor::test {

/// The decisions whose actions were begun and have no end on record.
inline std::set<std::string> OpenActions(const std::vector<Record>& records) {
  std::set<std::string> open;
  for (const auto& record : records) {
    if (const auto* intent = std::get_if<Intent>(&record.body)) open.insert(intent->decision.id.Text());
    if (const auto* ended = std::get_if<ActionEnded>(&record.body)) open.erase(ended->report.decision.Text());
  }
  return open;
}

}  // namespace docktor::test
