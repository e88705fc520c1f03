#include "app/process/free_memory.h"

#include <malloc.h>

namespace docktor::app {

void KeepLittleFreeMemory() {
  constexpr int kMost = 1 << 20;  // bytes for each thread; less would be asked for again at every look
  mallopt(M_MMAP_THRESHOLD, kMost);
  mallopt(M_TRIM_THRESHOLD, kMost);
}

}  // namespace docktor::app
