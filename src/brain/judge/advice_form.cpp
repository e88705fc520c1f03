#include "brain/judge/advice_form.h"

#include <cmath>

#include <fmt/format.h>

#include "core/cut.h"
#include "core/printable.h"

namespace docktor::brain {
namespace {

constexpr std::size_t kMostWords = 400;

Move MoveTo(int target, int running) {
  if (target == running) return Move::kHold;
  return target > running ? Move::kScaleUp : Move::kScaleDown;
}

std::string_view Says(Move move) {
  switch (move) {
    case Move::kHold: return "hold";
    case Move::kScaleUp: return "scale up";
    case Move::kScaleDown: return "scale down";
  }
  return {};
}

}  // namespace

std::string Clean(std::string_view text, std::size_t most) { return Printable(CutAt(text, most)); }

Result<Advice> ReadAdvice(std::string_view reply, const Consultation& asked) {
  const auto form = ReadForm<AdviceForm>(reply);
  if (!form) return tl::unexpected(form.error());
  const int running = asked.look.inputs.running;
  if (form->target < asked.least || form->target > asked.most)
    return Fail(Errc::kInvalidInput,
                fmt::format("it chose {}, and had {} to {} to choose from", form->target, asked.least, asked.most));
  if (form->action != MoveTo(form->target, running))
    return Fail(Errc::kInvalidInput,
                fmt::format("it said {} to {}, where {} run", Says(form->action), form->target, running));
  if (!(form->confidence >= 0 && form->confidence <= 1))
    return Fail(Errc::kInvalidInput, fmt::format("its confidence is {:.6g}, not from 0 to 1", form->confidence));
  return Advice{.count = form->target,
                .confidence = form->confidence,
                .reason = Clean(form->reason, kMostWords),
                .watch = Clean(form->watch, kMostWords),
                .model = asked.brain.model(),
                .asked = asked.look.at};
}

}  // namespace docktor::brain
