#include "brain/switchboard.h"

#include <algorithm>

#include <fmt/format.h>

#include "brain/judge/advice_form.h"

namespace docktor::brain {
namespace {

constexpr std::size_t kMostKnown = 32;  // of settings that were in force at some time
constexpr std::size_t kMostName = 100;

double Price(const Usage& usage, const BrainSettings& settings) {
  constexpr double kMillion = 1e6;
  return (static_cast<double>(usage.tokens_in) * settings.dollars_in +
          static_cast<double>(usage.tokens_out) * settings.dollars_out) /
         kMillion;
}

/// Some four bytes a token.
std::int64_t TokensOf(std::size_t bytes) {
  constexpr std::size_t kBytesOfToken = 4;
  return static_cast<std::int64_t>(bytes / kBytesOfToken);
}

std::int64_t TokensOf(const Question& question) {
  auto said = question.system.size();
  for (const auto& turn : question.turns) {
    said += turn.text.size();
    for (const auto& call : turn.calls) said += call.name.size() + WriteJson(call.arguments).size();
  }
  for (const auto& tool : question.tools) said += tool.description.size() + WriteJson(tool.parameters).size();
  return TokensOf(said);
}

std::int64_t TokensOf(const Reply& reply) {
  auto said = reply.text.size();
  for (const auto& call : reply.calls) said += call.name.size() + WriteJson(call.arguments).size();
  return TokensOf(said);
}

/// As the endpoint counts; of one that does not say an estimate: a budget holds for it as well, and for answers that
/// were late, cut off or without sense.
Usage CountOf(const Question& question, const Answer& answer) {
  auto usage = answer ? answer->usage : answer.error().usage;
  if (answer && usage.tokens_in == 0 && usage.tokens_out == 0) {
    usage.tokens_in = TokensOf(question);
    usage.tokens_out = TokensOf(*answer);
  }
  if (!answer && answer.error().worked_on) usage.tokens_in += TokensOf(question);
  return usage;
}

/// Whether it is about the server or the account, and not about this model.
bool IsAboutServer(Trouble trouble) {
  return trouble == Trouble::kUnreachable || trouble == Trouble::kKeyRefused || trouble == Trouble::kNothingLeft;
}

/// Both are served at one address that the settings name, with one key.
bool OfOneServer(const ModelChoice& a, const ModelChoice& b) {
  const bool named = !a.endpoint.empty() || !a.provider.empty();
  return named && a.endpoint == b.endpoint && a.provider == b.provider && a.key_env == b.key_env;
}

/// Whether it may be served elsewhere by the next time, or with another key.
bool MayHaveMoved(Trouble trouble) { return IsAboutServer(trouble) || trouble == Trouble::kNoSuchModel; }

constexpr Duration kPatience = 30s;  // a talk that is nearly over waits for less, which tells nothing

/// Whether it says how the endpoint does. Where tools were offered it may as well be these, or the length of the talk,
/// that the model cannot have, which is no reason to ask it nothing else.
bool TellsOfEndpoint(const Failure& failure, const Question& question) {
  if (failure.trouble == Trouble::kGivenUp) return false;
  if (question.tools.empty()) return true;
  if (failure.trouble == Trouble::kLate) return question.patience >= kPatience;
  return failure.trouble != Trouble::kNotUnderstood && failure.trouble != Trouble::kNoSuchModel &&
         failure.trouble != Trouble::kBroken;
}

Failure NotAsked(const Spending::Spent& spent, Duration wait) {
  return {.trouble = Trouble::kSpent,
          .error = {Errc::kDenied,
                    fmt::format("the budget for models is spent: {}; the next in {}", spent.what,
                                docktor::ToText(std::chrono::ceil<std::chrono::seconds>(wait))),
                    "brain.budget in the settings says what may be spent"},
          .retry_after = wait};
}

}  // namespace

Switchboard::Line::Line(Switchboard& board, ModelChoice choice, Connection connection, const BrainSettings& brain)
    : board_(board),
      choice_(std::move(choice)),
      connection_(std::move(connection)),
      brain_(brain),
      taken_{.endpoint = connection_.endpoint, .model = choice_.model} {}

Answer Switchboard::Line::Ask(const Question& question) {
  if (auto spent = board_.Begin(*this)) return tl::unexpected(*std::move(spent));
  ++taken_.calls;
  auto answer = connection_.model->Ask(question);
  taken_.at = board_.clock_.Now();
  const auto usage = CountOf(question, answer);
  (answer ? answer->usage : answer.error().usage) = usage;
  if (answer && !answer->model.empty()) taken_.model = Clean(answer->model, kMostName);
  board_.End(*this, question, answer, Take(usage));
  return answer;
}

/// Its first request has been counted before.
ModelCall Switchboard::Line::Take(const Usage& usage) {
  const ModelCall took{.at = taken_.at,
                       .tokens = usage.tokens_in + usage.tokens_out,
                       .dollars = Price(usage, brain_),
                       .endpoint = connection_.endpoint,
                       .calls = usage.requests - 1};
  taken_.calls += took.calls;
  taken_.tokens_in += usage.tokens_in;
  taken_.tokens_out += usage.tokens_out;
  taken_.dollars += took.dollars;
  return took;
}

Switchboard::Switchboard(const Clock& clock, Connector connect, const std::vector<ModelCall>& earlier)
    : clock_(clock), connect_(std::move(connect)), spending_(earlier) {}

std::optional<Instant> Switchboard::LeftAloneUntil(const ModelChoice& choice) const {
  const std::lock_guard lock(mutex_);
  std::optional<Instant> until;
  for (const auto& known : known_) {
    const auto own = known.choice == choice ? known.breaker.Until(clock_.Now()) : std::nullopt;
    const auto shared = OfOneServer(known.choice, choice) ? known.server.Until(clock_.Now()) : std::nullopt;
    until = std::max({until, own, shared});
  }
  return until;
}

std::vector<ModelChoice> Switchboard::ThatAnswerFirst(std::vector<ModelChoice> choices) const {
  std::stable_partition(choices.begin(), choices.end(), [this](const auto& choice) { return !LeftAloneUntil(choice); });
  return choices;
}

Result<Switchboard::Line> Switchboard::Connect(const ModelChoice& choice, const BrainSettings& brain) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto& known = Of(choice).connection) return Line(*this, choice, *known, brain);
  }
  auto connection = connect_(choice);
  const std::lock_guard lock(mutex_);
  auto& known = Of(choice);
  if (!connection) {
    known.breaker.Failed({.trouble = Trouble::kUnreachable, .error = connection.error()}, clock_.Now());
    return tl::unexpected(connection.error());
  }
  known.connection = *connection;
  return Line(*this, choice, *std::move(connection), brain);
}

