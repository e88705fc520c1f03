#pragma once

#include <string>

#include "brain/http_model.h"

#include <boost/describe.hpp>

namespace docktor::brain {

/// How a model did in one task.
struct Mark {
  bool passed = false;
  std::string remark;  ///< what it answered, or what was wrong with it
  double seconds = 0;
  std::int64_t tokens_in = 0;
  std::int64_t tokens_out = 0;
};
BOOST_DESCRIBE_STRUCT(Mark, (), (passed, remark, seconds, tokens_in, tokens_out))

/// What a model has shown of what Docktor would need of it.
struct Examination {
  Mark form;   ///< a verdict on a service, in the form that was asked for
  Mark sense;  ///< the verdict was one that could be followed; the same reply
  Mark tool;   ///< it asks for the tool that would tell what it was asked
  Mark talk;   ///< it answers from what the tool told; asked where it had asked for the tool
};
BOOST_DESCRIBE_STRUCT(Examination, (), (form, sense, tool, talk))

/// Puts three questions, each waited for as long as `patience`: the first as a judgement, the others as a talk, whose
/// replies are heard while they are said. None is put where the first found no model. An error is what kept the first
/// from being answered at all.
tl::expected<Examination, Failure> Examine(Model& model, Duration patience);

/// Whether it makes embeddings, which neither a verdict nor a talk needs.
struct EmbeddingMark {
  bool passed = false;
  std::string remark;  ///< what was wrong
  double seconds = 0;
  std::int64_t tokens_in = 0;
  std::int64_t dimension = 0;  ///< how many numbers an embedding has; 0: it makes none
};
BOOST_DESCRIBE_STRUCT(EmbeddingMark, (), (passed, remark, seconds, tokens_in, dimension))

EmbeddingMark ExamineEmbedding(HttpModel& model, Duration patience);

}  // namespace docktor::brain
