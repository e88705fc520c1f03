#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "brain/model.h"
#include "net/aws_signature.h"

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
  bool counts_pieces = true;    ///< it tells the tokens of an answer that comes in pieces when asked to
  bool thinks = false;          ///< it thinks before it says anything, and that counts for the limit of tokens
};

/// What an environment variable holds; empty: it is not set.
using Variables = std::function<std::optional<std::string>(const std::string& name)>;

/// Who asks whom.
struct Access {
  std::string model;
  std::string key = {};                      ///< empty: none is wanted
  std::optional<net::AwsIdentity> aws = {};  ///< `key` is the secret of this identity: it signs, and is not sent
};

/// A request that is ready but for who sends it.
struct Letter {
  std::string_view method = "POST";
  std::string_view host;  ///< with the port where it is not the usual one
  std::string_view path;
  std::string_view body;
};

constexpr std::string_view kJsonContent = "application/json";  ///< the type of every letter

/// Part of an answer that comes in pieces.
struct Piece {
  std::string kind;  ///< where the endpoint names it beside the data
  json::value data;
};

/// How one kind of endpoint wants to be asked. Without state; safe to use from every thread.
class Provider {
 public:
  using Headers = std::vector<std::pair<std::string, std::string>>;

  virtual ~Provider() = default;
  virtual std::string_view name() const = 0;
  virtual std::string_view key_variable() const = 0;  ///< of the environment, by convention

  /// Where its own maker serves it. kInvalidInput: the maker serves each customer elsewhere, and no variable says
  /// where.
  virtual Result<std::string> Endpoint(const Variables& variables) const = 0;
  /// Who asks, by the variables that the maker's own programs go by. kInvalidInput: none of them is set.
  virtual Result<Access> OwnAccess(const std::string& model, const Variables& variables) const;

  /// Below the endpoint.
  virtual std::string Path(const Access& access) const = 0;
  /// Where its models are listed; empty: nowhere there.
  virtual std::string_view PathOfModels() const { return "/models"; }
  virtual Headers HeadersOf(const Access& access, const Letter& letter) const = 0;
  virtual json::object Body(const Question& question, const Access& access, const Habits& habits) const = 0;
  /// kInvalidInput: what came is no reply.
  virtual Result<Reply> Read(const json::value& body) const = 0;

  /// Where an answer comes in pieces, and the body that asks for them instead of the whole.
  virtual std::string PathOfPieces(const Access& access) const { return Path(access); }
  virtual void AskForPieces(json::object& body, const Habits& habits) const = 0;
  /// Adds a piece to the answer, which begins as null and in the end reads as if it had come at once. Returns the text
  /// that has come with it. What is no piece adds nothing; an answer that is cut does not read as one that is whole.
  virtual std::string Add(const Piece& piece, json::value& whole) const = 0;

  /// Where a text becomes an embedding; empty: its maker has none.
  virtual std::string PathOfEmbeddings(const Access&) const { return ""; }
  /// As OpenAI wants it, unless a provider has a form of its own.
  virtual json::object EmbeddingBody(const std::string& text, const Access& access) const;
  /// kInvalidInput: what came is no embedding.
  virtual Result<Embedding> ReadEmbedding(const json::value& body) const;
};

/// All of them, the one that most servers speak first.
const std::vector<const Provider*>& Providers();
/// kNotFound: the hint lists those that there are.
Result<const Provider*> FindProvider(std::string_view name);

// One for each file.
const Provider& OpenAiChat();
const Provider& OpenAiResponses();
const Provider& Azure();
const Provider& AzureDeployment();
const Provider& Anthropic();
const Provider& Gemini();
const Provider& Bedrock();

/// What the variable holds; empty where it holds nothing.
std::string Held(const Variables& variables, std::string_view name);

}  // namespace docktor::brain
