#include "cli/doctor/finding.h"

#include <utility>

namespace docktor::cli::doctor {

void Findings::Ok(std::string topic, std::string text, std::string advice) {
  all.push_back({std::move(topic), Level::kOk, std::move(text), std::move(advice)});
}

void Findings::Warn(std::string topic, std::string text, std::string advice) {
  all.push_back({std::move(topic), Level::kWarning, std::move(text), std::move(advice)});
}

void Findings::Problem(std::string topic, const Error& error, ExitCode exit_code) {
  all.push_back({std::move(topic), Level::kProblem, error.message, error.hint});
  if (meaning == kOk) meaning = exit_code;
}

}  // namespace docktor::cli::doctor
