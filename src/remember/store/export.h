#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>

#include "core/result.h"
#include "remember/store/stored.h"

#include <boost/describe.hpp>

namespace docktor::remember {

enum class ExportFormat { kCsv, kJson, kParquet };
BOOST_DESCRIBE_ENUM(ExportFormat, kCsv, kJson, kParquet)

/// Makes a file of decisions for other programs. They wait in a scratch file of the machine's folder for such, so that
/// there may be more than fit into memory. Errors are those of Database.
class DecisionExport {
 public:
  static Result<std::unique_ptr<DecisionExport>> Begin();
  ~DecisionExport();
  DecisionExport(const DecisionExport&) = delete;
  DecisionExport& operator=(const DecisionExport&) = delete;

  Status Add(std::span<const StoredDecision> decisions);
  std::int64_t count() const { return count_; }
  /// Oldest first; replaces a file that is there. "/dev/stdout" is one for CSV and JSON (an array). Times are UTC.
  Status Write(const std::filesystem::path& file, ExportFormat format);

 private:
  struct Scratch;
  explicit DecisionExport(std::unique_ptr<Scratch> scratch);
  std::unique_ptr<Scratch> scratch_;
  std::int64_t count_ = 0;
};

}  // namespace docktor::remember
