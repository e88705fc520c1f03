#include "docker/fakes/fake_compose_files.h"

#include "docker/project/description.h"

namespace docktor::docker {

void FakeComposeFiles::Say(const ServiceKey& service, Result<ComposeService> what) {
  const std::lock_guard lock(mutex_);
  said_.insert_or_assign(service, std::move(what));
}

Result<ComposeService> FakeComposeFiles::Of(const json::object& inspect) {
  const std::lock_guard lock(mutex_);
  const auto service = ServiceOf(inspect);
  const auto said = service ? said_.find(*service) : said_.end();
  return said == said_.end() ? Fail(Errc::kNotFound, "no Compose file is named") : said->second;
}

}  // namespace docktor::docker
