#include "brain/http_model.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>

#include <fmt/format.h>

#include "brain/assembly.h"
#include "brain/judge/connect.h"
#include "brain/providers/pick.h"
#include "brain/refusal.h"
#include "brain/without_key.h"
#include "net/http_endpoint.h"

namespace docktor::brain {
namespace {

Errc CodeOf(Trouble trouble) {
  switch (trouble) {
    case Trouble::kLate: return Errc::kTimeout;
    case Trouble::kKeyRefused: return Errc::kDenied;
    case Trouble::kNoSuchModel: return Errc::kNotFound;
    case Trouble::kNotUnderstood: return Errc::kInvalidInput;
    default: return Errc::kUnavailable;
  }
}

/// The next weaker way, where the refusal can be about this one. `said` is the whole answer.
std::optional<Habits> Weaker(Habits habits, const Question& question, const std::string& said) {
  if (habits.old_token_limit && said.find("max_completion_tokens") != std::string::npos) {
    habits.old_token_limit = false;
    return habits;
  }
  if (question.on_text && habits.counts_pieces && said.find("stream_options") != std::string::npos) {
    habits.counts_pieces = false;
    return habits;
  }
  if (!question.form || habits.form == FormBy::kWords || !MayBeAboutForm(said)) return std::nullopt;
  habits.form = habits.form == FormBy::kSchema ? FormBy::kJson : FormBy::kWords;
  return habits;
}

/// Cut before its first word, by all that it has thought before.
bool NeedsRoomToThink(const Answer& answer, const Habits& habits) {
  return !habits.thinks && answer && answer->finish == Finish::kCut && answer->text.empty();
}

/// What earlier requests have taken counts, too.
void Add(Usage& spent, Answer& answer) {
  if (!answer) {
    answer.error().usage = spent;
    return;
  }
  spent.tokens_in += answer->usage.tokens_in;
  spent.tokens_out += answer->usage.tokens_out;
  answer->usage = spent;
}

/// As it stands in the Host header.
std::string HostOf(const net::Url& url) {
  const bool usual = url.port == 0 || url.port == (url.scheme == "https" ? 443 : 80);
  const auto host = url.host.find(':') == url.host.npos ? url.host : "[" + url.host + "]";
  return usual ? host : fmt::format("{}:{}", host, url.port);
}

}  // namespace

std::string ToText(FormBy form) {
  switch (form) {
    case FormBy::kSchema: return "schema";
    case FormBy::kJson: return "JSON";
    case FormBy::kWords: return "words";
  }
  return "";
}

Result<std::unique_ptr<HttpModel>> HttpModel::At(const Served& served) {
  const auto url = net::ParseUrl(served.endpoint);
  if (!url) return tl::unexpected(url.error().During("the endpoint of the model"));
  if (url->scheme != "http" && url->scheme != "https")
    return Fail(Errc::kInvalidInput, "the endpoint of the model: " + served.endpoint + " is no http address");
  return std::unique_ptr<HttpModel>(new HttpModel(*served.provider, served.access, *url));
}

HttpModel::HttpModel(const Provider& provider, Access access, const net::Url& url)
    : provider_(provider),
      access_(std::move(access)),
      endpoint_(url.Origin() + (url.path == "/" ? "" : url.path)),
      host_(HostOf(url)),
      prefix_(url.path.ends_with('/') ? url.path.substr(0, url.path.size() - 1) : url.path),
      http_(net::EndpointOf(url)) {}

FormBy HttpModel::form() const { return habits().form; }

Habits HttpModel::habits() const {
  const std::lock_guard lock(mutex_);
  return habits_;
}

/// For all questions from now on.
void HttpModel::Learn(const Habits& habits) {
  const std::lock_guard lock(mutex_);
  habits_ = habits;
}

Answer HttpModel::Ask(const Question& question) {
  auto habits = this->habits();
  const auto deadline = std::chrono::steady_clock::now() + question.patience;
  Usage spent{.requests = 0};
  while (true) {
    const auto left = std::chrono::ceil<Duration>(deadline - std::chrono::steady_clock::now());
    const auto response = Send(question, habits, std::max(left, Duration{1}));
    ++spent.requests;
    if (const auto other = response ? AnotherWay(habits, question, *response) : std::nullopt) {
      habits = *other;
      continue;
    }
    auto answer = response ? Read(*response) : Answer(tl::unexpected(response.error()));
    if (answer || answer.error().trouble != Trouble::kNotUnderstood) Learn(habits);
    if (Add(spent, answer); !NeedsRoomToThink(answer, habits)) return answer;
    habits.thinks = true;
    Learn(habits);
  }
}

std::optional<Habits> HttpModel::AnotherWay(const Habits& refused, const Question& question,
                                            const net::HttpResponse& response) const {
  if (response.status != 400 && response.status != 422) return std::nullopt;
  const auto& said = response.body;
  const auto same = [&](const Habits& habits) {
    return habits.form != refused.form &&
           provider_.Body(question, access_, habits) == provider_.Body(question, access_, refused);
  };
  auto next = Weaker(refused, question, said);
  while (next && same(*next)) next = Weaker(*next, question, said);
  return next;
}

net::HttpRequest HttpModel::Request(const Question& question, const Habits& habits, Duration patience) const {
  constexpr int kRoomToThink = 8;  // times as many tokens
  auto roomy = habits.thinks ? std::optional(question) : std::nullopt;
  if (roomy) roomy->most_tokens *= kRoomToThink;
  auto body = provider_.Body(roomy ? *roomy : question, access_, habits);
  if (question.on_text) provider_.AskForPieces(body, habits);
  return Post(question.on_text ? provider_.PathOfPieces(access_) : provider_.Path(access_), WriteJson(body), patience);
}

net::HttpRequest HttpModel::Post(const std::string& path, std::string body, Duration patience) const {
  net::HttpRequest request{.method = "POST",
                           .path = prefix_ + path,
                           .body = std::move(body),
                           .timeout = patience,
                           .most_body = Assembly::kMostReply};
  request.headers = provider_.HeadersOf(access_, {.host = host_, .path = request.path, .body = *request.body});
  request.headers.emplace_back("Content-Type", kJsonContent);
  return request;
}

HttpModel::Sent HttpModel::Send(const Question& question, const Habits& habits, Duration patience) {
  const auto request = Request(question, habits, patience);
  if (question.on_text) return Stream(request, question);
  auto response = http_.Send(request);
  if (response) return *std::move(response);
  return tl::unexpected(Unsent(response.error()));
}

HttpModel::Sent HttpModel::Stream(const net::HttpRequest& request, const Question& question) {
  Assembly assembly(provider_, access_, question.on_text);
  const auto deadline = std::chrono::steady_clock::now() + request.timeout;
  const auto late = [&] { return std::chrono::steady_clock::now() >= deadline; };
  const auto given_up = [&] { return question.wanted && !question.wanted(); };
  auto response = http_.Stream(request, {.on_head = [&](const auto& head) { assembly.Begin(head); },
                                         .on_chunk = [&](std::string_view bytes) { assembly.Take(bytes); },
                                         .stop = [&] { return late() || given_up() || assembly.damaged(); }});
  if (!response) return tl::unexpected(Unsent(response.error()));
  if (response->status != 200) return *std::move(response);
  if (assembly.damaged()) return tl::unexpected(Senseless({Errc::kUnavailable, "the answer is damaged, or too long"}));
  if (given_up())
    return tl::unexpected(Failure{.trouble = Trouble::kGivenUp,
                                  .error = {Errc::kUnavailable, "nobody waits for the answer any more"},
                                  .worked_on = true});
  if (late())
    return tl::unexpected(
        Unsent({Errc::kTimeout, "the answer did not end within " + docktor::ToText(request.timeout)}));
  response->body = assembly.Whole();
  return *std::move(response);
}

std::string HttpModel::Hint(Trouble trouble, std::optional<Duration> retry_after) const {
  switch (trouble) {
    case Trouble::kBusy: return retry_after ? "it wants no more questions for " + docktor::ToText(*retry_after) : "";
    case Trouble::kUnreachable: return "is the server running, and is this its address?";
    case Trouble::kLate: return "a model that is loaded first takes up to a minute; a smaller one answers sooner";
    case Trouble::kKeyRefused:
      return !access_.key.empty() ? fmt::format("by convention its key is that of {}", provider_.key_variable())
                                  : "none was sent: a server that you name gets one where you name its variable: "
                                    "brain.key_env, --key-env";
    case Trouble::kNoSuchModel:
      return OnThisMachine(endpoint_) ? "name one that the server has, or fetch it: docktor model pull " + access_.model
                                      : "name one that the server has";
    case Trouble::kNothingLeft: return "the account has nothing left";
    default: return "";
  }
}

Failure HttpModel::Unsent(const Error& error) const {
  const auto trouble = error.code == Errc::kTimeout ? Trouble::kLate : Trouble::kUnreachable;
  return {.trouble = trouble,
          .error = {CodeOf(trouble),
                    fmt::format("ask {} at {}: {}", access_.model, endpoint_, Shown(error.message, access_)),
                    Hint(trouble)},
          .worked_on = trouble == Trouble::kLate};
}

Failure HttpModel::Senseless(const Error& error) const {
  return {.trouble = Trouble::kBroken,
          .error = {Errc::kUnavailable, fmt::format("ask {} at {}: {}", access_.model, endpoint_, error.message),
                    error.hint},
          .worked_on = true};
}

tl::expected<json::value, Failure> HttpModel::BodyOf(const net::HttpResponse& response) const {
  if (response.status != 200) return tl::unexpected(Refused(response));
  auto body = ParseJson(response.body);
  if (!body)
    return tl::unexpected(Senseless({Errc::kUnavailable, "it answered, and not in JSON" + Said(response),
                                     "is this the address of a server of models? such as http://gpu:8000/v1"}));
  if (const auto* error = ValueAt(*body, "/error"); error != nullptr && !error->is_null())
    return tl::unexpected(Refused(response));
  HideKey(*body, access_);  // replies are kept and shown
  return *std::move(body);
}

Answer HttpModel::Read(const net::HttpResponse& response) const {
  if (IsFiltered(response)) return Reply{.finish = Finish::kRefused};
  const auto body = BodyOf(response);
  if (!body) return tl::unexpected(body.error());
  auto reply = provider_.Read(*body);
  if (!reply) return tl::unexpected(Senseless(reply.error()));
  reply->text = WithoutKey(std::move(reply->text), access_);  // one that stood in several parts
  reply->model = Shown(std::move(reply->model), access_);
  return *std::move(reply);
}

Failure HttpModel::NoEmbeddings() const {
  return {.trouble = Trouble::kNotUnderstood,
          .error = {Errc::kInvalidInput, fmt::format("ask {} at {}: {} makes no embeddings there", access_.model,
                                                     endpoint_, provider_.name())}};
}

Embedded HttpModel::Embed(const std::string& text, Duration patience) {
  const auto path = provider_.PathOfEmbeddings(access_);
  if (path.empty() || !embeds_) return tl::unexpected(NoEmbeddings());
  const auto response = http_.Send(Post(path, WriteJson(provider_.EmbeddingBody(text, access_)), patience));
  if (!response) return tl::unexpected(Unsent(response.error()));
  if (response->status == 404 || response->status == 405 || response->status == 501) embeds_ = false;
  const auto body = BodyOf(*response);
  if (!body) return tl::unexpected(body.error());
  auto embedding = provider_.ReadEmbedding(*body);
  if (!embedding) return tl::unexpected(Senseless(embedding.error()));
  return *std::move(embedding);
}

Failure HttpModel::Refused(const net::HttpResponse& response) const {
  const auto trouble = TroubleOf(response.status, response.body);
  const auto retry_after = RetryAfter(response);
  return {
      .trouble = trouble,
      .error = {CodeOf(trouble),
                fmt::format("ask {} at {}{}{}", access_.model, endpoint_,
                            response.status == 200 ? "" : ": HTTP " + std::to_string(response.status), Said(response)),
                Hint(trouble, retry_after)},
      .retry_after = retry_after};
}

/// JSON of one shape or another, or plain text, as Docker Model Runner's errors are.
std::string HttpModel::Said(const net::HttpResponse& response) const {
  std::string said = response.body;
  if (const auto body = ParseJson(response.body))
    for (const auto* place : {"/error/message", "/message", "/error"})
      if (const auto text = TextAt(*body, place); !text.empty()) {
        said = text;
        break;
      }
  said = Shown(std::move(said), access_);
  return said.empty() ? "" : ": " + said;
}

}  // namespace docktor::brain
