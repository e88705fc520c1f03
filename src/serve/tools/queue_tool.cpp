#include "serve/tools/queue_tool.h"

#include <map>
#include <sstream>
#include <vector>

#include <fmt/format.h>

#include "net/url.h"
#include "operations/now/services.h"
#include "serve/tools/declare_tool.h"

namespace docktor::serve {
namespace {

using operations::QueueFact;

/// As the original has it. Only what is said counts.
struct QueueConfig {
  std::string kind;  ///< nats, redis, rabbitmq
  std::string url;
  std::optional<bool> jetstream = {};
  std::optional<std::string> stream = {};
  std::optional<std::string> consumer = {};
  std::optional<std::string> subject = {};
};
BOOST_DESCRIBE_STRUCT(QueueConfig, (), (kind, url, jetstream, stream, consumer, subject))

struct Input {
  QueueConfig queue_config;
  int window_sec = 0;
  std::optional<std::string> service = {};
};
BOOST_DESCRIBE_STRUCT(Input, (), (queue_config, window_sec, service))

using Figures = std::map<std::string, double>;

struct ServiceQueue {
  std::string service;
  QueueFact queue;
};

std::string InWords(const ServiceQueue& one) {
  return fmt::format("{} of {} ({}) for {}", one.queue.queue, one.queue.url, ToJson(one.queue.kind).as_string().c_str(),
                     one.service);
}

std::string Listed(const std::vector<ServiceQueue>& queues) {
  std::string all;
  for (const auto& one : queues) all += (all.empty() ? "" : ", ") + InWords(one);
  return all;
}

/// The first and the second word of what names a queue: the stream, and who reads it.
std::pair<std::string, std::string> NamesOf(const QueueFact& queue) {
  std::istringstream words(queue.queue);
  std::pair<std::string, std::string> names;
  words >> names.first >> names.second;
  return names;
}

/// The ports need not be the same: a queue is read at its own for monitoring.
bool SameHost(const std::string& a, const std::string& b) {
  const auto left = net::ParseUrl(a), right = net::ParseUrl(b);
  return left && right && left->host == right->host;
}

bool Fits(const QueueFact& queue, const QueueConfig& config) {
  if (ToJson(queue.kind).as_string() != config.kind) return false;
  const auto [stream, consumer] = NamesOf(queue);
  if (config.stream && !config.stream->empty() && *config.stream != stream) return false;
  if (config.consumer && !config.consumer->empty() && *config.consumer != consumer) return false;
  return SameHost(queue.url, config.url);
}

Result<std::vector<ServiceQueue>> QueuesOf(const Ask& ask, const std::optional<std::string>& service) {
  const auto known = AskFor<operations::ServicesOutput>(ask, "services");
  if (!known) return tl::unexpected<Error>(known.error());
  std::vector<ServiceQueue> all;
  bool found = !service;
  for (const auto& one : known->services) {
    if (service && one.service.service != *service && one.service.Text() != *service) continue;
    found = true;
    for (const auto& queue : one.queues) all.push_back({one.service.service, queue});
  }
  if (!found) return Fail(Errc::kNotFound, "there is no service '" + *service + "'", "`services` lists them");
  return all;
}

Result<ServiceQueue> Find(const Ask& ask, const Input& input) {
  const auto all = QueuesOf(ask, input.service);
  if (!all) return tl::unexpected<Error>(all.error());
  const auto whose = input.service ? "service " + *input.service : std::string("any service");
  if (all->empty())
    return Fail(Errc::kNotFound, "no queue is read for " + whose,
                "a person names one: sources in the service's settings, with redis, rabbitmq or nats");
  std::vector<ServiceQueue> fitting;
  for (const auto& one : *all)
    if (Fits(one.queue, input.queue_config)) fitting.push_back(one);
  if (fitting.size() == 1) return fitting.front();
  if (fitting.empty())
    return Fail(Errc::kNotFound, "such a queue is not read for " + whose, "those that are: " + Listed(*all));
  return Fail(Errc::kInvalidInput, "more than one queue is meant: " + Listed(fitting),
              "say stream, consumer or service as well");
}

Result<Figures> Run(const Ask& ask, const Input& input) {
  const auto found = Find(ask, input);
  if (!found) return tl::unexpected<Error>(found.error());
  if (!found->queue.waiting)
    return Fail(Errc::kUnavailable, InWords(*found) + " could not be read lately", "`why` says what is missing");
  return Figures{{"queue.backlog", *found->queue.waiting}};
}

}  // namespace

mcp::Tool QueueTool(const Ask& ask) {
  return DeclareTool<Input, Figures>(
      {.name = "get_queue_metrics",
       .title = "Messages in a queue",
       .description = "queue.backlog: how many messages wait in a queue that Docktor reads for a service, as of its "
                      "last look; of a stream's consumer or group those that it has still to get. What Docktor does "
                      "not measure (queue.lag, queue.rate_in, queue.rate_out) is left out, never zero. No server is "
                      "asked that the settings do not name.",
       .annotations = {.read_only = true, .idempotent = true}},
      {{"queue_config",
        {"which queue: kind (nats, redis, rabbitmq), url (its host counts), and where there are several its stream "
         "(list, queue) and consumer (group); jetstream and subject are not looked at"}},
       {"window_sec", {"not needed: the last look counts", false}},
       {"service", {"only a queue that is read for this service", false}}},
      [ask](const Input& input) { return Run(ask, input); });
}

}  // namespace docktor::serve
