#include "remember/journal/line.h"

#include <array>
#include <charconv>

#include <fmt/format.h>

#include "core/json.h"
#include "net/digest.h"

namespace docktor::remember {

const std::string kNoPrevious(64, '0');

namespace {

bool HasNoValue(const json::value& figure) {
  const auto* number = figure.is_object() ? figure.get_object().if_contains("value") : nullptr;
  return number != nullptr && number->is_null();
}

/// Numbers that were not finite stand as null, which no number reads: leaves them out, a figure with its name.
void DropNulls(json::value& value) {
  if (auto* list = value.if_array()) {
    for (auto item = list->begin(); item != list->end();)
      item = HasNoValue(*item) ? list->erase(item) : std::next(item);
    for (auto& item : *list) DropNulls(item);
  } else if (auto* object = value.if_object()) {
    for (auto member = object->begin(); member != object->end();)
      member = member->value().is_null() ? object->erase(member) : std::next(member);
    for (auto& member : *object) DropNulls(member.value());
  }
}

Result<RecordBody> ReadBody(json::value& value) {
  if (auto body = FromJson<RecordBody>(value)) return body;
  DropNulls(value);
  return FromJson<RecordBody>(value);
}

bool Skip(std::string_view& rest, std::string_view expected) {
  if (!rest.starts_with(expected)) return false;
  rest.remove_prefix(expected.size());
  return true;
}

std::optional<std::uint64_t> TakeNumber(std::string_view& rest) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
  if (error != std::errc{}) return std::nullopt;
  rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
  return number;
}

/// Up to the next quote, which is skipped.
std::optional<std::string_view> TakeText(std::string_view& rest) {
  const auto end = rest.find('"');
  if (end == std::string_view::npos) return std::nullopt;
  const auto text = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return text;
}

/// The decision that a body is about stands first in each of these.
DecisionId TakeDecision(std::string_view& rest) {
  for (const auto* before : {R"(,"first":{"id":"d)", R"(,"decision":{"id":"d)", R"(,"report":{"decision":"d)",
                             R"(,"outcome":{"decision":"d)", R"(,"proposal":{"decision":{"id":"d)",
                             R"(,"judgement":{"look":"d)", R"(,"id":"d)"}) {
    if (!Skip(rest, before)) continue;
    const DecisionId decision{TakeNumber(rest).value_or(0)};
    Skip(rest, "\"");
    return decision;
  }
  return {};
}

/// It stands right behind the decision, or first.
std::string_view TakeService(std::string_view& rest) {
  if (!Skip(rest, R"(,"service":")")) return {};
  return TakeText(rest).value_or(std::string_view{});
}

/// Of an intent. No text in it can look like that: a quotation mark in a text has a backslash before it.
bool Resizes(std::string_view rest) { return rest.find(R"("resize":{)") != std::string_view::npos; }

struct DecisionOf {
  DecisionId operator()(const Intent& body) const { return body.decision.id; }
  DecisionId operator()(const HoldRun& body) const { return body.first.id; }
  DecisionId operator()(const ActionEnded& body) const { return body.report.decision; }
  DecisionId operator()(const OutcomeJudged& body) const { return body.outcome.decision; }
  DecisionId operator()(const ProposalMade& body) const { return body.proposal.decision.id; }
  DecisionId operator()(const ProposalEnded& body) const { return body.id; }
  DecisionId operator()(const Judged& body) const { return body.judgement.look; }
  DecisionId operator()(const auto&) const { return {}; }
};

struct ServiceOf {
  const ServiceKey* operator()(const Intent& body) const { return &body.decision.service; }
  const ServiceKey* operator()(const HoldRun& body) const { return &body.first.service; }
  const ServiceKey* operator()(const ActionEnded& body) const { return &body.report.service; }
  const ServiceKey* operator()(const OutcomeJudged& body) const { return &body.outcome.service; }
  const ServiceKey* operator()(const ProposalMade& body) const { return &body.proposal.decision.service; }
  const ServiceKey* operator()(const Judged& body) const { return &body.judgement.service; }
  const ServiceKey* operator()(const DaemonStarted&) const { return nullptr; }
  const ServiceKey* operator()(const DaemonStopped&) const { return nullptr; }
  const ServiceKey* operator()(const TalkedWith&) const { return nullptr; }
  const ServiceKey* operator()(const RecordsLost&) const { return nullptr; }
  const ServiceKey* operator()(const auto& body) const { return &body.service; }
};

}  // namespace

std::string HashOf(std::string_view line) { return net::Sha256(line); }

std::string WriteLine(const Record& record, std::string_view prev) {
  return fmt::format(R"({{"seq":{},"at":"{}","prev":"{}","body":{}}})", record.sequence, ToRfc3339(record.at), prev,
                     WriteJson(ToJson(record.body)));
}

Result<Line> ParseLine(std::string_view text) {
  auto value = ParseJson(text);
  if (!value) return tl::unexpected(value.error());
  auto* object = value->if_object();
  if (object == nullptr) return Fail(Errc::kInvalidInput, "not an object");
  for (const auto* name : {"seq", "at", "prev", "body"})
    if (!object->contains(name)) return Fail(Errc::kInvalidInput, fmt::format("there is no '{}' in it", name));
  const auto sequence = FromJson<std::uint64_t>(object->at("seq"));
  const auto at = FromJson<Instant>(object->at("at"));
  auto prev = FromJson<std::string>(object->at("prev"));
  if (!sequence) return tl::unexpected(sequence.error().During("seq"));
  if (!at) return tl::unexpected(at.error().During("at"));
  if (!prev) return tl::unexpected(prev.error().During("prev"));
  return Line{*sequence, *at, *std::move(prev), ReadBody(object->at("body"))};
}

std::optional<LineHead> ReadHead(std::string_view line) {
  auto rest = line;
  if (!Skip(rest, R"({"seq":)")) return std::nullopt;
  const auto sequence = TakeNumber(rest);
  if (!sequence || !Skip(rest, R"(,"at":")")) return std::nullopt;
  const auto at_text = TakeText(rest);
  if (!at_text || !Skip(rest, R"(,"prev":")")) return std::nullopt;
  const auto prev = TakeText(rest);
  if (!prev || !Skip(rest, R"(,"body":{"type":")")) return std::nullopt;
  const auto type = TakeText(rest);
  const auto at = ParseInstant(*at_text);
  if (!type || !at) return std::nullopt;
  const auto decision = TakeDecision(rest);
  const auto service = TakeService(rest);
  return LineHead{*sequence, *at, *prev, *type, decision, service, *type == Intent::kType && Resizes(rest)};
}

LineHead HeadOf(const Line& line, std::string& service) {
  const auto type = std::visit([](const auto& body) -> std::string_view { return body.kType; }, *line.body);
  const auto* key = std::visit(ServiceOf{}, *line.body);
  const auto* intent = std::get_if<Intent>(&*line.body);
  const bool resizes = intent != nullptr && intent->decision.action && intent->decision.action->resize;
  service = key == nullptr ? "" : key->Text();
  return {line.sequence, line.at, line.prev, type, std::visit(DecisionOf{}, *line.body), service, resizes};
}

}  // namespace docktor::remember
