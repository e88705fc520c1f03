#include "net/low_priority.h"

#include <sys/resource.h>
#include <unistd.h>

namespace docktor::net {

void GiveWay() {
  constexpr int kNice = 10;
  static_cast<void>(::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kNice));
}

}  // namespace docktor::net
