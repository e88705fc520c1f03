#include <charconv>
#include <cmath>
#include <set>

#include "brain/http_model.h"
#include "brain/judge/connect.h"
#include "brain/judge/model_runner.h"
#include "brain/pull.h"
#include "core/printable.h"
#include "fuzz/parrot.h"
#include "fuzz/pieces.h"
#include "net/url.h"

namespace docktor::brain {
namespace {

const Access kAccess{.model = "m", .key = "s3cret", .aws = net::AwsIdentity{"id", "t0ken", "eu-central-1"}};

/// The status is the first line's text, and what three headers say that of the next ones.
net::HttpResponse AnswerIn(test::Pieces& pieces) {
  net::HttpResponse answer;
  const auto status = pieces.Text('\n');
  unsigned number = 0;
  std::from_chars(status.data(), status.data() + status.size(), number);
  answer.status = static_cast<int>(200 + (number - 200) % 400);
  for (const auto* name : {"content-type", "retry-after", "retry-after-ms"})
    if (auto value = pieces.Text('\n'); !value.empty()) answer.headers[name] = std::move(value);
  answer.body = pieces.Rest();
  return answer;
}

std::string Written(const net::HttpResponse& answer) {
  auto text = "HTTP/1.1 " + std::to_string(answer.status) + " Said\r\n";
  for (const auto& [name, value] : answer.headers) text.append(name).append(": ").append(value).append("\r\n");
  return text + "\r\n" + answer.body;
}

void CheckLine(std::string_view words) {
  constexpr std::size_t kMost = 500;
  if (words.size() > kMost || Printable(words) != words) __builtin_trap();
}

void CheckLines(const Error& error) {
  if (error.message.empty()) __builtin_trap();
  CheckLine(error.message);
  CheckLine(error.hint);
}

void CheckSecrets(std::string_view words) {
  for (const auto& secret : {kAccess.key, kAccess.aws->session_token})
    if (words.find(secret) != words.npos) __builtin_trap();
}

/// Whether that can be the trouble where this is the status.
bool Fits(Trouble trouble, int status) {
  if (trouble == Trouble::kUnreachable) return true;  // what was said is no HTTP
  if (status == 401 || status == 403) return trouble == Trouble::kKeyRefused;
  if (status == 404) return trouble == Trouble::kNoSuchModel || trouble == Trouble::kKeyRefused;
  return trouble != Trouble::kNotUnderstood || (status >= 400 && status < 500);
}

void Check(const Failure& failure, int status) {
  CheckLines(failure.error);
  CheckSecrets(failure.error.message);
  CheckSecrets(failure.error.hint);
  if (!Fits(failure.trouble, status) || (failure.worked_on && status != 200)) __builtin_trap();
  const auto wait = failure.retry_after.value_or(0ms);
  if (wait < 0ms || wait > 24h) __builtin_trap();
}

void Check(const Reply& reply, int status) {
  if (status != 200 && (status != 400 || reply.finish != Finish::kRefused)) __builtin_trap();
  for (const auto& words : {reply.text, reply.model}) CheckSecrets(words);
  for (const auto& call : reply.calls)
    for (const auto& words : {call.id, call.name, call.seal}) CheckSecrets(words);
  CheckLine(reply.model);
  constexpr int kWays = 8;  // in which a question can be put, at most
  const auto& usage = reply.usage;
  if (usage.tokens_in < 0 || usage.tokens_out < 0 || usage.requests < 1 || usage.requests > kWays) __builtin_trap();
}

void Ask(HttpModel& model, int status, bool in_pieces) {
  Question question{.system = "s", .turns = {{.text = "t"}}, .form = Form{"f", {}}};
  if (in_pieces) question.on_text = CheckSecrets;
  const auto answer = model.Ask(question);
  answer ? Check(*answer, status) : Check(answer.error(), status);
}

void Embed(HttpModel& model, const Provider& provider, int status) {
  if (provider.PathOfEmbeddings(kAccess).empty()) return;
  const auto embedded = model.Embed("t", 30s);
  if (!embedded) return Check(embedded.error(), status);
  if (status != 200 || embedded->vector.empty() || embedded->tokens < 0) __builtin_trap();
  for (const auto number : embedded->vector)
    if (!std::isfinite(number)) __builtin_trap();
}

/// Each name once, and as it can be shown.
void List(const Served& served) {
  const auto names = ModelsAt(served);
  if (!names) {
    CheckSecrets(names.error().message);
    return CheckLines(names.error());
  }
  std::set<std::string> known;
  for (const auto& name : *names)
    if (name.empty() || Printable(name) != name || !known.insert(name).second) __builtin_trap();
}

/// It is there where the server has said so.
void Pull(const std::string& endpoint, int status) {
  int lines = 0;
  const auto pulled = PullModel(endpoint, "m",
                                [&](const PullProgress& progress) {
                                  ++lines;
                                  CheckLine(progress.says);
                                  if (progress.done < 0 || progress.whole < 0) __builtin_trap();
                                },
                                {});
  if (!pulled) return CheckLines(pulled.error());
  if (status != 200 || lines == 0) __builtin_trap();
}

/// An address on this machine, or none.
void LookForModelRunner(std::string_view status) {
  const auto endpoint = EndpointIn(status, "/run/desktop.sock");
  if (endpoint && (!net::ParseUrl(*endpoint) || !OnThisMachine(*endpoint))) __builtin_trap();
}

void Speak(std::uint8_t kind, const Provider& provider, const net::HttpResponse& answer) {
  static test::Parrot server;
  server.Learn(Written(answer));
  const Served served{&provider, "unix:" + server.path() + ":/engines/v1", kAccess};
  const auto model = HttpModel::At(served).value();
  switch (kind) {
    case 0:
    case 1: return Ask(*model, answer.status, kind == 1);
    case 2: return Embed(*model, provider, answer.status);
    case 3: return List(served);
    case 4: return Pull(served.endpoint, answer.status);
    default: return Pull("unix:" + server.path() + ":", answer.status);
  }
}

}  // namespace
}  // namespace docktor::brain

/// Whatever a server of models answers to a question, a text, or whoever wants its models or one more of them, and what
/// is said of where one is: an answer, or a failure in words of one line, without the key, of a kind that goes with the
/// status, which nobody waits for longer than a day. The first byte says what is asked, the second in whose language.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace docktor;
  test::Pieces pieces(data, size);
  constexpr std::uint8_t kStatus = 6;
  const auto kind = static_cast<std::uint8_t>(pieces.Byte() % (kStatus + 1));
  const auto& provider = *brain::Providers()[pieces.Byte() % brain::Providers().size()];
  if (kind == kStatus)
    brain::LookForModelRunner(pieces.Rest());
  else
    brain::Speak(kind, provider, brain::AnswerIn(pieces));
  return 0;
}
