#pragma once

#include <string>
#include <string_view>

#include "core/result.h"
#include "core/time.h"
#include "settings/environment.h"

namespace docktor::cli {

/// How what people read is drawn.
struct Look {
  bool color = false;
  bool terminal = false;  ///< stdout is one: it may be redrawn
  int width = 0;          ///< columns; 0: no limit, as in a pipe
  Instant now{};          ///< for "3s ago"
};

/// Colour and width of stdout. NO_COLOR, CLICOLOR_FORCE, TERM=dumb and COLUMNS are honoured.
Look LookOfStdout(const settings::Environment& environment, bool no_color, Instant now);

enum class Ink { kPlain, kBold, kFaint, kGreen, kYellow, kRed, kCyan };
std::string Paint(std::string_view text, Ink ink, const Look& look);

/// "error: what" and "hint: …" on stderr; or, once `ComplainInJson` was called, a line as every door tells a
/// failure (operations/declare/error_json.h).
void Complain(const Error& error);
void ComplainInJson();
/// A line on stderr that is neither data nor an error.
void Note(const std::string& line);

}  // namespace docktor::cli
