#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "brain/conversation/toolbox.h"
#include "core/clock.h"

namespace docktor::brain {

/// What bounds a conversation; whichever is met first ends it with what is known by then.
struct TalkLimits {
  int most_steps = 8;   ///< questions to the model
  int most_calls = 16;  ///< of tools
  std::int64_t most_tokens = 60'000;
  Duration longest = 3min;
  std::size_t most_result = 6'000;  ///< bytes of what a tool answers that the model gets to see
};

/// A call of a tool, and what the tool answered.
struct Step {
  ToolCall call;
  std::string result;
};

struct Talked {
  std::string text;  ///< the model's own words, cleaned
  Usage usage = {};
  bool cut = false;        ///< a limit ended it
  std::string model = {};  ///< who talked, as the settings name it; whoever chose it says so
};

/// Who follows a conversation; on the thread that holds it. Each may be empty.
struct Listener {
  std::function<void(const Step&)> on_step = {};            ///< a call was made
  std::function<void(std::string_view text)> on_text = {};  ///< of what the model says, while it does
  std::function<bool()> wanted = {};                        ///< false once whoever asked has gone
};

/// Answers a person's words by a model that may use tools. The same call with the same arguments is made once: a model
/// that asks again is told so. `turns` begin with what was said before and end with the person's words. Once whoever
/// asked has gone, nothing more is asked or done (Trouble::kGivenUp). Blocks; what the model says is never done but by
/// a tool.
tl::expected<Talked, Failure> Converse(Model& model, ToolBox& tools, std::vector<Turn> turns, const TalkLimits& limits,
                                       const Clock& clock, const Listener& listener = {});

}  // namespace docktor::brain
