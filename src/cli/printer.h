#pragma once

#include <chrono>
#include <cstdio>
#include <string>

#include <fmt/core.h>

#include "cli/commands.h"
#include "cli/render/render.h"

namespace docktor::cli {

/// Prints the items of an answer.
class Printer {
 public:
  Printer(const Session& session, const operations::Operation& operation, bool streams)
      : session_(session), id_(operation.Id()), redraws_(streams && id_ == "status" && session.look.terminal) {}

  /// What is asked for, in the way that suits whoever reads the answer.
  json::object Asking(json::object input) const {
    if (id_ == "prompt" && !session_.arguments.json) input["pieces"] = true;
    return input;
  }

  void Print(json::value item) {
    if (session_.arguments.json) {
      fmt::print("{}\n", WriteJson(item));
    } else {
      CloseSentence(item);
      if (redraws_) fmt::print("\x1b[H\x1b[J");
      auto look = session_.look;
      look.now = std::chrono::floor<Duration>(std::chrono::system_clock::now());
      fmt::print("{}", Render(id_, item, look));
    }
    std::fflush(stdout);
    meaning_ = MeaningOf(id_, item);
  }
  /// Ends the line on which a model was speaking.
  void EndSentence() {
    if (in_sentence_) fmt::print("\n");
    in_sentence_ = false;
  }
  ExitCode meaning() const { return meaning_; }

 private:
  /// What was said word by word stands there: it gets its line break, and is not said again.
  void CloseSentence(json::value& item) {
    const auto* piece = id_ == "prompt" && item.is_object() ? item.get_object().if_contains("piece") : nullptr;
    const bool speaks = piece != nullptr && piece->is_string() && !piece->get_string().empty();
    if (in_sentence_ && !speaks) {
      fmt::print("\n");
      item.as_object()["said"] = "";
    }
    in_sentence_ = speaks;
  }

  const Session& session_;
  std::string id_;
  bool redraws_;  ///< each item takes the place of the one before
  bool in_sentence_ = false;
  ExitCode meaning_ = kOk;
};

}  // namespace docktor::cli
