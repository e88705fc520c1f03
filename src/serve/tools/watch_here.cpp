#include "serve/tools/watch_here.h"

#include <variant>

#include "net/url.h"

namespace docktor::serve {

void TellOf(const ServiceKey& service, const mcp::OnChange& on_change) {
  const std::string services = "docktor://services";
  for (const auto& name : {services, services + "/" + service.service, services + "/" + service.Text(),
                           services + "/" + net::PercentEncode(service.Text())})
    on_change(name);
}

std::shared_ptr<void> WatchHere(operations::Context& context, const mcp::OnChange& on_change) {
  return context.pilots.Subscribe([on_change](const pilot::News& news) {
    std::visit([&](const auto& one) { TellOf(one.service, on_change); }, news);
  });
}

}  // namespace docktor::serve
