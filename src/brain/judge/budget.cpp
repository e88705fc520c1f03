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
  (on_this_machine ? here_ : elsewhere_).push_back(call);
}

std::optional<Spending::Spent> Spending::Over(const BrainBudget& budget, bool on_this_machine, Instant now) {
  return Over(budget, on_this_machine ? here_ : elsewhere_, now);
}

std::optional<Spending::Spent> Spending::Over(const BrainBudget& budget, Calls& calls, Instant now) {
  while (!calls.empty() && calls.front().at + kDay <= now) calls.pop_front();
  const auto in_hour = std::find_if(calls.begin(), calls.end(), [&](const ModelCall& c) { return c.at + kHour > now; });
  if (const auto asked = calls.end() - in_hour; budget.calls_per_hour && asked >= *budget.calls_per_hour)
    return Spent{fmt::format("{} calls in the last hour, and no more are allowed", asked), in_hour->at + kHour};
  std::int64_t tokens = 0;
  double dollars = 0;
  for (const auto& call : calls) {
    tokens += call.tokens;
    dollars += call.dollars;
  }
  if (budget.tokens_per_day && tokens >= *budget.tokens_per_day)
    return Spent{
        fmt::format("{} tokens in the last day, and no more than {} are allowed", tokens, *budget.tokens_per_day),
        calls.front().at + kDay};
  if (budget.dollars_per_day && dollars >= *budget.dollars_per_day)
    return Spent{fmt::format("{:.2f} dollars in the last day, and no more than {:.2f} are allowed", dollars,
                             *budget.dollars_per_day),
                 calls.front().at + kDay};
  return std::nullopt;
}

}  // namespace docktor::brain
