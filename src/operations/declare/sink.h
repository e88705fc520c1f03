#pragma once

#include <memory>
#include <utility>

#include "core/json.h"
#include "core/result.h"

namespace docktor::operations {

/// Where an operation's answer goes: any number of items, then one end. Safe to call from every thread, quick enough
/// for the control thread. After the end, or once the caller has gone, everything is ignored. One that is dropped
/// without an end ends with kUnavailable: whoever should have answered is gone.
class Sink {
 public:
  virtual ~Sink() = default;
  virtual void Item(json::value item) = 0;
  virtual void End(Status how) = 0;
  /// Keeps `resource` (a subscription) until the end or until the caller has gone, whichever is first. It is never
  /// released on the thread that is inside one of its callbacks.
  virtual void Keep(std::shared_ptr<void> resource) = 0;
  /// False once the caller has gone.
  virtual bool Wanted() const = 0;
};

/// A sink for answers of one type. Copies are the same reply.
template <typename T>
class Reply {
 public:
  explicit Reply(std::shared_ptr<Sink> sink) : sink_(std::move(sink)) {}

  void Send(const T& item) const { sink_->Item(ToJson(item)); }
  void End() const { sink_->End({}); }
  void Fail(Error error) const { sink_->End(tl::unexpected<Error>(std::move(error))); }
  /// The whole answer at once.
  void Answer(const Result<T>& answer) const {
    if (!answer) return Fail(answer.error());
    Send(*answer);
    End();
  }
  void Keep(std::shared_ptr<void> resource) const { sink_->Keep(std::move(resource)); }
  bool Wanted() const { return sink_->Wanted(); }

 private:
  std::shared_ptr<Sink> sink_;
};

}  // namespace docktor::operations
