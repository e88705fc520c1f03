#pragma once

#include <string>
#include <vector>

#include "operations/declare/operation.h"
#include "operations/world/context.h"

namespace docktor::operations {

/// What was said before in the same talk.
struct Earlier {
  bool by_model = false;
  std::string text = {};
};
BOOST_DESCRIBE_STRUCT(Earlier, (), (by_model, text))

struct PromptInput {
  std::string text;
  bool dry_run = false;
  std::vector<Earlier> earlier = {};  ///< oldest first; only a model is told of it
  bool pieces = false;                ///< what a model says is told word by word as well
  std::string about = {};             ///< the service that whoever speaks looks at; meant where none is named
  std::string agreed = {};            ///< what `understood` was when it was asked about; done if it still is that
};
BOOST_DESCRIBE_STRUCT(PromptInput, (), (text, dry_run, earlier, pieces, about, agreed))

struct PromptOutput {
  std::string understood;            ///< the command that says the same: "docktor pause all --for 10m"
  std::vector<std::string> assumed;  ///< what was not said
  bool asks = false;                 ///< what was assumed may not be meant: nothing is done until somebody agrees to it
  std::string note;                  ///< what was said beside it
  std::string operation;             ///< its id
  json::value answer;                ///< what that operation answered; null of a dry run
  std::string model;                 ///< a language model understood it; empty: Docktor itself did
  std::string piece;                 ///< some of what it is saying, and nothing else
  std::string said;                  ///< by that model, at the end: the whole; or what Docktor itself asks
};
BOOST_DESCRIBE_STRUCT(PromptOutput, (), (understood, assumed, asks, note, operation, answer, model, piece, said))

Operation PromptOperation();

}  // namespace docktor::operations
