#include "operations/world/workbench.h"

#include "net/low_priority.h"

namespace docktor::operations {

Workbench::Workbench() : worker_([](const Job& job) { job(); }) { worker_.Put(net::GiveWay); }

}  // namespace docktor::operations
