#include "act/origins.h"

#include "act/written_files.h"

namespace docktor::act {

Result<Origin> Origins::Of(const json::object& inspect) {
  auto said = files_.Of(inspect);
  if (said) return Origin{*std::move(said)};
  auto written = FilesWrittenAtCreation(engine_, inspect);
  if (!written) return tl::unexpected(written.error());
  Origin origin{.compose = {.written = *std::move(written)}};
  if (said.error().code != Errc::kNotFound)
    origin.unknown = "whether the service has hooks (post_start, pre_stop) cannot be known: " + said.error().message;
  return origin;
}

Result<Origin> Origins::Remember(const ServiceKey& service, const json::object& inspect) {
  auto origin = Of(inspect);
  if (origin) descriptions_.Keep(service, {inspect, origin->compose.written});
  return origin;
}

}  // namespace docktor::act
