/// NATS JetStream: the messages that a consumer has still to get, from the monitoring port. URL: that port
/// (http://host:8222). Query: "STREAM CONSUMER"; a stream alone: the messages that it holds.

#include <vector>

#include "core/json.h"
#include "observe/files/lines.h"
#include "observe/sources/http_page.h"
#include "observe/sources/list.h"

namespace docktor::observe {
namespace {

struct Consumer {
  std::string name;
  double num_pending = 0;
};
BOOST_DESCRIBE_STRUCT(Consumer, (), (name, num_pending))

struct StreamState {
  double messages = 0;
};
BOOST_DESCRIBE_STRUCT(StreamState, (), (messages))

struct Stream {
  std::string name;
  StreamState state;
  std::optional<std::vector<Consumer>> consumer_detail;
};
BOOST_DESCRIBE_STRUCT(Stream, (), (name, state, consumer_detail))

struct Account {
  std::optional<std::vector<Stream>> stream_detail;
};
BOOST_DESCRIBE_STRUCT(Account, (), (stream_detail))

struct Page {
  std::optional<std::vector<Account>> account_details;
};
BOOST_DESCRIBE_STRUCT(Page, (), (account_details))

Result<Stream> StreamIn(const Page& page, const std::string& name) {
  std::vector<Stream> found;
  for (const auto& account : page.account_details.value_or(std::vector<Account>{}))
    for (const auto& stream : account.stream_detail.value_or(std::vector<Stream>{}))
      if (stream.name == name) found.push_back(stream);
  if (found.empty()) return Fail(Errc::kNotFound, "there is no stream " + name);
  if (found.size() > 1) return Fail(Errc::kInvalidInput, "more than one account has a stream " + name);
  return found.front();
}

Result<std::optional<double>> FigureOf(const Stream& stream, const std::string& consumer) {
  if (consumer.empty()) return stream.state.messages;
  for (const auto& one : stream.consumer_detail.value_or(std::vector<Consumer>{}))
    if (one.name == consumer) return one.num_pending;
  return Fail(Errc::kNotFound, "stream " + stream.name + " has no consumer " + consumer);
}

}  // namespace

Result<std::unique_ptr<Source>> MakeNats(const SourceSettings& settings, const SourceAccess& access) {
  const auto words = Words(settings.query);
  if (words.empty() || words.size() > 2)
    return Fail(Errc::kInvalidInput, "the query \"" + settings.query + "\" names no stream",
                "want \"STREAM CONSUMER\", or a stream alone");
  const std::string stream(words[0]), consumer(words.size() > 1 ? words[1] : "");
  return MakePageSource(access, BasePath(access.url) + "/jsz?accounts=true&streams=true&consumers=true",
                        [stream, consumer](std::string_view text, SteadyTime) {
                          return ParseJson(text)
                              .and_then([](const json::value& value) { return FromJson<Page>(value); })
                              .and_then([&](const Page& page) { return StreamIn(page, stream); })
                              .and_then([&](const Stream& found) { return FigureOf(found, consumer); });
                        });
}

}  // namespace docktor::observe
