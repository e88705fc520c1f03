#pragma once

#include <gmock/gmock.h>

#include "remember/journal/verify.h"
#include "support/open_actions.h"
#include "support/soak.h"

namespace docktor::test {

/// That what Docktor did was allowed and is on record, and that it ends in order once the trouble is over.
inline void ExpectOrder(Soak& soak) {
  auto& project = soak.project();
  for (const auto& service : Soak::Services()) {
    const auto running = project.Running(service).size();
    EXPECT_THAT(running, testing::AllOf(testing::Ge(Soak::kMin), testing::Le(Soak::kMax))) << service.service;
    EXPECT_THAT(project.engine.Names(service, "created"), testing::IsEmpty()) << "copies that never started";
  }
  project.Stop();
  const auto replayed = remember::Replay(project.journal());
  ASSERT_TRUE(replayed);
  EXPECT_EQ(replayed->unreadable.lines, 0u) << replayed->unreadable.first;
  int actions = 0;
  for (const auto& record : replayed->records) {
    const auto* intent = std::get_if<Intent>(&record.body);
    if (intent == nullptr) continue;
    const auto& action = *intent->decision.action;
    ++actions;
    EXPECT_LE(action.to, std::max(Soak::kMax, action.from)) << intent->decision.id.Text();
    EXPECT_GE(action.to, std::min(Soak::kMin, action.from)) << intent->decision.id.Text();
  }
  EXPECT_GT(actions, 0);
  const auto verified = remember::Verify(project.journal());
  ASSERT_TRUE(verified);
  EXPECT_TRUE(verified->ok) << (verified->problem ? verified->problem->what : "");
  EXPECT_THAT(OpenActions(replayed->records), testing::IsEmpty()) << "each has its end on record";
}

}  // namespace docktor::test
