#include "operations/orders/prompt.h"

#include <algorithm>

#include "brain/grammar/understand.h"
#include "core/cut.h"
#include "operations/declare/command_text.h"
#include "operations/list.h"
#include "operations/model_tools.h"
#include "operations/shared/find_service.h"
#include "operations/shared/local_zone.h"

namespace docktor::operations {
namespace {

int Running(const pilot::ServiceView& view) {
  return static_cast<int>(
      std::count_if(view.replicas.begin(), view.replicas.end(), [](const Replica& r) { return Runs(r.phase); }));
}

std::chrono::minutes ClockAt(Instant now) {
  const auto here = now + ZoneAt("", now).ahead;
  return std::chrono::floor<std::chrono::minutes>(here - std::chrono::floor<std::chrono::days>(here));
}

brain::KnownServices KnownTo(const Context& context, const std::string& about) {
  brain::KnownServices known{.running = {}, .watched = {}, .clock = ClockAt(context.clock.Date())};
  const auto snapshot = context.pilots.Latest();
  for (const auto& view : snapshot->services) {
    if (view.spec.enabled)
      known.running[view.key.service] = Running(view);
    else
      known.watched.push_back(view.key.service);
  }
  if (const auto looked_at = FindService(*snapshot, about)) known.looked_at = (*looked_at)->key.service;
  return known;
}

/// The answer of the operation that was meant, as that of the prompt.
class Retold : public Sink {
 public:
  Retold(PromptOutput prompt, Reply<PromptOutput> reply) : prompt_(std::move(prompt)), reply_(std::move(reply)) {}

  void Item(json::value item) override {
    auto told = prompt_;
    told.answer = std::move(item);
    reply_.Send(told);
  }
  void End(Status how) override {
    if (!how) return reply_.Fail(how.error().During(prompt_.understood));
    reply_.End();
  }
  void Keep(std::shared_ptr<void> resource) override { reply_.Keep(std::move(resource)); }
  bool Wanted() const override { return reply_.Wanted(); }

