#include "remember/store/database.h"

#include <fstream>

#include <gmock/gmock.h>

#include "fixtures.h"

namespace docktor::remember {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Row = Database::Row;

class DatabaseTest : public testing::Test {
 protected:
  std::unique_ptr<Database> Open() {
    auto opened = Database::Open(file);
    EXPECT_TRUE(opened) << opened.error().message;
    return opened ? *std::move(opened) : nullptr;
  }
  void Write(const std::string& bytes) const { std::ofstream(file) << bytes; }

  TemporaryFolder folder;
  std::filesystem::path file = folder.path / "test.duckdb";
};

TEST_F(DatabaseTest, WhatWasAppendedIsThereAfterTheNextOpening) {
  {
    auto database = Open();
    ASSERT_TRUE(database->Execute("CREATE TABLE t (a VARCHAR, b BIGINT, c DOUBLE, d TIMESTAMP, e JSON)"));
    auto rows = database->AppendTo("t");
    ASSERT_TRUE(rows);
    (*rows)
        ->Add("it's \"quoted\", ünïcode")
        .Add(std::int64_t{-7})
        .Add(0.5)
        .Add(kStart + 1ms)
        .Add(R"({"x":[1]})")
        .EndRow();
    (*rows)->AddNull().AddNull().AddNull().AddNull().AddNull().EndRow();
    ASSERT_TRUE((*rows)->Finish());
  }
  const auto rows = Open()->Query(
      "SELECT a, b::VARCHAR, c::VARCHAR, epoch_ms(d)::VARCHAR, (e->>'$.x[0]')::VARCHAR FROM t ORDER BY a NULLS LAST");
  ASSERT_TRUE(rows) << rows.error().message;
  EXPECT_THAT(*rows,
              ElementsAre(Row{"it's \"quoted\", ünïcode", "-7", "0.5", "1764000000001", "1"}, Row(5, std::nullopt)));
}

TEST_F(DatabaseTest, ParametersAreNeverReadAsSql) {
  const std::string hostile = "'); DROP TABLE t; --";
  auto database = Open();
  const auto rows = database->Query("SELECT $1 || " + Quoted(hostile), {hostile});
  ASSERT_TRUE(rows) << rows.error().message;
  EXPECT_THAT(*rows, ElementsAre(Row{hostile + hostile}));
}

TEST_F(DatabaseTest, AFailedTransactionLeavesNothing) {
  auto database = Open();
  ASSERT_TRUE(database->Execute("CREATE TABLE t (a BIGINT)"));
  const auto done = database->Transact([&] {
    return database->Execute("INSERT INTO t VALUES (1)").and_then([&] { return database->Execute("SELECT nonsense"); });
  });
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Errc::kUnavailable);
  EXPECT_THAT(*database->Query("SELECT count(*)::VARCHAR FROM t"), ElementsAre(Row{"0"}));
}

TEST_F(DatabaseTest, ARowThatDoesNotFitIsSaidAtTheEnd) {
  auto database = Open();
  ASSERT_TRUE(database->Execute("CREATE TABLE t (a BIGINT, b BIGINT)"));
  auto rows = database->AppendTo("t");
  ASSERT_TRUE(rows);
  (*rows)->Add("no number").Add(std::int64_t{1}).EndRow();
  EXPECT_FALSE((*rows)->Finish());
  EXPECT_FALSE(database->AppendTo("no_such_table"));
}

TEST_F(DatabaseTest, AFileThatIsNoDatabaseIsToldFromOneThatIsInUse) {
  Write("This is no database. " + std::string(20'000, 'x'));
  const auto broken = Database::Open(file);
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().code, Errc::kInvalidInput) << broken.error().message;
  EXPECT_THAT(broken.error().message, HasSubstr(file.string()));
}

TEST_F(DatabaseTest, NothingIsFetchedFromANetwork) {
  EXPECT_FALSE(Open()->Execute("SELECT * FROM 'https://localhost:1/x.parquet'"));
}

}  // namespace
}  // namespace docktor::remember
