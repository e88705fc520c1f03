#include "brain/grammar/understand.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "brain/grammar/courtesy.h"
#include "brain/grammar/phrases.h"
#include "brain/grammar/words.h"

namespace docktor::brain {
namespace {

constexpr std::size_t kLongest = 400;  // bytes of a sentence
constexpr Duration kOrderHolds = 1h;   // where no end was said
constexpr const char* kHelp =
    "for example: hold off on scaling for 10 minutes · at least 4 web until tomorrow morning · why did you scale web "
    "down?";

using Words = std::vector<std::string>;

Error NotUnderstood(std::string why, std::string hint = kHelp) {
  return {Errc::kInvalidInput, "not understood: " + std::move(why), std::move(hint)};
}

struct Found {
  const Phrase* phrase = nullptr;
  Filled filled;
};

std::optional<Found> Find(const Sentence& sentence) {
  for (const auto& phrase : Phrases())
    if (const auto read = phrase.pattern.Match(sentence)) return Found{&phrase, read->filled};
  const auto start = FillSlot("when", sentence, {});  // "for 10 minutes, hold off on scaling"
  if (!start) return std::nullopt;
  for (const auto& phrase : Phrases())
    if (const auto read = phrase.pattern.Match(sentence, *start)) return Found{&phrase, read->filled};
  return std::nullopt;
}

/// What stands before a comma or "because", and what after it.
std::vector<std::pair<std::string, std::string>> Splits(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> splits{{std::string(text), ""}};
  for (const std::string_view sign : {",", " because ", " since ", " while ", " - "})
    if (const auto at = text.find(sign); at != std::string_view::npos)
      splits.emplace_back(text.substr(0, at), text.substr(at + sign.size()));
  return splits;
}

/// As `--until` takes it.
std::string TextOf(const ClockTime& time) {
  const auto minutes = time.since_midnight.count();
  return fmt::format("{}{:02}:{:02}", time.tomorrow ? "tomorrow " : "", minutes / 60, minutes % 60);
}

bool Changes(const std::string& operation) {
  static const std::set<std::string> changing{"pause",   "resume", "lean",   "scale",
                                              "approve", "reject", "modify", "mode"};
  return changing.contains(operation);
}

/// Makes the call of what was found.
class Interpretation {
 public:
  Interpretation(const Found& found, const KnownServices& known)
      : phrase_(*found.phrase), filled_(found.filled), services_(known) {
    call_.operation = phrase_.operation;
  }

  Result<Understood> Make() {
    if (const auto named = NameService(); !named) return tl::unexpected<Error>(named.error());
    if (const auto counted = Count(); !counted) return tl::unexpected<Error>(counted.error());
    if (filled_.id) call_.input[Is("decisions_show") ? "decision" : "id"] = *filled_.id;
    Fix();
    SetEnd();
    return std::move(call_);
  }

 private:
  bool Is(std::string_view operation) const { return call_.operation == operation; }
  bool ForAllWhereUnnamed() const { return Is("pause") || Is("resume") || Is("lean"); }
  bool NeedsService() const { return Is("scale") || Is("why") || Is("metrics") || Is("mode"); }

  Status NameService() {
    if (filled_.service) {
      call_.input["service"] = *filled_.service;
    } else if (!services_.looked_at.empty() && (ForAllWhereUnnamed() || NeedsService())) {
      call_.input["service"] = services_.looked_at;
      call_.assumed.push_back("of " + services_.looked_at + ", since that is looked at");
    } else if (ForAllWhereUnnamed()) {
      call_.input["service"] = "all";
    } else if (NeedsService()) {
      if (services_.running.size() != 1) return tl::unexpected(NotUnderstood("which service?", Choice()));
      call_.input["service"] = services_.running.begin()->first;
      call_.assumed.push_back("of " + services_.running.begin()->first + ", since it is the only one that is scaled");
    }
    return {};
  }

