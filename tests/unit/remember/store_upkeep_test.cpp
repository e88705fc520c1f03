#include "remember/store/store_upkeep.h"

#include <csignal>
#include <fstream>
#include <future>

#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fixtures.h"
#include "remember/journal/anchor.h"
#include "remember/journal/segment.h"
#include "remember/store/store_keeper.h"

namespace docktor::remember {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
namespace fs = std::filesystem;

const ServiceKey kWeb{"shop", "web"};

class StoreUpkeepTest : public testing::Test {
 protected:
  StoreUpkeep::Parts Parts() {
    return {.journal = journal_folder,
            .file = file,
            .clock = clock,
            .look =
                [this] {
                  return std::vector<Sample>{{kWeb, clock.now, 2, 2, {{.name = "cpu.utilization"}}}};
                },
            .warn = [this](const std::string& text) { warnings.push_back(text); }};
  }
  void Append(std::uint64_t first, std::uint64_t last) {
    for (auto id = first; id <= last; ++id) ASSERT_TRUE(journal->Append(HoldRun{HoldOf(id)}));
  }
  std::vector<std::uint64_t> Ids(StoreUpkeep& upkeep) {
    EXPECT_TRUE(upkeep.Write(running));
    std::vector<std::uint64_t> ids;
    for (const auto& row : upkeep.Find({.limit = 100'000}).value_or(std::vector<StoredDecision>{}))
      ids.push_back(row.id.value);
    return ids;
  }
  std::vector<std::uint64_t> Ids() {
    StoreUpkeep upkeep(Parts());
    return Ids(upkeep);
  }
  std::string CountOf(const std::string& table) {
    const auto rows = (*Database::Open(file))->Query("SELECT count(*)::VARCHAR FROM " + table);
    return rows ? rows->at(0).at(0).value() : rows.error().message;
  }
  void Garble(const fs::path& path, std::streamoff at, std::size_t bytes) {
    std::fstream stream(path, std::ios::in | std::ios::out | std::ios::binary);
    stream.seekp(at);
    stream << std::string(bytes, '\x5a');
  }

  TemporaryFolder folder;
  fs::path journal_folder = folder.path / "journal";
  fs::path file = folder.path / "store.duckdb";
  HandClock clock;
  std::atomic<bool> running{false};  // that is: not ending
  std::unique_ptr<FileJournal> journal = OpenJournal(journal_folder, clock, RealDisk(), {.segment_bytes = 20'000});
  std::vector<std::string> warnings;
};

TEST_F(StoreUpkeepTest, TheStoreIsOpenedWhenItIsFirstNeededAndFollowsTheJournal) {
  Append(1, 50);
  StoreUpkeep upkeep(Parts());
  upkeep.Look();
  EXPECT_FALSE(fs::exists(file));
  EXPECT_EQ(Ids(upkeep).size(), 50u);
  Append(51, 60);
  EXPECT_EQ(Ids(upkeep).size(), 60u);
  EXPECT_THAT(warnings, IsEmpty());
}

TEST_F(StoreUpkeepTest, TheLastLooksAreKeptWhereTheStoreIsOpenAnyway) {
  Append(1, 5);
  StoreUpkeep upkeep(Parts());
  upkeep.Look();
  upkeep.Close();
  EXPECT_FALSE(fs::exists(file));
  ASSERT_EQ(Ids(upkeep).size(), 5u);
  upkeep.Look();
  upkeep.Close();
  EXPECT_EQ(CountOf("samples"), "2");
}

TEST_F(StoreUpkeepTest, WhatDuckDbHoldsBesideItsFileIsBounded) {
  const auto log_bytes = [this] {
    const auto log = file.string() + ".wal";
    return fs::exists(log) ? fs::file_size(log) : std::uintmax_t{0};
  };
  auto parts = Parts();
  parts.most_log = 100'000;
  StoreUpkeep upkeep(parts);
  std::uintmax_t most = 0;
  for (std::uint64_t id = 1; id < 1000; id += 50) {
    Append(id, id + 49);
    ASSERT_TRUE(upkeep.Write(running));
    EXPECT_LE(log_bytes(), parts.most_log);
    most = std::max(most, log_bytes());
  }
  EXPECT_GT(most, 0u) << "it is not closed each time";
  EXPECT_EQ(Ids(upkeep).size(), 1000u);
}

TEST_F(StoreUpkeepTest, ADeletedStoreIsBuiltAgainTheSame) {
  Append(1, 50);
  ASSERT_TRUE(journal->Append(Intent{ActionOf(51)}));
  ASSERT_TRUE(journal->Append(ActionEnded{{.decision = {51}, .service = kWeb, .ok = true}}));
  const auto before = Ids();
  fs::remove(file);
  fs::remove(file.string() + ".wal");
  EXPECT_EQ(Ids(), before);
  EXPECT_THAT(warnings, IsEmpty());
}

TEST_F(StoreUpkeepTest, AFileThatIsNoStoreIsMovedAsideAndSaid) {
  Append(1, 20);
  std::ofstream(file) << std::string(50'000, 'x');
  EXPECT_EQ(Ids().size(), 20u);
  EXPECT_TRUE(fs::exists(file.string() + ".broken"));
  ASSERT_EQ(warnings.size(), 1u);
  EXPECT_THAT(warnings[0], HasSubstr("store.duckdb was moved to store.duckdb.broken"));
}

TEST_F(StoreUpkeepTest, ATornStoreOfEveryLengthIsReadOrBuiltAnew) {
  Append(1, 20);
  ASSERT_EQ(Ids().size(), 20u);
  const auto size = fs::file_size(file);
  const auto whole = folder.path / "whole";
  fs::copy_file(file, whole);
  for (const auto left : {std::uintmax_t{1}, std::uintmax_t{4096}, size / 3, size / 2, size - 4096, size - 1}) {
    fs::copy_file(whole, file, fs::copy_options::overwrite_existing);
    fs::resize_file(file, left);
    EXPECT_EQ(Ids().size(), 20u) << left << " of " << size << " bytes: " << testing::PrintToString(warnings);
  }
}

TEST_F(StoreUpkeepTest, ADamagedBlockIsFoundAtTheLatestWhenItIsRead) {
  Append(1, 300);
  ASSERT_EQ(Ids().size(), 300u);
  const auto size = static_cast<std::streamoff>(fs::file_size(file));
  for (std::streamoff at = 12'288 + 100; at < size; at += 262'144) Garble(file, at, 64);
  StoreUpkeep upkeep(Parts());
  for (int tries = 0; tries < 3 && !(upkeep.Write(running) && upkeep.Find({.limit = 5000})); ++tries) clock.now += 2min;
  EXPECT_EQ(Ids(upkeep).size(), 300u);
  EXPECT_FALSE(warnings.empty());
}

/// Writes as a daemon does until it is killed in the midst of it.
pid_t ForkWriter(const StoreUpkeep::Parts& parts, int& told) {
  std::array<int, 2> pipe{};
  EXPECT_EQ(::pipe(pipe.data()), 0);
  const auto pid = ::fork();
  if (pid != 0) {
    ::close(pipe[1]);
    told = pipe[0];
    return pid;
  }
  StoreUpkeep upkeep(parts);
  const std::atomic<bool> running{false};
  for (;;) {
    upkeep.Look();
    if (!upkeep.Write(running) || ::write(pipe[1], "x", 1) != 1) ::_exit(1);
  }
}

TEST_F(StoreUpkeepTest, AWriterThatIsKilledLosesNothingThatItWrote) {
  Append(1, 50);
  for (int round = 0; round < 4; ++round) {
    int told = -1;
    const auto pid = ForkWriter(Parts(), told);
    Append(51 + 20 * round, 70 + 20 * round);
    std::array<char, 1> byte{};
    int written = 0;
    for (; written < 3 + round; ++written) ASSERT_EQ(::read(told, byte.data(), 1), 1);
    ::kill(pid, SIGKILL);
    int status = 0;
    ASSERT_EQ(::waitpid(pid, &status, 0), pid);
    while (::read(told, byte.data(), 1) == 1) ++written;
    ::close(told);
    EXPECT_EQ(Ids().size(), 70u + 20 * round);
    EXPECT_GE(std::stoi(CountOf("samples")), written);
  }
  EXPECT_THAT(warnings, IsEmpty());
}

TEST_F(StoreUpkeepTest, AFullDiskIsSaidAndLeavesAStoreThatGoesOn) {
  Append(1, 60);
  ASSERT_EQ(Ids().size(), 60u);
  Append(61, 200);
  const auto pid = ::fork();
  if (pid == 0) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit room{20'000, 20'000};  // for each file
    StoreUpkeep upkeep(Parts());
    const bool refused = ::setrlimit(RLIMIT_FSIZE, &room) == 0 && !upkeep.Write(running);
    ::_exit(refused && warnings.size() == 1 ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(pid, &status, 0), pid);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
  EXPECT_EQ(Ids().size(), 200u);
  EXPECT_THAT(warnings, IsEmpty());
}

TEST_F(StoreUpkeepTest, ALogThatCannotBeReadIsMovedAsideAndTheRestIsKept) {
  Append(1, 20);
  {
    StoreUpkeep upkeep(Parts());
    upkeep.Look();
    ASSERT_EQ(Ids(upkeep).size(), 20u);
  }
  Append(21, 100);
  int told = -1;
  const auto pid = ForkWriter(Parts(), told);
  std::array<char, 1> byte{};
  ASSERT_EQ(::read(told, byte.data(), 1), 1);
  ::kill(pid, SIGKILL);
  ::waitpid(pid, nullptr, 0);
  ::close(told);
  const fs::path log = file.string() + ".wal";
  ASSERT_TRUE(fs::exists(log));
  Garble(log, static_cast<std::streamoff>(fs::file_size(log) / 3), 64);
  EXPECT_EQ(Ids().size(), 100u);
  EXPECT_THAT(warnings, ElementsAre(HasSubstr("store.duckdb.wal was moved to store.duckdb.broken.wal")));
  EXPECT_EQ(CountOf("samples"), "1") << "samples of before the log's beginning are kept";
}

TEST_F(StoreUpkeepTest, AStoreThatDoesNotFitTheJournalIsBuiltAnewAndKeepsItsSamples) {
  Append(1, 30);
  {
    StoreUpkeep upkeep(Parts());
    upkeep.Look();
    ASSERT_EQ(Ids(upkeep).size(), 30u);
  }
  journal.reset();
  fs::remove_all(journal_folder);
  journal = OpenJournal(journal_folder, clock);
  Append(100, 110);
  EXPECT_EQ(Ids().size(), 11u);
  EXPECT_THAT(warnings, ElementsAre(HasSubstr("the store is built anew")));
  EXPECT_EQ(CountOf("samples"), "1");
}

TEST_F(StoreUpkeepTest, WhereThereIsNoRoomForAStoreThatIsSaidOnceAndTriedAgainLater) {
  Append(1, 5);
  fs::create_directory(file);  // nothing can be opened there
  StoreUpkeep upkeep(Parts());
  for (int i = 0; i < 100; ++i) {
    upkeep.Look();
    EXPECT_FALSE(upkeep.Write(running));
    clock.now += 10s;
  }
  EXPECT_FALSE(upkeep.Find({}));
  EXPECT_EQ(warnings.size(), 1u);
  fs::remove(file);
  clock.now += 1min;
  EXPECT_EQ(Ids(upkeep).size(), 5u);
  EXPECT_EQ((*Database::Open(folder.path / "other"))->Query("SELECT 1::VARCHAR")->size(), 1u);
}

TEST_F(StoreUpkeepTest, AStoreThatSaysNonsenseOfHowFarItHasComeIsBuiltAnew) {
  Append(1, 5);
  ASSERT_EQ(Ids().size(), 5u);
  ASSERT_TRUE((*Database::Open(file))->Execute("UPDATE progress SET segment = 5000000000"));
  StoreUpkeep upkeep(Parts());
  EXPECT_EQ(Ids(upkeep).size(), 5u);
  EXPECT_THAT(warnings, ElementsAre(HasSubstr("how far in the journal it has come; store.duckdb was moved")));
}

TEST_F(StoreUpkeepTest, PruningTheJournalPrunesTheStoreAlike) {
  for (std::uint64_t id = 1; id <= 200; ++id, clock.now += 1h) Append(id, id);
  auto parts = Parts();
  parts.keep.age = 100h;
  StoreUpkeep upkeep(parts);
  ASSERT_EQ(Ids(upkeep).size(), 200u);
  upkeep.Tidy();
  const auto left = Ids(upkeep);
  EXPECT_GE(left.size(), 100u);
  EXPECT_LT(left.size(), 130u);
  EXPECT_EQ(left.size() + ReadAnchor(RealDisk(), journal_folder)->sequence - 1, 200u);
  fs::remove(file);
  fs::remove(file.string() + ".wal");
  EXPECT_EQ(Ids(), left) << "a store that is built anew has the same";
  EXPECT_THAT(warnings, IsEmpty());
}

TEST_F(StoreUpkeepTest, AChangedAnchorEndsNoPruningAndIsSaid) {
  for (std::uint64_t id = 1; id <= 200; ++id, clock.now += 1h) Append(id, id);
  auto parts = Parts();
  parts.keep.age = 100h;
  StoreUpkeep upkeep(parts);
  upkeep.Tidy();
  std::ofstream(journal_folder / kAnchorName) << "garbage";
  clock.now += 50h;
  upkeep.Tidy();
  EXPECT_THAT(warnings, ElementsAre(HasSubstr("it is kept as journal.anchor.broken")));
  EXPECT_TRUE(fs::exists(journal_folder / "journal.anchor.broken"));
  EXPECT_LT(Ids(upkeep).size(), 100u);
}

TEST_F(StoreUpkeepTest, TheKeeperAnswersWithAllThatIsInTheJournal) {
  Append(1, 30);
  StoreKeeper keeper(Parts());
  for (std::uint64_t id = 31; id < 35; ++id) {
    Append(id, id);
    std::promise<StoreKeeper::Found> found;
    keeper.Find({}, [&](StoreKeeper::Found rows) { found.set_value(std::move(rows)); });
    const auto rows = found.get_future().get();
    ASSERT_TRUE(rows) << rows.error().message;
    EXPECT_EQ(rows->size(), id);
  }
}

TEST_F(StoreUpkeepTest, TheLoadIsWhatReadyReplicasDidAndTheLatestLooksAreInIt) {
  auto parts = Parts();
  double cpu = 0.5;
  parts.look = [&] {
    return std::vector<Sample>{
        {kWeb,
         clock.now,
         4,
         2,
         {{.name = "cpu.utilization", .mean = cpu}, {.name = "memory.utilization", .mean = 0.9}}}};
  };
  StoreUpkeep upkeep(parts);
  const auto begin = clock.now;
  for (int i = 0; i < 12; ++i, clock.now += 10s) {
    cpu = i < 6 ? 0.5 : 0.8;
    upkeep.Look();
  }
  const auto minutes = upkeep.Load({kWeb, begin, Store::kCoarse});
  ASSERT_TRUE(minutes) << minutes.error().message;
  ASSERT_GE(minutes->size(), 2u);
  EXPECT_NEAR(minutes->front().demand, 1.0, 1e-9);
  EXPECT_NEAR(minutes->back().demand, 1.6, 1e-9);
  EXPECT_EQ(minutes->front().running, 4);
  EXPECT_LT(minutes->front().at, minutes->back().at);
  EXPECT_EQ(upkeep.Load({kWeb, begin, Store::kFine})->size(), 12u);
  EXPECT_EQ(upkeep.Load({kWeb, begin + 1min, Store::kFine})->size(), 6u);
  upkeep.Tidy();  // minutes are made of them
  EXPECT_EQ(upkeep.Load({kWeb, begin, Store::kCoarse})->size(), minutes->size());
  EXPECT_THAT(*upkeep.Load({{"shop", "api"}, begin, Store::kFine}), IsEmpty());
}

TEST_F(StoreUpkeepTest, TheKeeperSaysWhyTheStoreIsNotToBeHad) {
  Append(1, 3);
  auto parts = Parts();
  parts.file = folder.path / "a-file" / "store.duckdb";
  std::ofstream(folder.path / "a-file") << "no folder";
  StoreKeeper keeper(parts);
  EXPECT_FALSE(keeper.Trouble()) << "it has not been needed yet";
  std::promise<bool> found;
  keeper.Find({}, [&](const StoreKeeper::Found& rows) { found.set_value(rows.has_value()); });
  EXPECT_FALSE(found.get_future().get());
  EXPECT_TRUE(keeper.Trouble());
}

}  // namespace
}  // namespace docktor::remember
