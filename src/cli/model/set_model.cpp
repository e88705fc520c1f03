#include <cerrno>
#include <cstring>
#include <fstream>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/init/replace_file.h"
#include "cli/model/model_edit.h"
#include "settings/files/find_project.h"
#include "settings/files/text_file.h"
#include "settings/files/written.h"
#include "settings/settings.h"

namespace docktor::cli {
namespace {

/// Of a server that is named anew nothing of the old one stays; a model alone is one more of the same server. A profile
/// would be asked in its place.
model::BrainEntries EntriesOf(const SetModelCommand& command) {
  model::BrainEntries entries{{"model", command.model}, {"profile", ""}};
  if (command.provider.empty() && command.endpoint.empty() && command.key_variable.empty()) return entries;
  entries.emplace_back("provider", command.provider);
  entries.emplace_back("endpoint", command.endpoint);
  entries.emplace_back("key_env", command.key_variable);
  return entries;
}

/// Empty: there is no such file.
Result<std::optional<std::string>> TextOf(const std::filesystem::path& path) {
  const auto text = settings::ReadTextFile(path);
  if (text) return *text;
  if (text.error() == ENOENT) return std::nullopt;
  return Fail(Errc::kInternal, fmt::format("read {}: {}", path.string(), std::strerror(text.error())));
}

Status Write(const std::filesystem::path& path, const std::string& text, bool there) {
  if (there) return init::ReplaceFile(path, text);
  std::ofstream file(path, std::ios::binary);
  if (file << text << std::flush) return {};
  return Fail(Errc::kInternal, "write " + path.string());
}

/// What is asked in its place, where a place that counts for more names another model.
std::optional<std::string> OtherModel(const settings::FoundProject& project, const Session& session,
                                      const std::string& wanted) {
  const auto& around = session.around;
  const settings::Settings settings(settings::LoadWritten(project, around.folders.config, around.environment, {}));
  const auto models = settings.Brain().models;
  if (models.empty() || models.front().model == wanted) return std::nullopt;
  return models.front().model;
}

}  // namespace

ExitCode RunSetModel(const Session& session, const SetModelCommand& command) {
  const auto found = settings::FindProject(session.arguments.project, session.around.environment, session.around.here);
  if (!found) return Complain(found.error()), kUsage;
  const auto written = settings::LoadWritten(*found, session.around.folders.config, session.around.environment, {});
  const auto& path = written.project.path;
  if (path.empty())
    return Complain({Errc::kNotFound, "there is no folder for docktor.yaml, as no Compose file was found",
                     "run it where the Compose file is, or name that: --compose-file"}),
           kUsage;
  const auto before = TextOf(path);
  if (!before) return Complain(before.error()), kFailed;
  const auto after = model::WithBrain(before->value_or(""), path, EntriesOf(command));
  if (!after) return Complain(after.error()), kUsage;
  if (const auto done = Write(path, *after, before->has_value()); !done) return Complain(done.error()), kFailed;
  if (const auto other = OtherModel(*found, session, command.model))
    return Complain({Errc::kConflict,
                     fmt::format("{} names {} now, and {} is asked all the same", path.string(), command.model, *other),
                     "another place counts for more, or a profile is chosen there: docktor config show"}),
           kFailed;
  fmt::print("{}: the model is {} now; a daemon that runs takes it over by itself\ntry it: docktor model test\n",
             path.string(), command.model);
  return kOk;
}

}  // namespace docktor::cli
