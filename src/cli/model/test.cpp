#include <fmt/format.h>

#include "brain/examination.h"
#include "brain/http_model.h"
#include "brain/judge/connect.h"
#include "cli/commands.h"
#include "cli/render/table.h"
#include "settings/settings.h"

namespace docktor::cli {
namespace {

using brain::Mark;

/// Who is to be tested, and where its key is looked for.
struct Candidate {
  ModelChoice choice;
  brain::Variables variables;
};

/// The one that was named, else the one that the settings name first.
Result<Candidate> Find(const ModelTestCommand& command, const Session& session) {
  const auto& environment = session.around.environment;
  if (!command.model.empty())
    return Candidate{{.model = command.model,
                      .provider = command.provider,
                      .endpoint = command.endpoint,
                      .key_env = command.key_variable},
                     [&](const std::string& name) { return settings::Variable(environment, name); }};
  const auto project = settings::FindProject(session.arguments.project, environment, session.around.here);
  if (!project) return tl::unexpected(project.error());
  settings::Settings settings(settings::LoadWritten(*project, session.around.folders.config, environment, {}));
  const auto models = settings.Brain().models;
  const bool elsewhere = !command.provider.empty() || !command.endpoint.empty() || !command.key_variable.empty();
  if (models.empty() || elsewhere)
    return Fail(Errc::kInvalidInput, elsewhere ? "which model of that server?" : "no model is named in the settings",
                "name one: docktor model test NAME; docktor model list shows which there are");
  return Candidate{models.front(), [settings = std::move(settings), &environment](const std::string& name) {
                     return settings.Variable(environment, name);
                   }};
}

void AddRow(Table& table, const char* task, const Mark& mark) {
  const bool asked = mark.seconds > 0;
  table.Add({{task},
             mark.passed ? Cell{"yes", Ink::kGreen} : Cell{"no", Ink::kRed},
             {asked ? fmt::format("{:.2f} s", mark.seconds) : ""},
             {asked ? fmt::format("{} + {}", mark.tokens_in, mark.tokens_out) : ""},
             {mark.remark}});
}

/// Red is kept for what Docktor needs.
void AddRow(Table& table, const brain::EmbeddingMark& mark) {
  table.Add({{"an embedding, for search"},
             mark.passed ? Cell{"yes", Ink::kGreen} : Cell{"no", Ink::kFaint},
             {mark.passed ? fmt::format("{:.2f} s", mark.seconds) : ""},
             {mark.passed ? std::to_string(mark.tokens_in) : ""},
             {mark.passed ? fmt::format("{} numbers", mark.dimension) : "not needed: " + mark.remark}});
}

void Show(const brain::Examination& examination, const brain::EmbeddingMark& embedding, const brain::HttpModel& model,
          const Session& session, const std::string& name) {
  if (session.arguments.json) {
    auto report = ToJson(examination).as_object();
    report["embedding"] = ToJson(embedding);
    report["model"] = name;
    report["endpoint"] = model.endpoint();
    report["form_by"] = ToText(model.form());
    fmt::print("{}\n", WriteJson(report));
    return;
  }
  Table table({"TASK", "DONE", "TIME", "TOKENS", "ANSWER"});
  AddRow(table, "a verdict in the form asked for", examination.form);
  AddRow(table, "one that could be followed", examination.sense);
  AddRow(table, "a call of a tool", examination.tool);
  AddRow(table, "an answer from what it told", examination.talk);
  AddRow(table, embedding);
  fmt::print("{} at {}, asked for a form by {}\n\n{}", name, model.endpoint(), ToText(model.form()),
             table.Draw(session.look));
}

/// The endpoint answers, and would not let this model talk: there are models that only make embeddings.
bool Refuses(brain::Trouble trouble) {
  return trouble == brain::Trouble::kNotUnderstood || trouble == brain::Trouble::kNoSuchModel ||
         trouble == brain::Trouble::kBroken;
}

brain::Examination OfEmbeddingsOnly(const brain::Failure& failure) {
  const Mark not_asked{.passed = false, .remark = "not asked"};
  return {.form = {.passed = false, .remark = failure.error.message},
          .sense = not_asked,
          .tool = not_asked,
          .talk = not_asked};
}

}  // namespace

ExitCode RunModelTest(const Session& session, const ModelTestCommand& command) {
  const auto candidate = Find(command, session);
  if (!candidate) return Complain(candidate.error()), kUsage;
  const auto model = brain::FindServer(candidate->choice, candidate->variables).and_then(brain::HttpModel::At);
  if (!model) return Complain(model.error()), model.error().code == Errc::kInvalidInput ? kUsage : kFailed;
  const auto patience = ParseDuration(command.patience);
  if (!patience || *patience <= Duration{0})
    return Complain({Errc::kInvalidInput, "--patience: '" + command.patience + "' is no time to wait", "such as 60s"}),
           kUsage;
  auto examination = brain::Examine(**model, *patience);
  if (!examination && !Refuses(examination.error().trouble)) return Complain(examination.error().error), kFailed;
  const auto embedding = brain::ExamineEmbedding(**model, *patience);
  if (!examination && !embedding.passed) return Complain(examination.error().error), kFailed;
  if (!examination) examination = OfEmbeddingsOnly(examination.error());
  Show(*examination, embedding, **model, session, candidate->choice.model);
  return examination->form.passed ? kOk : kFailed;
}

}  // namespace docktor::cli
