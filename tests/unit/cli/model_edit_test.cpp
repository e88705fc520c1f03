#include "cli/model/model_edit.h"

#include <gtest/gtest.h>

namespace docktor::cli::model {
namespace {

struct Case {
  const char* name;
  const char* before;
  BrainEntries entries;
  const char* after;  ///< null: it is refused
};

class WithBrainTest : public testing::TestWithParam<Case> {};

TEST_P(WithBrainTest, ChangesWhatItIsToAndNothingElse) {
  const auto& row = GetParam();
  const auto edited = WithBrain(row.before, "docktor.yaml", row.entries);
  EXPECT_EQ(edited.has_value(), row.after != nullptr) << (edited ? *edited : edited.error().message);
  if (edited && row.after != nullptr) {
    EXPECT_EQ(*edited, row.after);
    EXPECT_EQ(WithBrain(*edited, "docktor.yaml", row.entries), *edited) << "once more is the same";
  }
}

INSTANTIATE_TEST_SUITE_P(
    Files, WithBrainTest,
    testing::Values(
        Case{"none", "", {{"model", "llama3.3:70b"}}, "brain:\n  model: llama3.3:70b\n"},
        Case{"others",
             "# mine\nservices:\n  web: {min: 2}",
             {{"model", "a"}, {"provider", "anthropic"}},
             "# mine\nservices:\n  web: {min: 2}\nbrain:\n  model: a\n  provider: anthropic\n"},
        Case{"there",
             "brain:\n    # why\n    model: old   # was good\n    mode: decide\nlimits:\n  max_replicas: 4\n",
             {{"model", "new"}, {"endpoint", "http://gpu:8000/v1"}},
             "brain:\n    endpoint: http://gpu:8000/v1\n    # why\n    model: new\n    mode: decide\nlimits:\n  "
             "max_replicas: 4\n"},
        Case{"taken_away",
             "brain:\n  model: old\n  provider: anthropic\n  key_env: K\n  mode: advise\n",
             {{"model", "new"}, {"provider", ""}, {"key_env", ""}, {"endpoint", ""}},
             "brain:\n  model: new\n  mode: advise\n"},
        Case{"quoted", "brain:\n  mode: off\n", {{"model", "7b \"x\""}}, nullptr},
        Case{"digits", "", {{"model", "70b"}}, "brain:\n  model: \"70b\"\n"},
        Case{"in_one_line", "brain: {model: old}\n", {{"model", "new"}}, nullptr},
        Case{"wrong_before", "brain:\n  mode: think\n", {{"model", "new"}}, nullptr},
        Case{"no_yaml", "brain: [\n", {{"model", "new"}}, nullptr},
        Case{"wrong_endpoint", "", {{"model", "a"}, {"endpoint", "gpu"}}, nullptr}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(WithBrain, WhatCannotBeWrittenHasNoPlaceInTheFile) {
  EXPECT_EQ(WithBrain("", "/shop/docktor.yaml", {{"model", "a b"}}).error().message,
            "brain.model: 'a b' is no name of a model");
}

}  // namespace
}  // namespace docktor::cli::model
