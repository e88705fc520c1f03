#include "net/interruptible.h"

#include <utility>

namespace docktor::net {
namespace {

thread_local const Interruptible* innermost = nullptr;

}  // namespace

Interruptible::Interruptible(std::function<bool()> stop) : stop_(std::move(stop)), outer_(innermost) {
  innermost = this;
}

Interruptible::~Interruptible() { innermost = outer_; }

bool Interruptible::Interrupted() {
  for (const auto* scope = innermost; scope != nullptr; scope = scope->outer_)
    if (scope->stop_()) return true;
  return false;
}

}  // namespace docktor::net
