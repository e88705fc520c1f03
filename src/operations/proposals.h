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
};
BOOST_DESCRIBE_STRUCT(ProposalItem, (), (id, service, from, to, made_at, expires, sentence))

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

ProposalItem ItemOf(const Proposal& proposal);

Operation ProposalsOperation();
/// For persons only, as are the next two: what a model or an agent can call never approves.
Operation ApproveOperation();
Operation RejectOperation();
Operation ModifyOperation();

}  // namespace docktor::operations
