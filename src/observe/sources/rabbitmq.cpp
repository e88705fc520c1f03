/// RabbitMQ: a queue's messages that wait for a consumer, from the management plugin. URL: its address, with the
/// virtual host as path ("/" is the one of that name). Query: the queue.

#include "core/json.h"
#include "observe/sources/http_page.h"
#include "observe/sources/list.h"

namespace docktor::observe {
namespace {

struct Queue {
  std::optional<double> messages_ready;  ///< a queue that was just declared has no figures yet
};
BOOST_DESCRIBE_STRUCT(Queue, (), (messages_ready))

std::string VirtualHost(const net::Url& url) {
  const auto path = BasePath(url);
  return path.empty() ? "%2F" : path.substr(1);
}

}  // namespace

Result<std::unique_ptr<Source>> MakeRabbitmq(const SourceSettings& settings, const SourceAccess& access) {
  if (settings.query.empty())
    return Fail(Errc::kInvalidInput, "a RabbitMQ source names no queue", "let the query name one");
  return MakePageSource(access, "/api/queues/" + VirtualHost(access.url) + "/" + net::PercentEncode(settings.query),
                        [](std::string_view text, SteadyTime) {
                          return ParseJson(text).and_then([](const json::value& value) {
                            return FromJson<Queue>(value).map([](const Queue& queue) { return queue.messages_ready; });
                          });
                        });
}

}  // namespace docktor::observe
