#include "remember/store/export.h"

#include <cerrno>
#include <system_error>

#include <stdlib.h>

#include "remember/store/database.h"
#include "remember/store/decision_table.h"
#include "remember/store/schema.h"

namespace docktor::remember {
namespace {

namespace fs = std::filesystem;

constexpr const char* kUtc = "TIMESTAMPFORMAT '%Y-%m-%dT%H:%M:%S.%gZ'";

std::string OptionsOf(ExportFormat format) {
  switch (format) {
    case ExportFormat::kCsv: return std::string("FORMAT csv, HEADER true, ") + kUtc;
    case ExportFormat::kJson: return std::string("FORMAT json, ARRAY true, ") + kUtc;
    case ExportFormat::kParquet: return "FORMAT parquet, COMPRESSION zstd";
  }
  return {};
}

}  // namespace

struct DecisionExport::Scratch {
  ~Scratch() {
    database.reset();
    std::error_code ignored;
    fs::remove_all(folder, ignored);
  }
  fs::path folder;
  std::unique_ptr<Database> database = nullptr;
};

DecisionExport::DecisionExport(std::unique_ptr<Scratch> scratch) : scratch_(std::move(scratch)) {}
DecisionExport::~DecisionExport() = default;

Result<std::unique_ptr<DecisionExport>> DecisionExport::Begin() {
  std::error_code error;
  auto pattern = (fs::temp_directory_path(error) / "docktor-export-XXXXXX").string();
  if (error || ::mkdtemp(pattern.data()) == nullptr)
    return Fail(Errc::kUnavailable, "make a scratch folder " + pattern + ": " +
                                        (error ? error : std::error_code(errno, std::generic_category())).message());
  auto scratch = std::make_unique<Scratch>();
  scratch->folder = pattern;
  auto database = Database::Open(scratch->folder / "decisions.duckdb");
  if (!database) return tl::unexpected(database.error());
  scratch->database = *std::move(database);
  if (auto made = Migrate(*scratch->database, SchemaSteps()); !made) return tl::unexpected(made.error());
  return std::unique_ptr<DecisionExport>(new DecisionExport(std::move(scratch)));
}

Status DecisionExport::Add(std::span<const StoredDecision> decisions) {
  const auto table = scratch_->database->AppendTo("decisions");
  if (!table) return tl::unexpected(table.error());
  for (const auto& decision : decisions) AppendDecision(**table, decision, 0);
  count_ += static_cast<std::int64_t>(decisions.size());
  return (*table)->Finish();
}

Status DecisionExport::Write(const fs::path& file, ExportFormat format) {
  const auto done = scratch_->database->Execute("COPY (SELECT * EXCLUDE (sequence) FROM decisions ORDER BY id) TO " +
                                                Quoted(file.string()) + " (" + OptionsOf(format) + ")");
  return done.map_error([&](const Error& error) { return error.During("write " + file.string()); });
}

}  // namespace docktor::remember
