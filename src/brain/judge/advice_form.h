#pragma once

#include <string>

#include "brain/form.h"
#include "core/judgement.h"

#include <boost/describe.hpp>

namespace docktor::brain {

enum class Move { kHold, kScaleUp, kScaleDown };
BOOST_DESCRIBE_ENUM(Move, kHold, kScaleUp, kScaleDown)

/// What a model answers when it is asked for a count.
struct AdviceForm {
  Move action = Move::kHold;
  int target = 0;
  double confidence = 0;
  std::string reason;
  std::string watch;
};
BOOST_DESCRIBE_STRUCT(AdviceForm, (), (action, target, confidence, reason, watch))

/// The advice in a reply, held against what was asked: nothing that its sender may not choose, or that contradicts
/// itself. Its words are cut and cleaned. kInvalidInput: what is wrong with it.
Result<Advice> ReadAdvice(std::string_view reply, const Consultation& asked);

/// Somebody else's words as they may be kept and shown: on one line, without control characters, cut at `most` bytes.
std::string Clean(std::string_view text, std::size_t most);

}  // namespace docktor::brain