SpentOnModels Switchboard::Spent() const {
  const std::lock_guard lock(mutex_);
  const auto now = clock_.Now();
  return {spending_.Of(true, now), spending_.Of(false, now)};
}

Switchboard::Known& Switchboard::Of(const ModelChoice& choice) {
  const auto known = std::find_if(known_.begin(), known_.end(), [&](const Known& k) { return k.choice == choice; });
  if (known != known_.end()) return *known;
  if (known_.size() >= kMostKnown) known_.erase(known_.begin());
  return known_.emplace_back(Known{choice});
}

std::optional<Failure> Switchboard::Begin(const Line& line) {
  const std::lock_guard lock(mutex_);
  const auto now = clock_.Now();
  const bool here = line.connection_.on_this_machine;
  if (const auto spent = spending_.Over(BudgetFor(line.brain_.budget, here), here, now))
    return NotAsked(*spent, spent->until - now);
  spending_.Note({.at = now, .endpoint = line.connection_.endpoint}, here);
  return std::nullopt;
}

void Switchboard::End(const Line& line, const Question& question, const Answer& answer, const ModelCall& took) {
  const std::lock_guard lock(mutex_);
  spending_.Note(took, line.connection_.on_this_machine);
  auto& known = Of(line.choice_);
  if (answer) {
    for (auto& other : known_)
      if (OfOneServer(other.choice, line.choice_)) other.server.Answered();
    return known.breaker.Answered();
  }
  const auto& failure = answer.error();
  if (MayHaveMoved(failure.trouble)) known.connection.reset();
  if (!TellsOfEndpoint(failure, question)) return;
  known.breaker.Failed(failure, took.at);
  if (IsAboutServer(failure.trouble)) known.server.Failed(failure, took.at);
}

}  // namespace docktor::brain
