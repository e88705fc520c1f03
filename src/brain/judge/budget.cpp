#include "brain/judge/budget.h"

#include <algorithm>

#include <fmt/format.h>

#include "brain/judge/connect.h"

namespace docktor::brain {
namespace {

constexpr Duration kHour = 1h, kDay = 24h;

}  // namespace

BrainBudget UsualBudget() { return {.calls_per_hour = 60, .tokens_per_day = 200'000, .dollars_per_day = 1.0}; }

BrainBudget BudgetFor(const BrainBudget& said, bool on_this_machine) {
  if (on_this_machine) return said;
  const auto usual = UsualBudget();
  return {.calls_per_hour = said.calls_per_hour ? said.calls_per_hour : usual.calls_per_hour,
          .tokens_per_day = said.tokens_per_day ? said.tokens_per_day : usual.tokens_per_day,
          .dollars_per_day = said.dollars_per_day ? said.dollars_per_day : usual.dollars_per_day};
}

Spending::Spending(const std::vector<ModelCall>& earlier) {
  for (const auto& call : earlier) Note(call, OnThisMachine(call.endpoint));
}

void Spending::Note(const ModelCall& call, bool on_this_machine) {
  auto& calls = on_this_machine ? here_ : elsewhere_;
  while (!calls.empty() && calls.front().at + kDay <= call.at) calls.pop_front();
  calls.push_back(call);
}

Taken Spending::Of(bool on_this_machine, Instant now) const {
  Taken taken;
  for (const auto& call : CallsTo(on_this_machine)) {
    if (call.at + kDay <= now) continue;
    if (call.at + kHour > now) taken.calls_in_hour += call.calls;
    taken.tokens_in_day += call.tokens;
    taken.dollars_in_day += call.dollars;
  }
  return taken;
}

std::optional<Spending::Spent> Spending::Over(const BrainBudget& budget, bool on_this_machine, Instant now) const {
  const auto taken = Of(on_this_machine, now);
  const auto until = [&, this](Duration counts) {
    const auto& calls = CallsTo(on_this_machine);
    const auto first = std::find_if(calls.begin(), calls.end(), [&](const ModelCall& c) {
      return c.at + counts > now && (c.calls > 0 || counts == kDay);
    });
    return (first == calls.end() ? now : first->at) + counts;
  };
  if (budget.calls_per_hour && taken.calls_in_hour >= *budget.calls_per_hour)
    return Spent{fmt::format("{} calls in the last hour, and no more are allowed", taken.calls_in_hour), until(kHour)};
  if (budget.tokens_per_day && taken.tokens_in_day >= *budget.tokens_per_day)
    return Spent{fmt::format("{} tokens in the last day, and no more than {} are allowed", taken.tokens_in_day,
                             *budget.tokens_per_day),
                 until(kDay)};
  if (budget.dollars_per_day && taken.dollars_in_day >= *budget.dollars_per_day)
    return Spent{fmt::format("{:.2f} dollars in the last day, and no more than {:.2f} are allowed",
                             taken.dollars_in_day, *budget.dollars_per_day),
                 until(kDay)};
  return std::nullopt;
}

}  // namespace docktor::brain
