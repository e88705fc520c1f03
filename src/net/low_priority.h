#pragma once

namespace docktor::net {

/// Makes the calling thread give way to all others: on Linux a thread has a priority of its own.
void GiveWay();

}  // namespace docktor::net
