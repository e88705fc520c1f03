#include "operations/world/talks.h"

#include "net/interruptible.h"

namespace docktor::operations {

Talks::Talks(const Clock& clock, Connector connect)
    : clock_(clock), connect_(std::move(connect)), thread_([this] { Run(); }) {}

Talks::~Talks() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
  thread_.join();
  for (const auto& talk : waiting_) talk.done(Fail(Errc::kUnavailable, "Docktor is shutting down"));
}

void Talks::Begin(Talk talk) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(talk));
  }
  changed_.notify_all();
}

bool Talks::Ending() const {
  const std::lock_guard lock(mutex_);
  return ending_;
}

void Talks::Run() {
  const net::Interruptible until_ending([this] { return Ending(); });
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
    if (ending_) return;
    const auto talk = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    talk.done(Hold(talk));
    lock.lock();
  }
}

Talks::Outcome Talks::Hold(const Talk& talk) {
  const auto connection = connect_(talk.brain);
  if (!connection) return tl::unexpected(connection.error());
  auto talked = brain::Converse(*connection->model, *talk.tools, talk.turns, {}, clock_, talk.on_step);
  if (!talked) return tl::unexpected(talked.error().error);
  return *std::move(talked);
}

}  // namespace docktor::operations
