#include <algorithm>
#include <cctype>
#include <map>
#include <regex>

#include "brain/grammar/pattern.h"
#include "brain/grammar/words.h"

namespace docktor::brain {
namespace {

using Words = std::vector<std::string>;
using Hours = std::chrono::hours;

/// What follows in the sentence.
class Cursor {
 public:
  Cursor(const Sentence& sentence, Progress progress) : sentence_(&sentence), progress_(std::move(progress)) {}

  std::string Peek() const {
    return progress_.at < sentence_->words.size() ? sentence_->words[progress_.at] : std::string();
  }
  std::string Take() {
    auto word = Peek();
    ++progress_.at;
    return word;
  }
  bool TakeIf(std::initializer_list<const char*> words) {
    const bool found = std::find(words.begin(), words.end(), Peek()) != words.end();
    if (found) ++progress_.at;
    return found;
  }
  Filled& filled() { return progress_.filled; }
  const Progress& progress() const { return progress_; }
  const Sentence& sentence() const { return *sentence_; }

 private:
  const Sentence* sentence_;
  Progress progress_;
};

bool TakeService(Cursor& cursor) {
  if (cursor.filled().service) return false;
  cursor.TakeIf({"service"});
  const auto word = cursor.Take();
  const auto& known = cursor.sentence().services;
  const auto found =
      std::find_if(known.begin(), known.end(), [&](const auto& name) { return LowerCase(name) == word; });
  if (word.empty() || found == known.end()) return false;
  cursor.filled().service = *found;
  cursor.TakeIf({"service"});
  return true;
}

bool TakeAll(Cursor& cursor) {
  if (cursor.filled().service) return false;
  if (cursor.TakeIf({"all", "every", "any"})) {
    auto ahead = cursor;
    ahead.TakeIf({"of"});
    if (ahead.TakeIf({"services", "service"})) cursor = ahead;
  } else if (!cursor.TakeIf({"everything", "anything"})) {
    return false;
  }
  cursor.filled().service = "all";
  return true;
}

bool TakeServices(Cursor& cursor) {
  auto all = cursor;
  if (TakeAll(all)) return cursor = all, true;
  return TakeService(cursor);
}

bool TakeCount(Cursor& cursor) {
  const auto number = NumberOf(cursor.Take());
  if (!number || cursor.filled().count) return false;
  cursor.filled().count = number;
  cursor.TakeIf({"replicas", "replica", "instances", "instance", "copies", "copy", "containers", "container"});
  return true;
}

bool TakeId(Cursor& cursor) {
  static const std::regex id("d[1-9][0-9]{0,17}");
  const auto word = cursor.Take();
  if (!std::regex_match(word, id)) return false;
  cursor.filled().id = word;
  return true;
}

// ---- when --------------------------------------------------------------------------------------------------------

std::optional<Duration> UnitOf(const std::string& word) {
  static const std::map<std::string, Duration> units{
      {"s", 1s},      {"sec", 1s},      {"secs", 1s},      {"second", 1s}, {"seconds", 1s}, {"m", 1min}, {"min", 1min},
      {"mins", 1min}, {"minute", 1min}, {"minutes", 1min}, {"h", 1h},      {"hr", 1h},      {"hrs", 1h}, {"hour", 1h},
      {"hours", 1h},  {"day", 24h},     {"days", 24h},     {"week", 168h}, {"weeks", 168h}};
  const auto found = units.find(word);
  return found == units.end() ? std::nullopt : std::optional(found->second);
}

/// "10 minutes", "10m", "an hour", "half an hour".
std::optional<Duration> TakeDuration(Cursor& cursor) {
  if (cursor.TakeIf({"half"})) {
    cursor.TakeIf({"an", "a"});
    const auto unit = UnitOf(cursor.Take());
    return unit ? std::optional(*unit / 2) : std::nullopt;
  }
  const auto word = cursor.Take();
  const auto digits = std::find_if_not(word.begin(), word.end(), [](unsigned char c) { return std::isdigit(c); });
  const std::string number(word.begin(), digits), rest(digits, word.end());
  if (!number.empty() && !rest.empty()) {
    const auto count = NumberOf(number);
    const auto unit = UnitOf(rest);
    return count && unit ? std::optional(*count * *unit) : std::nullopt;
  }
  const auto count = word == "a" || word == "an" ? std::optional(1) : NumberOf(word);
  const auto unit = UnitOf(cursor.Take());
  return count && unit ? std::optional(*count * *unit) : std::nullopt;
}

enum class Half { kOfMorning, kOfEvening };

std::optional<Half> TakeHalf(Cursor& cursor) {
  if (cursor.TakeIf({"am"})) return Half::kOfMorning;
  if (cursor.TakeIf({"pm"})) return Half::kOfEvening;
  auto ahead = cursor;
  if (!ahead.TakeIf({"in"})) return std::nullopt;
  if (ahead.TakeIf({"morning"})) return cursor = ahead, Half::kOfMorning;
  if (ahead.TakeIf({"afternoon", "evening"})) return cursor = ahead, Half::kOfEvening;
  return std::nullopt;
}

/// "18:00", "6pm", "6:30 pm", "6 in the evening", "noon", "midnight". "6" and "6:30" are of either half.
std::optional<ClockTime> TakeClock(Cursor& cursor) {
  static const std::map<std::string, Hours> named{{"noon", 12h}, {"midday", 12h}, {"midnight", 0h}};
  static const std::regex clock("([0-9]{1,2})(?::([0-9]{2}))?(am|pm)?");
  const auto word = cursor.Take();
  if (const auto found = named.find(word); found != named.end()) return ClockTime{found->second};
  std::smatch match;
  if (!std::regex_match(word, match, clock)) return std::nullopt;
  cursor.TakeIf({"oclock"});
  const bool in_words = cursor.Peek() == "in";
  const auto half =
      match[3].matched ? std::optional(match[3] == "pm" ? Half::kOfEvening : Half::kOfMorning) : TakeHalf(cursor);
  const bool of_twelve = half || !match[2].matched;
  const int hour = std::stoi(match[1]), minute = match[2].matched ? std::stoi(match[2]) : 0;
  if (minute > 59 || hour > (of_twelve ? 12 : 23) || (of_twelve && hour == 0)) return std::nullopt;
  if (hour == 12 && half && in_words) return std::nullopt;  // "12 in the evening" is anybody's guess
  const int of_day = of_twelve ? hour % 12 + (half == Half::kOfEvening ? 12 : 0) : hour;
  return ClockTime{.since_midnight = Hours(of_day) + std::chrono::minutes(minute),
                   .either_half = !half && (of_twelve || (hour < 12 && word.front() != '0'))};
}

/// What comes after "until".
std::optional<ClockTime> TakeMoment(Cursor& cursor) {
  if (!cursor.TakeIf({"tomorrow"})) {
    cursor.TakeIf({"today"});
    return TakeClock(cursor);
  }
  if (cursor.TakeIf({"morning"})) return ClockTime{8h, true};
  if (cursor.TakeIf({"noon"})) return ClockTime{12h, true};
  if (cursor.TakeIf({"evening"})) return ClockTime{18h, true};
  auto ahead = cursor;
  ahead.TakeIf({"at"});
  auto at = TakeClock(ahead);
  if (!at) return ClockTime{};  // from its first moment on
  at->tomorrow = true;
  cursor = ahead;
  return at;
}

bool TakeWhen(Cursor& cursor) {
  auto& filled = cursor.filled();
  if (filled.hold || filled.until) return false;
  if (cursor.TakeIf({"until", "till"})) return (filled.until = TakeMoment(cursor)).has_value();
  if (cursor.TakeIf({"today"})) return filled.until = ClockTime{}, true;
  if (!cursor.TakeIf({"for"})) return false;
  if (cursor.TakeIf({"today"})) return filled.until = ClockTime{}, true;
  cursor.TakeIf({"next"});
  filled.hold = TakeDuration(cursor);
  return filled.hold && *filled.hold > Duration{0};
}

}  // namespace

std::optional<Progress> FillSlot(const std::string& slot, const Sentence& sentence, const Progress& from) {
  static const std::map<std::string, bool (*)(Cursor&)> slots{
      {"service", TakeService}, {"services", TakeServices}, {"count", TakeCount}, {"when", TakeWhen}, {"id", TakeId}};
  Cursor cursor(sentence, from);
  return slots.at(slot)(cursor) ? std::optional(cursor.progress()) : std::nullopt;
}

}  // namespace docktor::brain
