#pragma once

namespace docktor::app {

/// Lets this process keep little memory that is free. By itself glibc keeps, for each thread, twice the largest block
/// that was ever freed: eight megabytes, once some of the journal has been read.
/// https://man7.org/linux/man-pages/man3/mallopt.3.html, M_MMAP_THRESHOLD
void KeepLittleFreeMemory();

}  // namespace docktor::app
