#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "brain/providers/provider.h"
#include "net/http_client.h"
#include "net/url.h"

namespace docktor::brain {

/// Where a model is served, and how it is spoken to.
struct Served {
  const Provider* provider = &OpenAiChat();
  std::string endpoint;  ///< an http or https address with the path that the provider's begin below
  Access access;
};

/// A model behind HTTP. What its endpoint does not take of a form or a limit is found out once, by its refusals, and
/// that it needs room to think by an answer that was cut before its first word. One question is one request, but for
/// those: whoever asks decides whether to ask again. Where somebody wants to hear the reply while it is said, the
/// endpoint is asked for it in pieces.
class HttpModel final : public Model {
 public:
  /// kInvalidInput: no such address.
  static Result<std::unique_ptr<HttpModel>> At(const Served& served);

  Answer Ask(const Question& question) override;

  /// The text as numbers, for a search by meaning. kNotUnderstood, without a request: the maker has none, or the
  /// endpoint has been found to make none.
  Embedded Embed(const std::string& text, Duration patience);

  /// How forms are kept there, as far as is known.
  FormBy form() const;
  const std::string& endpoint() const { return endpoint_; }

 private:
  HttpModel(const Provider& provider, Access access, const net::Url& url);
  using Sent = tl::expected<net::HttpResponse, Failure>;
  Sent Send(const Question& question, const Habits& habits, Duration patience);
  Sent Stream(const net::HttpRequest& request, const Question& question);
  /// How the same can be asked after such a refusal; empty: in no way that has not been refused.
  std::optional<Habits> AnotherWay(const Habits& refused, const Question& question,
                                   const net::HttpResponse& response) const;
  Habits habits() const;
  void Learn(const Habits& habits);
  net::HttpRequest Request(const Question& question, const Habits& habits, Duration patience) const;
  net::HttpRequest Post(const std::string& path, std::string body, Duration patience) const;
  std::string Hint(Trouble trouble, std::optional<Duration> retry_after = {}) const;
  Failure Unsent(const Error& error) const;
  Failure NoEmbeddings() const;
  /// What came is JSON, and no refusal.
  tl::expected<json::value, Failure> BodyOf(const net::HttpResponse& response) const;
  Failure Senseless(const Error& error) const;
  Answer Read(const net::HttpResponse& response) const;
  Failure Refused(const net::HttpResponse& response) const;
  std::string Said(const net::HttpResponse& response) const;

  const Provider& provider_;
  const Access access_;
  const std::string endpoint_;
  const std::string host_;
  const std::string prefix_;
  net::HttpClient http_;
  mutable std::mutex mutex_;
  Habits habits_;
  std::atomic<bool> embeds_ = true;  ///< as far as is known
};

/// In words: "schema", "JSON", "words".
std::string ToText(FormBy form);

}  // namespace docktor::brain
