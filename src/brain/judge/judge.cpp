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

void Read(const Answer& answer, const Consultation& consultation, Judgement& judgement) {
  judgement.reply = Clean(answer->text, kMostReply);
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

std::vector<ModelCall> CallsOf(const std::vector<Judgement>& failed) {
  std::vector<ModelCall> calls;
  for (const auto& j : failed)
    if (j.put) calls.push_back({j.asked + j.took, j.tokens_in + j.tokens_out, j.dollars, j.endpoint, j.calls});
  return calls;
}

/// That of the first who was asked: who should have answered.
Judgement AllFailed(std::vector<Judgement> failed) {
  std::optional<Instant> soonest;
  for (const auto& one : failed)
    if (one.not_before) soonest = std::min(soonest.value_or(*one.not_before), *one.not_before);
  auto found = std::find_if(failed.begin(), failed.end(), [](const Judgement& one) { return one.put; });
  if (found == failed.end()) found = failed.begin();
  auto told = std::move(*found);
  failed.erase(found);
  told.before = CallsOf(failed);
  told.not_before = soonest;
  return told;
}

}  // namespace

Judge::Judge(const Clock& clock, Switchboard& models, const Precedents* past)
    : clock_(clock), models_(models), past_(past), worker_([this](const Waiting& waiting) {
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
  std::vector<Judgement> failed;
  for (const auto& choice : asked.brain.models) {
    auto judgement = first;
    judgement.model = choice.model;
    const bool answered = Put(choice, asked, judgement);
    if (answered) judgement.before = CallsOf(failed);
    if (answered) return judgement;
    failed.push_back(std::move(judgement));
  }
  if (failed.empty()) NotPut(failed.emplace_back(first), "no model is named", std::nullopt);
  return AllFailed(std::move(failed));
}

bool Judge::Put(const ModelChoice& choice, const Consultation& asked, Judgement& judgement) {
  if (const auto until = models_.LeftAloneUntil(choice))
    NotPut(judgement, "it is left alone for a while, as it did not answer", until);
  else if (auto line = models_.Connect(choice, asked.brain); !line)
    NotPut(judgement, line.error().message, models_.LeftAloneUntil(choice));
  else
    return Ask(choice, *line, asked, judgement);
  return false;
}

bool Judge::Ask(const ModelChoice& choice, Switchboard::Line& line, const Consultation& consultation,
                Judgement& judgement) {
  const auto alike = past_ == nullptr ? std::vector<Precedent>() : past_->Like(consultation.look, kMostPrecedents);
  const auto question = AskForAdvice(consultation, alike);
  const auto begin = clock_.Now();
  const auto answer = line.Ask(question);
  const auto end = clock_.Now();
  if (!answer && answer.error().trouble == Trouble::kSpent) {
    NotPut(judgement, answer.error().error.message, end + answer.error().retry_after.value_or(Duration{0}));
    return false;
  }
  judgement.endpoint = line.endpoint();
  judgement.prompt_digest = DigestOf(question);
  judgement.took = end - begin;
  judgement.tokens_in = line.taken().tokens_in;
  judgement.tokens_out = line.taken().tokens_out;
  judgement.dollars = line.taken().dollars;
  judgement.calls = line.taken().calls;
  if (answer) {
    if (line.taken().model != choice.model) judgement.served_as = line.taken().model;
    Read(answer, consultation, judgement);
  } else {
    judgement.trouble = Clean(answer.error().error.message, kMostTrouble);
    judgement.not_before = models_.LeftAloneUntil(choice);
  }
  return answer.has_value();
}

}  // namespace docktor::brain
