#pragma once

#include <string>
#include <vector>

#include "operations/shared/command_result.h"

namespace docktor::operations {

/// A change that waits for a person's word.
struct ProposalItem {
  DecisionId id;
  ServiceKey service;
  int from = 0;
  int to = 0;
  Instant made_at{};
  Instant expires{};
  std::string sentence;  ///< why, in words
  bool by_mcp = false;   ///< what the program of an MCP client answers counts as a person's word
};
BOOST_DESCRIBE_STRUCT(ProposalItem, (), (id, service, from, to, made_at, expires, sentence, by_mcp))

struct ProposalsOutput {
  std::vector<ProposalItem> proposals;
};
BOOST_DESCRIBE_STRUCT(ProposalsOutput, (), (proposals))

struct AnswerInput {
  DecisionId id;
};
BOOST_DESCRIBE_STRUCT(AnswerInput, (), (id))

struct ModifyInput {
  DecisionId id;
  int replicas = 0;
};
BOOST_DESCRIBE_STRUCT(ModifyInput, (), (id, replicas))

/// That of a service which has one.
ProposalItem ItemOf(const pilot::ServiceView& view);

Operation ProposalsOperation();
/// For persons only, as are the next two: what a model or an agent can call never approves.
Operation ApproveOperation();
Operation RejectOperation();
Operation ModifyOperation();

}  // namespace docktor::operations
