#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/json.h"
#include "core/result.h"
#include "core/time.h"

namespace docktor::brain {

/// Something that a model may ask to have done before it answers.
struct Tool {
  std::string name;
  std::string description;
  json::object parameters;  ///< JSON Schema of an object
};

struct ToolCall {
  std::string id;  ///< what the tool's turn answers; some endpoints give none
  std::string name;
  json::object arguments;
  std::string seal = {};  ///< what some endpoints want back with it as it came
};

/// One turn of a conversation.
struct Turn {
  enum class Speaker { kUser, kModel, kTool };
  Speaker speaker = Speaker::kUser;
  std::string text;
  std::vector<ToolCall> calls = {};  ///< of the model
  ToolCall answered = {};            ///< of a tool: the call that `text` answers
};

/// The form that a reply must have: a JSON object.
struct Form {
  std::string name;
  json::object schema;  ///< every property required, no others allowed: what all endpoints enforce
};

struct Question {
  std::string system;  ///< Docktor's own words, the same from question to question: endpoints keep them
  std::vector<Turn> turns;
  std::vector<Tool> tools = {};
  bool may_call = true;  ///< false: it is to answer without any tool, though there are some
  std::optional<Form> form = {};
  int most_tokens = 1000;   ///< of the reply, > 0
  Duration patience = 30s;  ///< until the whole reply is there
  /// Hears the reply's text while it is said, word by word, on the thread that asks; empty: nobody wants to.
  std::function<void(std::string_view text)> on_text = {};
  /// False once nobody waits for the reply any more: one that is being said is given up then. Empty: somebody does.
  std::function<bool()> wanted = {};
};

/// How a reply ended.
enum class Finish {
  kDone,
  kCalls,    ///< it wants tools
  kCut,      ///< most_tokens were too few
  kRefused,  ///< the model, or a filter before it, would not
};

struct Usage {
  std::int64_t tokens_in = 0;
  std::int64_t tokens_out = 0;
  std::int64_t requests = 1;  ///< a question takes several where the endpoint has to be asked otherwise
};

struct Reply {
  std::string text;
  std::vector<ToolCall> calls = {};
  Finish finish = Finish::kDone;
  Usage usage = {};   ///< no tokens where the endpoint does not say
  std::string model;  ///< as the endpoint calls it; empty where it does not say
};

/// What stands between a question and its reply; each wants something else of a user.
enum class Trouble {
  kUnreachable,  ///< nobody listens there, or the connection broke
  kLate,         ///< no reply within the question's patience
  kKeyRefused,
  kNoSuchModel,
  kBusy,           ///< too many requests, or too much load: ask again later
  kNothingLeft,    ///< what was paid for is used up: asking again is in vain
  kNotUnderstood,  ///< the endpoint does not take the question
  kBroken,         ///< it failed, or what it said makes no sense
  kSpent,          ///< it has not been asked: the budget allows no more questions for now
  kGivenUp,        ///< nobody waits for the reply any more
};

struct Failure {
  Trouble trouble = Trouble::kBroken;
  Error error;                               ///< never holds the key
  std::optional<Duration> retry_after = {};  ///< where the endpoint says it
  bool worked_on = false;                    ///< the endpoint may have answered, and charge for it
  Usage usage = {};                          ///< of earlier requests for the same question
};

using Answer = tl::expected<Reply, Failure>;

/// A text as numbers, for a search by meaning: texts that mean much the same lie close together.
struct Embedding {
  std::vector<float> vector;  ///< finite, and as long as the model makes all of them
  std::int64_t tokens = 0;    ///< of the text; 0 where the endpoint does not say
};

using Embedded = tl::expected<Embedding, Failure>;

/// A language model somewhere. Calls block; safe to call from every thread.
class Model {
 public:
  virtual ~Model() = default;
  virtual Answer Ask(const Question& question) = 0;
};

}  // namespace docktor::brain
