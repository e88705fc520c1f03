#include "remember/journal/outline.h"

#include <gmock/gmock.h>

#include "fixtures.h"
#include "remember/journal/line.h"

namespace docktor::remember {
namespace {

using testing::ElementsAre;

const ServiceKey kWeb{"shop", "web"};

/// What stands for a record's head, be its line of the usual layout or of another one.
class OutlineTest : public testing::TestWithParam<bool> {
 protected:
  void Write(RecordBody body) {
    const auto text = WriteLine({++sequence_, kStart, std::move(body)}, kNoPrevious);
    std::string service;
    const auto line = ParseLine(text).value();
    outline_.Add(GetParam() ? ReadHead(text).value() : HeadOf(line, service));
  }
  void WriteEnd(std::uint64_t id) {
    Write(ActionEnded{{.decision = {id}, .service = kWeb, .ok = true}});
    Write(OutcomeJudged{{.decision = {id}, .service = kWeb}});
  }
  static Decision ResizeOf(std::uint64_t id, double from, double to) {
    auto d = ActionOf(id);
    d.action->resize = Resize{from, to, 0.5, "hash"};
    return d;
  }
  Outline outline_;

 private:
  std::uint64_t sequence_ = 0;
};

TEST_P(OutlineTest, TheNewestResizeIsNeededHoweverManyActionsFollow) {
  Write(Intent{ResizeOf(1, 0.5, 1)});  // 1
  WriteEnd(1);                         // 2, 3
  Write(Intent{ResizeOf(2, 1, 2)});    // 4 needed
  WriteEnd(2);                         // 5, 6 needed
  Write(Intent{ActionOf(3)});          // 7
  WriteEnd(3);                         // 8, 9
  Write(Intent{ActionOf(4)});          // 10 needed
  WriteEnd(4);                         // 11, 12 needed
  EXPECT_THAT(outline_.Needed(), ElementsAre(4u, 5u, 6u, 10u, 11u, 12u));
}

TEST_P(OutlineTest, WhatOnlySpeaksOfAResizeIsNone) {
  auto d = ActionOf(1);
  d.verdict.constraints[0].evidence.subject = R"("resize":{"from":1})";
  Write(Intent{d});            // 1
  WriteEnd(1);                 // 2, 3
  Write(Intent{ActionOf(2)});  // 4 needed
  WriteEnd(2);                 // 5, 6 needed
  EXPECT_THAT(outline_.Needed(), ElementsAre(4u, 5u, 6u));
}

INSTANTIATE_TEST_SUITE_P(Heads, OutlineTest, testing::Bool(),
                         [](const auto& row) { return row.param ? "Quick" : "Whole"; });

}  // namespace
}  // namespace docktor::remember
