#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/time.h"

namespace docktor::remember {

/// A DuckDB database in a file. Not thread-safe. The library is loaded by the first Open of the process, which takes
/// some 20 ms and 15 MB; nobody else pays for it. Nothing is fetched from a network, whatever the SQL says.
///
/// Errors: kNotFound: there is no DuckDB library. kConflict: another process has the file open. kInvalidInput: what is
/// in the file cannot be read. kUnavailable: everything else that SQL or a disk may say.
class Database {
 public:
  struct Settings {
    std::string memory = "64MB";  ///< of DuckDB's buffers; the process takes some 50 MB more while it writes
  };
  static Result<std::unique_ptr<Database>> Open(const std::filesystem::path& file);
  static Result<std::unique_ptr<Database>> Open(const std::filesystem::path& file, const Settings& settings);
  ~Database();  ///< writes the log into the file where nothing is wrong
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// Any number of statements without a result.
  Status Execute(const std::string& sql);
  /// Runs `change` in a transaction, which is rolled back where it fails.
  template <typename Change>
  Status Transact(const Change& change) {
    auto done = Execute("BEGIN").and_then(change).and_then([this] { return Execute("COMMIT"); });
    if (!done) static_cast<void>(Execute("ROLLBACK"));  // the first error says it all
    return done;
  }

  using Row = std::vector<std::optional<std::string>>;
  /// One statement, all of whose columns are VARCHAR; `parameters` stand as $1, $2, …
  Result<std::vector<Row>> Query(const std::string& sql, const std::vector<std::string>& parameters = {});

  /// Fills a table row by row, in its columns' order: some thirty times faster than INSERT.
  class Appender {
   public:
    virtual ~Appender() = default;
    virtual Appender& Add(std::string_view text) = 0;
    virtual Appender& Add(std::int64_t number) = 0;
    virtual Appender& Add(double number) = 0;
    virtual Appender& Add(Instant at) = 0;
    virtual Appender& AddNull() = 0;
    template <typename T>
    Appender& AddIf(const std::optional<T>& value) {
      return value ? Add(*value) : AddNull();
    }
    virtual void EndRow() = 0;
    /// Whether all the rows are in. The appender takes no more after that.
    virtual Status Finish() = 0;
  };
  Result<std::unique_ptr<Appender>> AppendTo(const std::string& table);

 private:
  struct Handles;
  explicit Database(std::unique_ptr<Handles> handles);
  std::unique_ptr<Handles> handles_;
};

/// `text` as a literal of SQL.
std::string Quoted(std::string_view text);

}  // namespace docktor::remember
