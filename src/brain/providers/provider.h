#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "brain/model.h"

namespace docktor::brain {

/// By what means an endpoint is made to keep a form, strongest first.
enum class FormBy {
  kSchema,  ///< it enforces the schema
  kJson,    ///< it enforces some JSON object, and is told the schema in words
  kWords,   ///< it is only told
};

/// What an endpoint has been found to take: not each that speaks a provider's language knows all of its words.
struct Habits {
  FormBy form = FormBy::kSchema;
  bool old_token_limit = true;  ///< `max_tokens`, which newer endpoints of OpenAI refuse
};

/// Who asks whom.
struct Access {
  std::string model;
  std::string key = {};  ///< empty: none is wanted
};

/// How one kind of endpoint wants to be asked. Without state; safe to use from every thread.
class Provider {
 public:
  using Headers = std::vector<std::pair<std::string, std::string>>;

  virtual ~Provider() = default;
  virtual std::string_view name() const = 0;
  virtual std::string_view endpoint() const = 0;      ///< where its own maker serves it
  virtual std::string_view key_variable() const = 0;  ///< of the environment, by convention

  /// Below the endpoint.
  virtual std::string Path(const Access& access) const = 0;
  virtual Headers HeadersOf(const Access& access) const = 0;
  virtual json::object Body(const Question& question, const Access& access, const Habits& habits) const = 0;
  /// kInvalidInput: what came is no reply.
  virtual Result<Reply> Read(const json::value& body) const = 0;
};

/// All of them, the one that most servers speak first.
const std::vector<const Provider*>& Providers();
/// kNotFound: the hint lists those that there are.
Result<const Provider*> FindProvider(std::string_view name);

// One for each file.
const Provider& OpenAiChat();
const Provider& OpenAiResponses();
const Provider& Anthropic();
const Provider& Gemini();

}  // namespace docktor::brain