  std::string Choice() const {
    std::string names;
    for (const auto& [name, count] : services_.running) names += (names.empty() ? "" : ", ") + name;
    return names.empty() ? "name it; Docktor scales none so far" : "name it: " + names;
  }

  /// "up to", "down to" and "more" are held against what runs.
  Status Count() {
    if (!filled_.count || !(Is("scale") || Is("modify"))) return {};
    auto count = *filled_.count;
    if (phrase_.direction != Direction::kNone) {
      const auto running = services_.running.find(std::string(call_.input.at("service").as_string()));
      if (running == services_.running.end())
        return tl::unexpected(NotUnderstood("that service is not scaled by Docktor"));
      const bool up = phrase_.direction == Direction::kUp;
      if (phrase_.relative) count = running->second + (up ? count : -count);
      if (count < 0 || (up ? count < running->second : count > running->second))
        return tl::unexpected(NotUnderstood(fmt::format("{} runs {}, so {} is not {}", running->first, running->second,
                                                        std::max(count, 0), up ? "up" : "down"),
                                            fmt::format("say: scale {} to N", running->first)));
    }
    call_.input["replicas"] = count;
    return {};
  }

  void Fix() {
    const std::string_view fixed = phrase_.fixed;
    if (fixed.empty()) return;
    const auto sign = fixed.find('=');
    if (sign == std::string_view::npos)
      call_.input[fixed] = true;
    else
      call_.input[fixed.substr(0, sign)] = json::string(fixed.substr(sign + 1));
  }

  void SetEnd() {
    if (filled_.until)
      call_.input["until"] = TextOf(filled_.until->either_half ? NextOf(*filled_.until) : *filled_.until);
    if (filled_.hold) call_.input["hold"] = ToJson(*filled_.hold);
    if ((Is("pause") || Is("lean")) && !filled_.until && !filled_.hold) {
      call_.input["hold"] = ToJson(kOrderHolds);
      Guess("for " + ToText(kOrderHolds) + ", since no end was said");
    }
  }

  /// That of the evening where it comes first.
  ClockTime NextOf(ClockTime morning) {
    auto evening = morning;
    evening.since_midnight += 12h;
    const bool later =
        !morning.tomorrow && services_.clock >= morning.since_midnight && services_.clock < evening.since_midnight;
    const auto& next = later ? evening : morning;
    Guess(fmt::format("until {} and not {}, since neither am nor pm was said", TextOf(next),
                      TextOf(later ? morning : evening)));
    return next;
  }

  void Guess(std::string assumed) {
    call_.assumed.push_back(std::move(assumed));
    call_.plain = false;
  }

  const Phrase& phrase_;
  const Filled& filled_;
  const KnownServices& services_;
  Understood call_;
};

std::string Trimmed(std::string text) {
  while (!text.empty() && text.front() == ' ') text.erase(0, 1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '.')) text.pop_back();
  return text;
}

bool AsksAQuestion(std::string_view text) {
  const auto last = text.find_last_not_of(" \t\r\n");
  return last != std::string_view::npos && text[last] == '?';
}

}  // namespace

Result<Understood> Understand(std::string_view text, const KnownServices& known) {
  if (text.size() > kLongest) return tl::unexpected(NotUnderstood("too long for one order"));
  Words services = known.watched;
  for (const auto& [name, count] : known.running) services.push_back(name);
  for (const auto& [order, note] : Splits(text)) {
    Sentence sentence{WordsOf(order), services};
    const bool polite = DropCourtesy(sentence.words);
    const auto found = sentence.words.empty() ? std::nullopt : Find(sentence);
    if (!found || !IsHarmless(WordsOf(note), services)) continue;
    if (Changes(found->phrase->operation) && AsksAQuestion(text) && !polite)
      return tl::unexpected(NotUnderstood("an order, or a question?", "an order has no question mark"));
    auto call = Interpretation(*found, known).Make();
    if (call) call->note = Trimmed(note);
    return call;
  }
  return tl::unexpected(NotUnderstood("one order or question at a time, in plain words"));
}

}  // namespace docktor::brain
