#include "serve/tools/ask_here.h"

#include <condition_variable>
#include <mutex>

#include "serve/exchange.h"

namespace docktor::serve {
namespace {

using SteadyTime = std::chrono::steady_clock::time_point;

/// Wakes who waits for something that another thread brings.
class Bell {
 public:
  void Ring() {
    const std::lock_guard lock(mutex_);
    rung_ = true;
    changed_.notify_all();
  }
  /// False where nobody rang until then.
  bool Await(SteadyTime deadline) {
    std::unique_lock lock(mutex_);
    const bool rung = changed_.wait_until(lock, deadline, [this] { return rung_; });
    rung_ = false;
    return rung;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool rung_ = false;
};

Result<json::value> Await(Exchange& exchange, Bell& bell, const std::string& operation, Duration patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  Result<json::value> answer = Fail(Errc::kInternal, operation + " gave no answer");
  for (;;) {
    auto taken = exchange.Take();
    if (!taken.items.empty()) answer = std::move(taken.items.front());
    if (taken.end && !*taken.end) return tl::unexpected<Error>(taken.end->error());
    if (taken.end) return answer;
    if (!bell.Await(deadline))
      return Fail(Errc::kTimeout,
                  operation + ": no answer in " + ToText(patience) + "; whether it took effect is unknown");
  }
}

}  // namespace

Ask AskHere(operations::Context& context, Actor actor, Duration patience) {
  return [&context, actor, patience](const operations::Operation& operation, const json::object& input) {
    const auto bell = std::make_shared<Bell>();
    const auto exchange = std::make_shared<Exchange>([bell] { bell->Ring(); }, 1000);
    operation.Run(context, {.actor = actor}, input, SinkInto(exchange));
    auto answer = Await(*exchange, *bell, operation.name, std::max(patience, operation.patience));
    exchange->Abandon();
    return answer;
  };
}

}  // namespace docktor::serve
