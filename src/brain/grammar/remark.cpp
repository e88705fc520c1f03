#include "brain/grammar/remark.h"

#include <algorithm>
#include <set>

#include "brain/grammar/words.h"

namespace docktor::brain {
namespace {

using Words = std::vector<std::string>;

/// A negation, condition, number, service, or order of its own.
bool Turns(const std::string& word, const Words& services) {
  static const std::set<std::string> turning{
      "not",   "dont",      "do",       "no",     "never",     "unless", "if",       "except",   "but",
      "only",  "instead",   "cancel",   "wait",   "undo",      "stop",   "then",     "after",    "before",
      "when",  "until",     "till",     "scale",  "pause",     "resume", "actually", "also",     "and",
      "or",    "nevermind", "forget",   "ignore", "otherwise", "rather", "replicas", "to",       "instructions",
      "kill",  "shut",      "delete",   "remove", "add",       "start",  "restart",  "set",      "keep",
      "limit", "approve",   "reject",   "freeze", "put",       "make",   "change",   "provided", "assuming",
      "once",  "whenever",  "supposing"};
  const bool has_digit = word.find_first_of("0123456789") != std::string::npos;
  const bool is_service =
      std::any_of(services.begin(), services.end(), [&](const auto& name) { return LowerCase(name) == word; });
  return turning.contains(word) || NumberOf(word) || has_digit || is_service;
}

/// A joke, a doubt, or a time; or in another language.
bool RaisesDoubt(const std::string& word) {
  static const std::set<std::string> doubtful{
      "joke",     "jokes",  "joking", "kidding",  "jk",       "lol",      "haha",      "nope",     "nah",
      "nvm",      "mind",   "maybe",  "perhaps",  "possibly", "sorry",    "oops",      "wrong",    "mistake",
      "scratch",  "should", "would",  "could",    "might",    "may",      "case",      "long",     "too",
      "likewise", "all",    "every",  "others",   "else",     "tomorrow", "tonight",   "today",    "yesterday",
      "later",    "soon",   "next",   "second",   "seconds",  "minute",   "minutes",   "hour",     "hours",
      "day",      "days",   "week",   "weeks",    "weekend",  "month",    "year",      "morning",  "afternoon",
      "evening",  "night",  "noon",   "midnight", "monday",   "tuesday",  "wednesday", "thursday", "friday",
      "saturday", "sunday"};
  const auto is_ascii = [](unsigned char c) { return c < 128; };
  return doubtful.contains(word) || word == kNextSentence || !std::all_of(word.begin(), word.end(), is_ascii);
}

/// What people do meanwhile, or what is on: "running tests", "we're deploying", "load test".
bool BeginsAsReason(const Words& words) {
  static const std::vector<Words> who{{"we", "are"}, {"were"}, {"i", "am"}, {"im"}, {"its"}, {"a"}, {"load"}};
  static const std::set<std::string> what{
      "running",      "testing",       "deploying", "doing",     "migrating", "releasing",   "debugging",
      "benchmarking", "upgrading",     "updating",  "expecting", "having",    "measuring",   "presenting",
      "restoring",    "investigating", "moving",    "fixing",    "building",  "loading",     "patching",
      "preparing",    "profiling",     "rebooting", "test",      "tests",     "maintenance", "deploy",
      "deployment",   "release",       "demo",      "migration", "backup",    "benchmark"};
  for (const auto& some : who)
    if (words.size() > some.size() && std::equal(some.begin(), some.end(), words.begin()))
      return what.contains(words[some.size()]);
  return what.contains(words.front());
}

}  // namespace

Bearing BearingOf(const Remark& remark, const Words& services) {
  const auto words = WordsOf(remark.text);
  if (words.empty()) return Bearing::kNone;
  if (std::any_of(words.begin(), words.end(), [&](const auto& word) { return Turns(word, services); }))
    return Bearing::kTurns;
  const bool is_one_clause = remark.text.find(',') == std::string::npos;
  const bool is_sure = std::none_of(words.begin(), words.end(), RaisesDoubt);
  const bool is_reason = remark.gives_reason || BeginsAsReason(words);
  return is_one_clause && is_sure && is_reason && !remark.says_how_long ? Bearing::kNone : Bearing::kUnclear;
}

}  // namespace docktor::brain
