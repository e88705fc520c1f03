#include "operations/world/workbench.h"

#include "net/low_priority.h"

namespace docktor::operations {

Workbench::Workbench()
    : worker_([this](const Job& job) {
        job([this] { return worker_.stopping(); });
        --waiting_;
      }) {
  static_cast<void>(Put([](const auto&) { net::GiveWay(); }));
}

Status Workbench::Put(Job job) {
  if (++waiting_ > kMostWaiting) {
    --waiting_;
    return Fail(Errc::kUnavailable, "too many long answers are being worked out", "ask again in a minute");
  }
  worker_.Put(std::move(job));
  return {};
}

}  // namespace docktor::operations
