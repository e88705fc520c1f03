/// Commands that are operations, from what the operations declare.
#include "cli/arguments/command_line.h"
#include "operations/declare/text_input.h"

namespace docktor::cli {
namespace {

using operations::Field;
using operations::FieldKind;
using operations::Operation;

std::string OptionName(const Field& field) {
  if (field.IsPositional()) return field.Shown();
  return (field.letter.empty() ? "" : "-" + field.letter + ",") + field.Shown();
}

const char* Metavar(FieldKind kind) {
  switch (kind) {
    case FieldKind::kDuration: return "TIME";
    case FieldKind::kWhole:
    case FieldKind::kNumber: return "N";
    default: return "TEXT";
  }
}

}  // namespace

std::string Given::Text() const {
  std::string joined = text;
  for (const auto& word : words) joined += (joined.empty() ? "" : " ") + word;
  return joined;
}

Result<json::object> InputOf(const Operation& operation, const std::map<std::string, Given>& given) {
  json::object input;
  for (const auto& field : operation.fields) {
    if (field.place == Field::Place::kProgramsOnly) continue;
    const auto& value = given.at(field.name);
    if (value.option->count() == 0) continue;
    const auto kind = KindOf(operation, field.name);
    auto read = kind == FieldKind::kYesNo ? Result<json::value>(value.yes)
                                          : operations::FieldFromText(kind, field.Shown(), value.Text());
    if (!read) return tl::unexpected<Error>(read.error());
    input.emplace(field.name, *std::move(read));
  }
  return input;
}

std::map<std::string, Given>& CommandLine::AddFields(CLI::App& app, const Operation& operation) {
  auto& given = given_.emplace_back();
  for (const auto& field : operation.fields) {
    if (field.place == Field::Place::kProgramsOnly) continue;
    auto& value = given[field.name];
    const auto kind = KindOf(operation, field.name);
    if (kind == FieldKind::kYesNo) {
      value.option = app.add_flag(OptionName(field), value.yes, field.help);
    } else if (field.place == Field::Place::kSentence) {
      value.option = app.add_option(OptionName(field), value.words, field.help)->type_name("");
    } else {
      value.option = app.add_option(OptionName(field), value.text, field.help)->type_name(Metavar(kind));
    }
    value.option->required(field.need == Field::Need::kRequired);
  }
  return given;
}

void CommandLine::AddOperation(const Operation& operation) {
  const auto space = operation.name.find(' ');
  auto& parent = space == std::string::npos
                     ? app_
                     : Group(operation.name.substr(0, space), "What was decided, and the journal that keeps it");
  auto* app = Add(parent, operation.name.substr(space == std::string::npos ? 0 : space + 1), operation.summary);
  app->footer(operation.help + (operation.help.empty() ? "" : "\n\n") + Examples(operation.examples));
  const auto& given = AddFields(*app, operation);
  if (operation.Id() == "decisions_export") AddExport(*app);
  commands_.push_back({app, [this, &operation, &given]() -> Result<decltype(Arguments::command)> {
                         auto input = InputOf(operation, given);
                         if (!input) return tl::unexpected<Error>(input.error());
                         if (operation.Id() == "stop") return StopCommand{};
                         if (operation.Id() == "decisions_export") return Export(operation, *std::move(input));
                         return CallCommand{&operation, *std::move(input)};
                       }});
}

void CommandLine::AddExport(CLI::App& app) {
  app.add_option("--format", export_format_, "csv, json or parquet; else as the file is named, else csv")
      ->type_name("FORMAT");
  app.add_option("--output", export_output_, "the file; replaced where it is there")->type_name("FILE");
}

std::string CommandLine::ExportFormatName() const {
  if (!export_format_.empty()) return export_format_;
  for (const auto* name : {"json", "parquet"})
    if (export_output_.ends_with("." + std::string(name))) return name;
  return common_.json && export_output_.empty() ? "json" : "csv";
}

Result<ExportCommand> CommandLine::Export(const Operation& operation, json::object input) const {
  const auto format = FromJson<remember::ExportFormat>(json::value(ExportFormatName()));
  if (!format) return tl::unexpected<Error>(format.error().During("--format"));
  if (*format == remember::ExportFormat::kParquet && export_output_.empty())
    return Fail(Errc::kInvalidInput, "--output is missing: Parquet is nothing for a terminal",
                "for example: --output decisions.parquet");
  return ExportCommand{&operation, std::move(input), *format,
                       export_output_.empty() ? std::nullopt : std::optional(export_output_)};
}

}  // namespace docktor::cli
