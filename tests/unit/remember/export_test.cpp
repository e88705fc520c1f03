#include "remember/store/export.h"

#include <fstream>
#include <sstream>

#include <gmock/gmock.h>

#include "fixtures.h"
#include "remember/store/database.h"

namespace docktor::remember {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;
using Row = Database::Row;

class ExportTest : public testing::Test {
 protected:
  void SetUp() override {
    auto hold = Stored({.decision = HoldOf(2), .last = kStart + 1h, .looks = 700});
    hold.service = "a,\"b\"\nc";
    const std::vector<StoredDecision> decisions{hold, Stored({.decision = ActionOf(1), .last = kStart + 5s})};
    ASSERT_TRUE(made->Add(decisions));
  }
  std::string Written(const char* name, ExportFormat format) {
    const auto done = made->Write(folder.path / name, format);
    EXPECT_TRUE(done) << done.error().message;
    std::ifstream stream(folder.path / name);
    return (std::stringstream() << stream.rdbuf()).str();
  }
  std::vector<Row> Read(const std::string& how) {
    const auto rows = (*Database::Open(folder.path / "reader"))->Query(how);
    EXPECT_TRUE(rows) << rows.error().message;
    return rows.value_or(std::vector<Row>{});
  }

  TemporaryFolder folder;
  std::unique_ptr<DecisionExport> made = *DecisionExport::Begin();
};

TEST_F(ExportTest, CsvHasALineForEachAndQuotesWhatNeedsIt) {
  const auto text = Written("a.csv", ExportFormat::kCsv);
  EXPECT_THAT(text,
              StartsWith("id,timestamp,last,looks,project,service,trigger,action,from_replicas,to_replicas,reason,"
                         "outcome,explanation,metrics,recommendation,wish,verdict,report\n"
                         "1,2025-11-24T16:00:05.000Z,"));
  EXPECT_THAT(text, HasSubstr("shop,\"a,\"\"b\"\"\nc\",interval,hold,"));
  EXPECT_THAT(text, HasSubstr("\"{\"\"running\"\":0,"));
}

TEST_F(ExportTest, JsonIsAnArrayOfWholeObjects) {
  const auto json = ParseJson(Written("a.json", ExportFormat::kJson));
  ASSERT_TRUE(json) << json.error().message;
  const auto& rows = json->as_array();
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].at("timestamp").as_string(), "2025-11-24T16:00:05.000Z");
  EXPECT_EQ(rows[0].at("to_replicas").to_number<int>(), 4);
  EXPECT_EQ(rows[1].at("metrics").at("signals").at(0).at("mean").to_number<double>(), 0.91);
  EXPECT_EQ(rows[1].at("service").as_string(), "a,\"b\"\nc");
}

TEST_F(ExportTest, ParquetIsReadBack) {
  Written("a.parquet", ExportFormat::kParquet);
  EXPECT_THAT(Read("SELECT id::VARCHAR, action, epoch_ms(timestamp)::VARCHAR, metrics->>'$.signals[0].mean' FROM " +
                   Quoted((folder.path / "a.parquet").string())),
              ElementsAre(Row{"1", "scale_up", "1764000005000", "0.91"}, Row{"2", "hold", "1764000010000", "0.91"}));
}

TEST_F(ExportTest, AFolderThatIsNotThereIsSaid) {
  const auto done = made->Write(folder.path / "no" / "a.csv", ExportFormat::kCsv);
  ASSERT_FALSE(done);
  EXPECT_THAT(done.error().message, HasSubstr("write " + (folder.path / "no" / "a.csv").string()));
}

TEST_F(ExportTest, NothingIsAFileToo) {
  made = *DecisionExport::Begin();
  EXPECT_EQ(ParseJson(Written("empty.json", ExportFormat::kJson)).value(), json::array{});
  EXPECT_THAT(Written("empty.csv", ExportFormat::kCsv), StartsWith("id,timestamp,"));
}

}  // namespace
}  // namespace docktor::remember
