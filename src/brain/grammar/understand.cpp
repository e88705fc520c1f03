#include "brain/grammar/understand.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "brain/grammar/courtesy.h"
#include "brain/grammar/phrases.h"
#include "brain/grammar/remark.h"
#include "brain/grammar/words.h"

namespace docktor::brain {
namespace {

constexpr std::size_t kLongest = 400;  // bytes of a sentence
constexpr Duration kOrderHolds = 1h;   // where no end was said
constexpr const char* kHelp =
    "for example: hold off on scaling for 10 minutes · at least 4 web until tomorrow morning · why did you scale web "
    "down? Other words take a language model: docs/models.md";

using Words = std::vector<std::string>;

Error NotUnderstood(std::string why, std::string hint = kHelp) {
  return {Errc::kInvalidInput, "not understood: " + std::move(why), std::move(hint)};
}

struct Found {
  const Phrase* phrase = nullptr;
  Filled filled;
};

/// What has an end.
bool Lasts(std::string_view operation) { return operation == "pause" || operation == "lean" || operation == "scale"; }

std::optional<Found> Find(const Sentence& sentence) {
  for (const auto& phrase : Phrases())
    if (const auto read = phrase.pattern.Match(sentence)) return Found{&phrase, read->filled};
  const auto start = FillSlot("when", sentence, {});  // "for 10 minutes, hold off on scaling"
  if (!start) return std::nullopt;
  for (const auto& phrase : Phrases())
    if (const auto read = Lasts(phrase.operation) ? phrase.pattern.Match(sentence, *start) : std::nullopt)
      return Found{&phrase, read->filled};
  return std::nullopt;
}

struct Split {
  std::string_view order;
  Remark remark = {};
};

/// What stands before a comma or "because", and what after it.
std::vector<Split> Splits(std::string_view text) {
  std::vector<Split> splits{{text}};
  for (const std::string_view sign : {",", " because ", " since ", " while ", " - "}) {
    const bool gives_reason = sign == " because " || sign == " since ";
    for (auto at = text.find(sign); at != std::string_view::npos; at = text.find(sign, at + 1))
      splits.push_back(
          {text.substr(0, at), {std::string(text.substr(at + sign.size())), gives_reason, sign == " while "}});
  }
  return splits;
}

/// As `--until` takes it.
std::string TextOf(const ClockTime& time) {
  const auto minutes = time.since_midnight.count();
  return fmt::format("{}{:02}:{:02}", time.tomorrow ? "tomorrow " : "", minutes / 60, minutes % 60);
}

std::string Trimmed(std::string text) {
  while (!text.empty() && text.front() == ' ') text.erase(0, 1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '.')) text.pop_back();
  return text;
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

  Result<Understood> Make(const Remark& remark) {
    if (const auto named = NameService(); !named) return tl::unexpected<Error>(named.error());
    if (const auto counted = Count(); !counted) return tl::unexpected<Error>(counted.error());
    if (filled_.id) call_.input[Is("decisions_show") ? "decision" : "id"] = *filled_.id;
    Fix();
    SetEnd();
    if (*phrase_.guess != '\0') Guess(phrase_.guess);
    Note(remark);
    return std::move(call_);
  }

 private:
  void Note(Remark remark) {
    call_.note = Trimmed(remark.text);
    if (filled_.hold || filled_.until) remark.says_how_long = false;
    if (BearingOf(remark, services_.All()) == Bearing::kUnclear)
      Guess(fmt::format("with \"{}\" as a mere remark", call_.note));
  }
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
      if (services_.running.size() > 1 && Is("why")) return LookBack();
      if (services_.running.size() != 1) return tl::unexpected(NotUnderstood("which service?", Choice()));
      call_.input["service"] = services_.running.begin()->first;
      call_.assumed.push_back("of " + services_.running.begin()->first + ", since it is the only one that is scaled");
    }
    return {};
  }

  /// "Why did you scale down?", of whichever service that was.
  Status LookBack() {
    call_.operation = "decisions_list";
    call_.input["actions"] = true;
    call_.assumed.push_back("the last changes of all, since no service was named");
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
    if (phrase_.relative && count == 0) return tl::unexpected(NotUnderstood("0 more or fewer changes nothing"));
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

}  // namespace

std::vector<std::string> KnownServices::All() const {
  auto all = watched;
  for (const auto& [name, count] : running) all.push_back(name);
  return all;
}

Result<Understood> Understand(std::string_view text, const KnownServices& known) {
  if (text.size() > kLongest) return tl::unexpected(NotUnderstood("too long for one order"));
  const auto services = known.All();
  const bool asks = text.find('?') != std::string_view::npos;
  for (const auto& [order, remark] : Splits(text)) {
    Sentence sentence{WordsOf(order), services};
    const bool polite = DropCourtesy(sentence.words, services);
    const auto found = sentence.words.empty() ? std::nullopt : Find(sentence);
    if (!found || BearingOf(remark, services) == Bearing::kTurns) continue;
    if (Changes(found->phrase->operation) && asks && !polite)
      return tl::unexpected(NotUnderstood("an order, or a question?", "an order has no question mark"));
    return Interpretation(*found, known).Make(remark);
  }
  return tl::unexpected(NotUnderstood("one order or question at a time, in plain words"));
}

}  // namespace docktor::brain
