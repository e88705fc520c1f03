#include "brain/judge/judge.h"

#include <fmt/format.h>

#include "brain/judge/advice_form.h"
#include "brain/judge/prompt.h"

namespace docktor::brain {
namespace {

constexpr std::size_t kMostReply = 4000;
constexpr std::size_t kMostTrouble = 400;

/// Nobody was asked.
void NotPut(Judgement& judgement, const std::string& why, std::optional<Instant> not_before) {
  judgement.put = false;
  judgement.trouble = Clean(why, kMostTrouble);
  judgement.not_before = not_before;
}

double Price(const Usage& usage, const BrainSettings& settings) {
  constexpr double kMillion = 1e6;
  return (static_cast<double>(usage.tokens_in) * settings.dollars_in +
          static_cast<double>(usage.tokens_out) * settings.dollars_out) /
         kMillion;
}

/// All that decides where, and as whom, one is connected.
bool SameServer(const BrainSettings& a, const BrainSettings& b) {
  return a.model == b.model && a.provider == b.provider && a.endpoint == b.endpoint && a.key_env == b.key_env;
}

}  // namespace

Judge::Judge(const Clock& clock, Connector connect, const std::vector<ModelCall>& earlier)
    : clock_(clock), connect_(std::move(connect)), spending_(earlier), worker_([this](const Waiting& waiting) {
        auto judgement = Answered(waiting);
        if (!worker_.stopping()) waiting.judgements->OnJudgement(std::move(judgement));
      }) {}

void Judge::Consult(Consultation consultation, Judgements& judgements) {
  worker_.Put({std::move(consultation), &judgements, clock_.Now()});
}

Judgement Judge::Answered(const Waiting& waiting) {
  const auto& asked = waiting.consultation;
  Judgement judgement{
      .look = asked.look.id, .service = asked.look.service, .asked = asked.look.at, .model = asked.brain.model};
  const auto now = clock_.Now();
  if (now - waiting.since > kLongestWait)
    NotPut(judgement, "the model was busy with other services", std::nullopt);
  else if (const auto until = breaker_.Until(now); until && settings_ && SameServer(*settings_, asked.brain))
    NotPut(judgement, "it is left alone for a while, as it did not answer", until);
  else if (const auto connected = Connected(asked.brain); !connected)
    NotPut(judgement, connected.error().message, breaker_.Until(now));
  else if (const auto over = spending_.Over(BudgetFor(asked.brain.budget, connection_->on_this_machine), now))
    NotPut(judgement, over->what, over->until);
  else
    Ask(asked, judgement);
  return judgement;
}

Status Judge::Connected(const BrainSettings& settings) {
  const bool same = settings_ && SameServer(*settings_, settings);
  if (same && connection_) return {};
  if (!same) breaker_ = {};
  connection_.reset();
  settings_ = settings;
  auto connection = connect_(settings);
  if (!connection) {
    breaker_.Failed({.trouble = Trouble::kUnreachable, .error = connection.error()}, clock_.Now());
    return tl::unexpected(connection.error());
  }
  connection_ = *std::move(connection);
  return {};
}

void Judge::Ask(const Consultation& consultation, Judgement& judgement) {
  const auto question = AskForAdvice(consultation);
  judgement.endpoint = connection_->endpoint;
  judgement.prompt_digest = DigestOf(question);
  const auto begin = clock_.Now();
  const auto answer = connection_->model->Ask(question);
  const auto end = clock_.Now();
  judgement.took = end - begin;
  Read(answer, consultation, judgement);
  spending_.Note({end, judgement.tokens_in + judgement.tokens_out, judgement.dollars});
}

void Judge::Read(const Answer& answer, const Consultation& consultation, Judgement& judgement) {
  if (!answer) {
    const auto& failure = answer.error();
    breaker_.Failed(failure, clock_.Now());
    judgement.trouble = Clean(failure.error.message, kMostTrouble);
    judgement.not_before = breaker_.Until(clock_.Now());
    return;
  }
  breaker_.Answered();
  judgement.reply = Clean(answer->text, kMostReply);
  judgement.tokens_in = answer->usage.tokens_in;
  judgement.tokens_out = answer->usage.tokens_out;
  judgement.dollars = Price(answer->usage, consultation.brain);
  if (!answer->model.empty()) judgement.model = Clean(answer->model, 100);
  auto advice = ReadAdvice(answer->text, consultation);
  if (advice)
    judgement.advice = *std::move(advice);
  else if (answer->finish == Finish::kRefused)
    judgement.trouble = "the model would not answer";
  else if (answer->finish == Finish::kCut)
    judgement.trouble = "the answer was cut, as it was too long";
  else
    judgement.trouble = Clean(advice.error().message, kMostTrouble);
}

}  // namespace docktor::brain
