#include "serve/exchange.h"

#include <utility>

namespace docktor::serve {
namespace {

class ExchangeSink final : public operations::Sink {
 public:
  explicit ExchangeSink(std::shared_ptr<Exchange> exchange) : exchange_(std::move(exchange)) {}
  ~ExchangeSink() override {
    exchange_->End(Fail(Errc::kUnavailable, "the daemon is ending: nobody is left to answer"));
  }

  void Item(json::value item) override { exchange_->Push(std::move(item)); }
  void End(Status how) override { exchange_->End(std::move(how)); }
  void Keep(std::shared_ptr<void> resource) override { exchange_->Keep(std::move(resource)); }
  bool Wanted() const override { return exchange_->Wanted(); }

 private:
  std::shared_ptr<Exchange> exchange_;
};

}  // namespace

Exchange::Exchange(std::function<void()> wake, std::size_t most_waiting)
    : wake_(std::move(wake)), most_waiting_(most_waiting) {}

void Exchange::Push(json::value item) {
  const std::lock_guard lock(mutex_);
  if (end_ || abandoned_) return;
  if (items_.size() < most_waiting_) {
    items_.push_back(std::move(item));
  } else {
    end_ = Fail(Errc::kUnavailable, "the client reads too slowly: " + std::to_string(most_waiting_) + " items wait");
  }
  Wake();
}

void Exchange::End(Status how) {
  const std::lock_guard lock(mutex_);
  if (end_ || abandoned_) return;
  end_ = std::move(how);
  Wake();
}

void Exchange::Keep(std::shared_ptr<void> resource) {
  const std::lock_guard lock(mutex_);
  if (!end_ && !abandoned_) kept_.push_back(std::move(resource));
}

bool Exchange::Wanted() const {
  const std::lock_guard lock(mutex_);
  return !abandoned_ && !end_;
}

void Exchange::Begun() {
  const std::lock_guard lock(mutex_);
  begun_ = true;
  Wake();
}

Exchange::Taken Exchange::Take() {
  std::vector<std::shared_ptr<void>> released;
  const std::lock_guard lock(mutex_);
  Taken taken{.items = std::exchange(items_, {}), .end = end_, .begun = begun_};
  if (end_) released.swap(kept_);
  return taken;
}

void Exchange::Abandon() {
  std::vector<std::shared_ptr<void>> released;
  const std::lock_guard lock(mutex_);
  abandoned_ = true;
  wake_ = nullptr;
  items_.clear();
  released.swap(kept_);
}

void Exchange::Wake() const {
  if (wake_) wake_();
}

std::shared_ptr<operations::Sink> SinkInto(std::shared_ptr<Exchange> exchange) {
  return std::make_shared<ExchangeSink>(std::move(exchange));
}

}  // namespace docktor::serve
