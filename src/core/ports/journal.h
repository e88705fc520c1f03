#pragma once

#include "core/record.h"

namespace docktor {

/// Where everything that happened is kept, in order. Safe to call from every thread; may block on the disk, so the
/// thread that holds the pilots never calls it.
class Journal {
 public:
  virtual ~Journal() = default;
  /// Returns when `body` is on disk (fsync), or the disk has not answered for seconds.
  /// kUnavailable: that, or it refused. The record is not lost: it is kept in memory, in its place, and written as
  /// soon as the disk takes it. The caller goes on and says so.
  virtual Status Append(RecordBody body) = 0;
};

}  // namespace docktor
