#include "brain/judge/judge.h"

#include <algorithm>

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

void Read(const Answer& answer, const Consultation& consultation, Judgement& judgement) {
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
  Judgement first{
      .look = asked.look.id, .service = asked.look.service, .asked = asked.look.at, .model = asked.brain.model()};
  if (clock_.Now() - waiting.since > kLongestWait) {
    NotPut(first, "the model was busy with other services", std::nullopt);
    return first;
  }
  Arrange(asked.brain.models);
  std::optional<Judgement> failed;  // of the first: that is who should have answered
  std::optional<Instant> soonest;
  for (auto& link : links_) {
    auto judgement = first;
    judgement.model = link.choice.model;
    if (Put(link, asked, judgement)) return judgement;
    if (judgement.not_before) soonest = std::min(soonest.value_or(*judgement.not_before), *judgement.not_before);
    if (!failed) failed = std::move(judgement);
  }
  if (!failed) NotPut(failed.emplace(first), "no model is named", std::nullopt);
  failed->not_before = soonest;
  return *failed;
}

void Judge::Arrange(const std::vector<ModelChoice>& models) {
  const bool same = std::equal(links_.begin(), links_.end(), models.begin(), models.end(),
                               [](const Link& link, const ModelChoice& choice) { return link.choice == choice; });
  if (same) return;
  links_.clear();
  for (const auto& choice : models) links_.push_back({choice});
}

bool Judge::Put(Link& link, const Consultation& asked, Judgement& judgement) {
  const auto now = clock_.Now();
  if (const auto until = link.breaker.Until(now))
    NotPut(judgement, "it is left alone for a while, as it did not answer", until);
  else if (const auto connected = Connected(link); !connected)
    NotPut(judgement, connected.error().message, link.breaker.Until(now));
  else if (const auto over = spending_.Over(BudgetFor(asked.brain.budget, link.connection->on_this_machine),
                                            link.connection->on_this_machine, now))
    NotPut(judgement, over->what, over->until);
  else
    return Ask(link, asked, judgement);
  return false;
}

Status Judge::Connected(Link& link) {
  if (link.connection) return {};
  auto connection = connect_(link.choice);
  if (!connection) {
    link.breaker.Failed({.trouble = Trouble::kUnreachable, .error = connection.error()}, clock_.Now());
    return tl::unexpected(connection.error());
  }
  link.connection = *std::move(connection);
  return {};
}

bool Judge::Ask(Link& link, const Consultation& consultation, Judgement& judgement) {
  const auto question = AskForAdvice(consultation);
  judgement.endpoint = link.connection->endpoint;
  judgement.prompt_digest = DigestOf(question);
  const auto begin = clock_.Now();
  const auto answer = link.connection->model->Ask(question);
  const auto end = clock_.Now();
  judgement.took = end - begin;
  if (answer) {
    link.breaker.Answered();
    Read(answer, consultation, judgement);
  } else {
    link.breaker.Failed(answer.error(), end);
    judgement.trouble = Clean(answer.error().error.message, kMostTrouble);
    judgement.not_before = link.breaker.Until(end);
  }
  spending_.Note({end, judgement.tokens_in + judgement.tokens_out, judgement.dollars, judgement.endpoint},
                 link.connection->on_this_machine);
  if (!answer) link.connection.reset();  // it may be served elsewhere by then, or the key may be another
  return answer.has_value();
}

}  // namespace docktor::brain
