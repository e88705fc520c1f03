#include "remember/journal/line.h"

/// Whatever stands in a line of the journal: it is read or refused; what was read can be written and read again, and
/// the quick reader of heads never tells another story than the whole one.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace docktor;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto head = remember::ReadHead(text);
  const auto line = remember::ParseLine(text);
  if (!line) return 0;
  if (head && (head->sequence != line->sequence || head->at != line->at)) __builtin_trap();
  if (!line->body) return 0;
  const auto again =
      remember::ParseLine(remember::WriteLine({line->sequence, line->at, *line->body}, remember::kNoPrevious));
  if (!again || again->sequence != line->sequence || !again->body) __builtin_trap();
  return 0;
}
