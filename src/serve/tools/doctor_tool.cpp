#include "serve/tools/doctor_tool.h"

#include <algorithm>

#include <fmt/format.h>

#include "operations/now/health.h"
#include "operations/now/services.h"
#include "serve/tools/declare_tool.h"

namespace docktor::serve {
namespace {

enum class Level { kOk, kWarning, kProblem };
BOOST_DESCRIBE_ENUM(Level, kOk, kWarning, kProblem)

struct Finding {
  std::string topic;
  Level level = Level::kOk;
  std::string text;
  std::string advice;  ///< empty where nothing is to be done
};
BOOST_DESCRIBE_STRUCT(Finding, (), (topic, level, text, advice))

struct Output {
  bool ok = true;  ///< there is no problem
  std::vector<Finding> findings;
};
BOOST_DESCRIBE_STRUCT(Output, (), (ok, findings))

void AddService(const operations::ServiceFact& fact, std::vector<Finding>& all) {
  const auto topic = "service " + fact.service.service;
  for (const auto& why : fact.why_not)
    all.push_back({topic, fact.enabled ? Level::kWarning : Level::kOk, fact.enabled ? "enabled, but " + why : why, ""});
  if (!fact.why_not.empty()) return;
  if (fact.enabled)
    all.push_back({topic, Level::kOk, fmt::format("scaled between {} and {}", fact.min, fact.max), ""});
  else
    all.push_back({topic, Level::kOk, "watched only: nobody enabled it", "a person adds x-docktor: docktor init"});
  for (const auto& warning : fact.warnings)
    all.push_back({topic, fact.enabled ? Level::kWarning : Level::kOk, warning, ""});
}

Result<Output> Run(const Ask& ask) {
  const auto health = AskFor<operations::HealthOutput>(ask, "health");
  if (!health && health.error().code == Errc::kUnavailable)
    return Output{false, {{"daemon", Level::kProblem, health.error().message, health.error().hint}}};
  if (!health) return tl::unexpected<Error>(health.error());
  const auto services = AskFor<operations::ServicesOutput>(ask, "services");
  if (!services) return tl::unexpected<Error>(services.error());
  Output out{.findings = {{"daemon", Level::kOk, "it answers", ""}}};
  for (const auto& part : health->parts)
    out.findings.push_back({part.part, part.ok ? Level::kOk : Level::kProblem, part.says, part.advice});
  for (const auto& fact : services->services) AddService(fact, out.findings);
  out.ok = std::none_of(out.findings.begin(), out.findings.end(),
                        [](const Finding& finding) { return finding.level == Level::kProblem; });
  return out;
}

}  // namespace

mcp::Tool DoctorTool(const Ask& ask) {
  return DeclareTool<operations::Nothing, Output>(
      {.name = "doctor",
       .title = "What is wrong, and what to do",
       .description =
           "Each part of Docktor and each service: whether it is well, and where it is not, what to do about "
           "it. `docktor doctor` on the machine itself looks at the files and the engine as well.",
       .annotations = {.read_only = true, .idempotent = true}},
      {}, [ask](const operations::Nothing&) { return Run(ask); });
}

}  // namespace docktor::serve
