#pragma once

#include <future>
#include <memory>

#include "operations/list.h"
#include "unit/operations/world.h"

namespace docktor::operations {

/// An answer that comes from another thread.
struct Awaited final : Sink {
  void Item(json::value item) override { answer = std::move(item); }
  void End(Status how) override { end.set_value(std::move(how)); }
  void Keep(std::shared_ptr<void>) override {}
  bool Wanted() const override { return true; }
  json::value answer;
  std::promise<Status> end;
};

template <typename Output>
Result<Output> AskAndWait(World& world, std::string_view operation, const json::object& input) {
  const auto sink = std::make_shared<Awaited>();
  Find(operation)->Run(world.context, {}, input, sink);
  if (auto end = sink->end.get_future().get(); !end) return tl::unexpected<Error>(end.error());
  return FromJson<Output>(sink->answer, Unknown::kRefuse);
}

}  // namespace docktor::operations