 private:
  const PromptOutput prompt_;
  const Reply<PromptOutput> reply_;
};

/// Who can be asked about what Docktor does not understand itself; empty: nobody.
std::optional<BrainSettings> ModelOf(const Context& context) {
  if (context.talks == nullptr) return std::nullopt;
  for (const auto& view : context.pilots.Latest()->services)
    if (view.spec.brain.mode != BrainMode::kOff && !view.spec.brain.models.empty()) return view.spec.brain;
  return std::nullopt;
}

PromptOutput Told(const std::string& model, const brain::Step& step) {
  PromptOutput told{.operation = step.call.name, .model = model};
  const auto* operation = Find(step.call.name);
  told.understood = operation == nullptr ? step.call.name : CommandText(*operation, step.call.arguments);
  if (auto answer = ParseJson(step.result)) told.answer = *std::move(answer);
  return told;
}

std::vector<brain::Turn> TurnsOf(const PromptInput& input) {
  constexpr std::size_t kMostTurns = 40, kMostText = 4000;
  std::vector<brain::Turn> turns;
  const auto skipped = input.earlier.size() > kMostTurns ? input.earlier.size() - kMostTurns : 0;
  for (auto i = skipped; i < input.earlier.size(); ++i)
    turns.push_back({.speaker = input.earlier[i].by_model ? brain::Turn::Speaker::kModel : brain::Turn::Speaker::kUser,
                     .text = std::string(CutAt(input.earlier[i].text, kMostText))});
  turns.push_back({.text = input.text});
  return turns;
}

brain::Listener Telling(const std::string& model, bool pieces, const Reply<PromptOutput>& reply) {
  brain::Listener listener{.on_step = [=](const brain::Step& step) { reply.Send(Told(model, step)); }};
  if (pieces)
    listener.on_text = [=](std::string_view text) {
      reply.Send(PromptOutput{.answer = nullptr, .model = model, .piece = std::string(text)});
    };
  return listener;
}

Error NotTold(const Error& error, const std::string& model) {
  if (error.message.starts_with("ask ")) return error;
  auto told = error.During("ask the model " + model);
  told.hint = error.hint;
  return told;
}

/// What is not understood here is put to the model, whose every call is told as it happens.
void TalkAbout(Context& context, const PromptInput& input, const BrainSettings& brain,
               const Reply<PromptOutput>& reply) {
  const auto model = brain.model();
  context.talks->Begin(
      {.brain = brain,
       .turns = TurnsOf(input),
       .tools = std::make_shared<ModelTools>(context),
       .listener_for = [pieces = input.pieces, reply](const auto& talking) { return Telling(talking, pieces, reply); },
       .done =
           [reply, model](const Talks::Outcome& talked) {
             if (!talked) return reply.Fail(NotTold(talked.error(), model));
             reply.Answer(PromptOutput{.answer = nullptr, .model = talked->model, .said = talked->text});
           },
       .wanted = [reply] { return reply.Wanted(); }});
}

/// A model changes what it may in the name of whoever talks with it: that is for admins.
Error NotForModels(Error error) {
  error.hint = "plain orders and questions are understood without a model; to talk with it, log in by: docktor link";
  return error;
}

/// What is guessed is shown before it takes effect. Who may not have it done need not be asked.
bool WantsAgreement(const brain::Understood& call, const Operation& operation, const Caller& caller) {
  return !call.plain && caller.role >= operation.LeastRole();
}

PromptOutput Asking(PromptOutput prompt) {
  prompt.asks = true;
  prompt.said = "Nothing was done yet, as some of that is guessed: say yes if it is meant, or say it more exactly.";
  return prompt;
}

void Run(Context& context, const Caller& caller, PromptInput input, Reply<PromptOutput> reply) {
  const auto call = brain::Understand(input.text, KnownTo(context, input.about));
  const bool settled = call || input.dry_run || !input.agreed.empty();  // a yes is to what was understood here
  if (const auto brain = settled ? std::nullopt : ModelOf(context))
    return caller.role < Role::kAdmin ? reply.Fail(NotForModels(call.error()))
                                      : TalkAbout(context, input, *brain, reply);
  if (!call) return reply.Fail(call.error());
  const auto* operation = Find(call->operation);
  PromptOutput prompt{.understood = CommandText(*operation, call->input),
                      .assumed = call->assumed,
                      .note = call->note,
                      .operation = call->operation,
                      .answer = nullptr};
  if (input.dry_run) return reply.Answer(prompt);
  if (WantsAgreement(*call, *operation, caller) && input.agreed != prompt.understood)
    return reply.Answer(Asking(std::move(prompt)));
  operation->Run(context, caller, call->input, std::make_shared<Retold>(std::move(prompt), std::move(reply)));
}

}  // namespace

Operation PromptOperation() {
  return Declare<PromptInput, PromptOutput>(
      {.name = "prompt",
       .summary = "Say in plain words what Docktor should do, or ask it something",
       .help =
           "Plain orders and questions in English, one at a time, need no language model. Every word must be "
           "understood: what is half understood is not done. The answer begins with the command that says the same. "
           "Where an end is guessed (an hour for a pause or a leaning without one; 6 in the morning or in the evening) "
           "that is asked about before anything is done. Anything else is put to the model that brain.model names, if "
           "one is named: it sees and changes what a model may, within all limits, and each of its calls is shown.",
       .examples = {"prompt \"hold off on scaling for 10 minutes, running tests\"",
                    "prompt \"at least 4 web until tomorrow morning\"", "prompt \"why did you scale web down?\"",
                    "prompt --dry-run \"be more aggressive until 18:00\""},
       .effect = Effect::kChanges,
       .callers = {Actor::kPerson},
       .role = Role::kViewer,  // what is understood is held to the role that it wants itself
       .stream = Stream::kAlways,
       .fields = {{.name = "text",
                   .help = "what is to be understood",
                   .place = Field::Place::kSentence,
                   .need = Field::Need::kRequired},
                  {.name = "dry_run", .help = "only say what would be done", .flag = "dry-run"},
                  {.name = "earlier", .help = "what was said before", .place = Field::Place::kProgramsOnly},
                  {.name = "pieces",
                   .help = "tell what a model says word by word as well",
                   .place = Field::Place::kProgramsOnly},
                  {.name = "about",
                   .help = "the service that whoever speaks looks at, which is meant where none is named",
                   .place = Field::Place::kProgramsOnly},
                  {.name = "agreed",
                   .help = "the command that was asked about, once somebody has agreed to it",
                   .place = Field::Place::kProgramsOnly}}},
      Run);
}

}  // namespace docktor::operations
