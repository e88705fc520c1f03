#include "operations/shared/find_service.h"

#include "operations/shared/did_you_mean.h"

namespace docktor::operations {
namespace {

tl::unexpected<Error> NotFound(const pilot::Snapshot& snapshot, const std::string& name) {
  const auto what = "there is no service '" + name + "'";
  if (snapshot.services.empty())
    return Fail(Errc::kNotFound, what + ": no container of the project has been seen",
                snapshot.engine_lost ? "Docker does not answer: " + *snapshot.engine_lost
                                     : "start the project first: docker compose up -d");
  if (const auto id = DecisionId::Parse(name); id && name.starts_with('d'))
    return Fail(Errc::kNotFound, what, "for a decision: docktor decisions show " + name);
  std::vector<std::string> known;
  for (const auto& view : snapshot.services)
    known.push_back(name.find('/') == std::string::npos ? view.key.service : view.key.Text());
  if (const auto meant = DidYouMean(name, known)) return Fail(Errc::kNotFound, what, "did you mean '" + *meant + "'?");
  return Fail(Errc::kNotFound, what, "services are: " + Listed(known));
}

}  // namespace

Result<const pilot::ServiceView*> FindService(const pilot::Snapshot& snapshot, const std::string& name) {
  std::vector<const pilot::ServiceView*> found;
  for (const auto& view : snapshot.services)
    if (view.key.service == name || view.key.Text() == name) found.push_back(&view);
  if (found.empty()) return NotFound(snapshot, name);
  if (found.size() == 1) return found.front();
  std::vector<std::string> names;
  for (const auto* view : found) names.push_back(view->key.Text());
  return Fail(Errc::kInvalidInput, "several projects have a service '" + name + "'",
              "name one of them: " + Listed(names));
}

}  // namespace docktor::operations
