#include "remember/store/database.h"

#include <array>
#include <utility>

#include <dlfcn.h>
#include <duckdb.h>
#include <fmt/format.h>

namespace docktor::remember {
namespace {

namespace fs = std::filesystem;

// clang-format off
#define DOCKTOR_DUCKDB_CALLS(CALL)                                                                                    \
  CALL(create_config) CALL(set_config) CALL(destroy_config) CALL(open_ext) CALL(close) CALL(connect) CALL(disconnect) \
  CALL(free) CALL(query) CALL(prepare) CALL(prepare_error) CALL(bind_varchar_length) CALL(execute_prepared)           \
  CALL(destroy_prepare) CALL(result_error) CALL(destroy_result) CALL(column_count) CALL(column_type)                  \
  CALL(fetch_chunk) CALL(destroy_data_chunk) CALL(data_chunk_get_size) CALL(data_chunk_get_vector)                    \
  CALL(vector_get_data) CALL(vector_get_validity) CALL(validity_row_is_valid) CALL(string_t_data)                     \
  CALL(string_t_length) CALL(appender_create) CALL(appender_error) CALL(appender_close) CALL(appender_destroy)        \
  CALL(appender_end_row) CALL(append_varchar_length) CALL(append_int64) CALL(append_double) CALL(append_timestamp)    \
  CALL(append_null)
// clang-format on

/// The functions of the library by their names without "duckdb_". The library stays loaded.
struct Library {
#define DOCKTOR_MEMBER(name) decltype(&::duckdb_##name) name = nullptr;
  DOCKTOR_DUCKDB_CALLS(DOCKTOR_MEMBER)
#undef DOCKTOR_MEMBER
};

/// Where an installed program has it, where this one was built with it, and where the system looks.
std::array<std::string, 3> Places() {
  std::error_code ignored;
  const auto program = fs::read_symlink("/proc/self/exe", ignored);
  return {(program.parent_path().parent_path() / "lib/docktor/libduckdb.so").string(), DOCKTOR_DUCKDB, "libduckdb.so"};
}

Result<Library> Load() {
  void* handle = nullptr;
  for (const auto& place : Places())
    if (handle == nullptr) handle = ::dlopen(place.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr)
    return Fail(Errc::kNotFound, fmt::format("load the DuckDB library: {}", ::dlerror()),
                fmt::format("it belongs at {}", Places().front()));
  Library library;
  const char* missing = nullptr;
#define DOCKTOR_FIND(name)                                                                   \
  library.name = reinterpret_cast<decltype(library.name)>(::dlsym(handle, "duckdb_" #name)); \
  if (library.name == nullptr) missing = "duckdb_" #name;
  DOCKTOR_DUCKDB_CALLS(DOCKTOR_FIND)
#undef DOCKTOR_FIND
  if (missing != nullptr) return Fail(Errc::kNotFound, fmt::format("load the DuckDB library: it has no {}", missing));
  return library;
}

const Result<Library>& TheLibrary() {
  static const auto library = Load();
  return library;
}

const Library& Duck() { return *TheLibrary(); }

/// DuckDB's own error codes do not tell damage from a full disk.
Errc KindOf(std::string_view message) {
  if (message.find("Could not set lock") != std::string_view::npos) return Errc::kConflict;
  for (const auto* damage :
       {"not a valid DuckDB database", "Could not read enough bytes", "orrupt", "checksum", "replaying WAL",
        "deserialize", "Serialization Error", "INTERNAL Error", "older or newer version"})
    if (message.find(damage) != std::string_view::npos) return Errc::kInvalidInput;
  return Errc::kUnavailable;
}

tl::unexpected<Error> Refused(const std::string& attempt, const char* message) {
  const std::string_view why = message == nullptr ? "no reason given" : message;
  return Fail(KindOf(why), fmt::format("{}: {}", attempt, why.substr(0, why.find('\n'))));
}

class QueryResult {
 public:
  QueryResult() = default;
  QueryResult(const QueryResult&) = delete;
  QueryResult& operator=(const QueryResult&) = delete;
  ~QueryResult() { Duck().destroy_result(&raw); }
  duckdb_result raw{};
};

class Statement {
 public:
  Statement() = default;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement() { Duck().destroy_prepare(&raw); }
  duckdb_prepared_statement raw = nullptr;
};

/// A column of a chunk, as text.
class TextColumn {
 public:
  TextColumn(duckdb_data_chunk chunk, idx_t column) {
    auto* const vector = Duck().data_chunk_get_vector(chunk, column);
    texts_ = static_cast<duckdb_string_t*>(Duck().vector_get_data(vector));
    valid_ = Duck().vector_get_validity(vector);
  }
  std::optional<std::string> At(idx_t row) const {
    if (valid_ != nullptr && !Duck().validity_row_is_valid(valid_, row)) return std::nullopt;
    return std::string(Duck().string_t_data(&texts_[row]), Duck().string_t_length(texts_[row]));
  }

 private:
  duckdb_string_t* texts_;
  std::uint64_t* valid_;
};

void TakeRows(duckdb_data_chunk chunk, idx_t columns, std::vector<Database::Row>& rows) {
  const auto first = rows.size();
  rows.resize(first + Duck().data_chunk_get_size(chunk), Database::Row(columns));
  for (idx_t c = 0; c < columns; ++c) {
    const TextColumn column(chunk, c);
    for (auto r = first; r < rows.size(); ++r) rows[r][c] = column.At(r - first);
  }
}

class DuckAppender final : public Database::Appender {
 public:
  DuckAppender(duckdb_appender appender, std::string table) : raw_(appender), table_(std::move(table)) {}
  ~DuckAppender() override { Duck().appender_destroy(&raw_); }
  DuckAppender(const DuckAppender&) = delete;
  DuckAppender& operator=(const DuckAppender&) = delete;

  Appender& Add(std::string_view text) override {
    return Note(Duck().append_varchar_length(raw_, text.data(), text.size()));
  }
  Appender& Add(std::int64_t number) override { return Note(Duck().append_int64(raw_, number)); }
  Appender& Add(double number) override { return Note(Duck().append_double(raw_, number)); }
  Appender& Add(Instant at) override {
    return Note(Duck().append_timestamp(raw_, {at.time_since_epoch().count() * 1000}));
  }
  Appender& AddNull() override { return Note(Duck().append_null(raw_)); }
  void EndRow() override { Note(Duck().appender_end_row(raw_)); }
  Status Finish() override {
    Note(Duck().appender_close(raw_));
    if (failed_.empty()) return {};
    return Refused("append to " + table_, failed_.c_str());
  }

 private:
  Appender& Note(duckdb_state state) {
    if (state != DuckDBError || !failed_.empty()) return *this;
    const auto* why = Duck().appender_error(raw_);
    failed_ = why == nullptr ? "no reason given" : why;
    return *this;
  }

  duckdb_appender raw_;
  std::string table_;
  std::string failed_;  ///< the first thing that went wrong
};

class Config {
 public:
  Config() { Duck().create_config(&raw); }
  ~Config() { Duck().destroy_config(&raw); }
  Config(const Config&) = delete;
  Config& operator=(const Config&) = delete;
  void Set(const char* name, const std::string& value) { Duck().set_config(raw, name, value.c_str()); }
  duckdb_config raw = nullptr;
};

}  // namespace

struct Database::Handles {
  ~Handles() {
    Duck().disconnect(&connection);
    Duck().close(&database);
  }
  duckdb_database database = nullptr;
  duckdb_connection connection = nullptr;
};

Database::Database(std::unique_ptr<Handles> handles) : handles_(std::move(handles)) {}
Database::~Database() = default;

Result<std::unique_ptr<Database>> Database::Open(const fs::path& file) { return Open(file, Settings{}); }

Result<std::unique_ptr<Database>> Database::Open(const fs::path& file, const Settings& settings) {
  if (const auto& library = TheLibrary(); !library) return tl::unexpected(library.error());
  const auto attempt = "open the database " + file.string();
  Config config;
  config.Set("threads", "1");
  config.Set("memory_limit", settings.memory);
  config.Set("autoinstall_known_extensions", "false");
  config.Set("autoload_known_extensions", "false");
  config.Set("preserve_insertion_order", "false");
  auto handles = std::make_unique<Handles>();
  char* why = nullptr;
  if (Duck().open_ext(file.c_str(), &handles->database, config.raw, &why) == DuckDBError) {
    auto refused = Refused(attempt, why);
    Duck().free(why);
    return refused;
  }
  if (Duck().connect(handles->database, &handles->connection) == DuckDBError) return Refused(attempt, nullptr);
  return std::unique_ptr<Database>(new Database(std::move(handles)));
}

Status Database::Execute(const std::string& sql) {
  QueryResult result;
  if (Duck().query(handles_->connection, sql.c_str(), &result.raw) == DuckDBSuccess) return {};
  return Refused("database: " + sql.substr(0, sql.find_first_of(" (\n")), Duck().result_error(&result.raw));
}

Result<std::vector<Database::Row>> Database::Query(const std::string& sql, const std::vector<std::string>& parameters) {
  Statement statement;
  if (Duck().prepare(handles_->connection, sql.c_str(), &statement.raw) == DuckDBError)
    return Refused("ask the database", Duck().prepare_error(statement.raw));
  for (idx_t i = 0; i < parameters.size(); ++i)
    Duck().bind_varchar_length(statement.raw, i + 1, parameters[i].data(), parameters[i].size());
  QueryResult result;
  if (Duck().execute_prepared(statement.raw, &result.raw) == DuckDBError)
    return Refused("ask the database", Duck().result_error(&result.raw));
  const auto columns = Duck().column_count(&result.raw);
  for (idx_t c = 0; c < columns; ++c)
    if (Duck().column_type(&result.raw, c) != DUCKDB_TYPE_VARCHAR)
      return Fail(Errc::kInternal, fmt::format("ask the database: column {} of {} is not text", c + 1, sql));
  std::vector<Row> rows;
  while (auto* chunk = Duck().fetch_chunk(result.raw)) {
    TakeRows(chunk, columns, rows);
    Duck().destroy_data_chunk(&chunk);
  }
  return rows;
}

Result<std::unique_ptr<Database::Appender>> Database::AppendTo(const std::string& table) {
  duckdb_appender raw = nullptr;
  const auto state = Duck().appender_create(handles_->connection, nullptr, table.c_str(), &raw);
  auto appender = std::make_unique<DuckAppender>(raw, table);
  if (state == DuckDBError) return Refused("append to " + table, Duck().appender_error(raw));
  return appender;
}

std::string Quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? "''" : std::string(1, c);
  return out + "'";
}

}  // namespace docktor::remember
