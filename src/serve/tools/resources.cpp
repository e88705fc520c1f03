#include "serve/tools/resources.h"

#include "serve/query.h"

namespace docktor::serve {
namespace {

Result<mcp::ResourceContent> Read(const Ask& ask, std::string_view id, const json::object& input = {}) {
  const auto answer = ask(*operations::Find(id), input);
  if (!answer) return tl::unexpected<Error>(answer.error());
  return mcp::ResourceContent{WriteJson(*answer)};
}

/// "shop%2Fweb" as what it stands for: an address names "shop/web" in either way.
Result<std::string> Decoded(const std::string& variable) {
  const auto pairs = ParseQuery("id=" + variable);
  if (!pairs || pairs->size() != 1) return Fail(Errc::kNotFound, "'" + variable + "' names nothing");
  return pairs->front().second;
}

/// Reads what `id` answers for the value of the address's variable, which goes into `field`.
mcp::Resource Each(const Ask& ask, std::string_view id, const std::string& field, mcp::Resource words) {
  words.read = [ask, id, field](const std::string& variable) -> Result<mcp::ResourceContent> {
    const auto value = Decoded(variable);
    if (!value) return tl::unexpected<Error>(value.error());
    return Read(ask, id, {{field, *value}});
  };
  return words;
}

}  // namespace

std::vector<mcp::Resource> Resources(const Ask& ask) {
  return {
      {.uri = "docktor://services",
       .name = "services",
       .description = "The services of the project: which can be scaled, and why others cannot",
       .read = [ask](const std::string&) { return Read(ask, "services"); },
       .changes = true},
      Each(ask, "why", "service",
           {.uri = "docktor://services/{id}",
            .name = "service",
            .description = "Why a service has the replicas that it has; id: web, or project/web",
            .changes = true}),
      Each(ask, "decisions_show", "decision",
           {.uri = "docktor://decisions/{id}",
            .name = "decision",
            .description = "One decision in full, with what came of it; id: d42"}),
  };
}

}  // namespace docktor::serve
