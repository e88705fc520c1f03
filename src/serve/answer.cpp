#include "serve/answer.h"

#include <utility>

#include "operations/declare/error_json.h"
#include "serve/login/login_ended.h"

namespace docktor::serve {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

/// What to say once the operation has ended, or where it has not in `patience`.
Response ResponseTo(const std::optional<Status>& end, const std::optional<json::value>& item, Duration patience) {
  if (!end)
    return ErrorResponse({Errc::kTimeout, "no answer in " + ToText(patience) + "; whether it took effect is unknown"});
  if (!*end) return ErrorResponse(end->error());
  return item ? JsonResponse(*item) : ErrorResponse({Errc::kInternal, "the operation gave no answer"});
}

asio::awaitable<error_code> WriteItems(const Listener& to, std::vector<json::value> items, Form form) {
  error_code error;
  for (std::size_t i = 0; i < items.size() && !error; ++i)
    error = co_await WriteChunk(to.stream, ItemText(items[i], form), to.limits.write);
  co_return error;
}

/// Shows that the line is open, where that can be said.
asio::awaitable<error_code> WriteHeartbeat(const Listener& to, Form form) {
  if (form != Form::kEvents) co_return error_code();
  co_return co_await WriteChunk(to.stream, ": still here\n\n", to.limits.write);
}

}  // namespace

asio::awaitable<Response> AwaitAnswer(Exchange& exchange, asio::steady_timer& changed, Duration patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  std::optional<json::value> item;
  auto taken = exchange.Take();
  while (true) {
    if (!taken.items.empty()) item = std::move(taken.items.front());
    const auto left = std::chrono::ceil<Duration>(deadline - std::chrono::steady_clock::now());
    if (taken.end || left <= Duration{0}) break;
    co_await Changed(changed, left);
    taken = exchange.Take();
  }
  co_return ResponseTo(taken.end, item, patience);
}

asio::awaitable<std::optional<Response>> StreamAnswer(Exchange& exchange, Listener to, Form form) {
  bool head_written = false;
  error_code lost;
  while (!to.gone && !lost) {
    if (to.login_has_ended()) exchange.End(tl::unexpected<Error>(LoginEnded()));
    auto taken = exchange.Take();
    const bool failed = taken.end && !*taken.end;
    if (taken.items.empty() && !taken.end && (head_written || !taken.begun)) {
      // Nothing suspends between Take and here, so no change goes unnoticed.
      const bool news = co_await Changed(to.changed, to.limits.heartbeat);
      if (!news && head_written) lost = co_await WriteHeartbeat(to, form);
      continue;
    }
    if (failed && !head_written && taken.items.empty()) co_return ErrorResponse(taken.end->error());
    if (failed) taken.items.emplace_back(operations::ErrorJson(taken.end->error()));
    if (!std::exchange(head_written, true)) lost = co_await WriteStreamHead(to.stream, form, to.limits.write);
    if (!lost) lost = co_await WriteItems(to, std::move(taken.items), form);
    if (!taken.end) continue;
    if (!lost) co_await WriteChunk(to.stream, std::string(), to.limits.write);
    break;
  }
  co_return std::nullopt;
}

}  // namespace docktor::serve
