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
  std::string digest;    ///< of the service, the counts and all that they rest on: of what was shown
  bool by_mcp = false;   ///< what the program of an MCP client answers counts as a person's word
};
BOOST_DESCRIBE_STRUCT(ProposalItem, (), (id, service, from, to, made_at, expires, sentence, digest, by_mcp))

struct ProposalsOutput {
  std::vector<ProposalItem> proposals;
};
BOOST_DESCRIBE_STRUCT(ProposalsOutput, (), (proposals))

struct AnswerInput {
  DecisionId id;
  std::string digest = {};  ///< of the proposal that was seen; empty: whichever has that id
};
BOOST_DESCRIBE_STRUCT(AnswerInput, (), (id, digest))

struct ModifyInput {
  DecisionId id;
  int replicas = 0;
  std::string digest = {};  ///< as above
};
BOOST_DESCRIBE_STRUCT(ModifyInput, (), (id, replicas, digest))

/// That of a service which has one.
ProposalItem ItemOf(const pilot::ServiceView& view);

Operation ProposalsOperation();
/// For persons only, as are the next two: what a model or an agent can call never approves.
Operation ApproveOperation();
Operation RejectOperation();
Operation ModifyOperation();

}  // namespace docktor::operations
