#include "serve/mcp/session.h"

#include <chrono>

#include "serve/mcp/members.h"

namespace docktor::serve::mcp {
namespace {

constexpr auto kStep = std::chrono::milliseconds(250);  // how often it is looked whether the client has gone

Result<json::value> OutcomeOf(const json::object& response, const std::string& method) {
  if (const auto* result = response.if_contains("result")) return *result;
  const auto* error = Member(response, "error");
  const auto said = error == nullptr ? "" : Text(*error, "message");
  return Fail(Errc::kDenied, method + ": the client answered: " + (said.empty() ? "no" : said));
}

}  // namespace

/// What a client that is asked for a form may say: "elicitation": {} or with "form" in it; one that has only "url"
/// cannot.
bool Offers(const json::object& capabilities, std::string_view capability) {
  const auto* offered = capabilities.if_contains(capability);
  if (offered == nullptr) return false;
  const bool other_kinds = capability == "elicitation" && offered->is_object() && !offered->get_object().empty();
  return !other_kinds || offered->get_object().contains("form");
}

void Session::Begin(std::string version, json::object capabilities) {
  const std::lock_guard lock(mutex_);
  version_ = std::move(version);
  capabilities_ = std::move(capabilities);
}

std::string Session::version() const {
  const std::lock_guard lock(mutex_);
  return version_;
}

bool Session::Can(std::string_view capability) const {
  const std::lock_guard lock(mutex_);
  return Offers(capabilities_, capability);
}

Result<json::value> Session::Ask(Line& line, const json::value& about, const std::string& method,
                                 const json::value& params) {
  std::unique_lock lock(mutex_);
  const auto id = "docktor-" + std::to_string(++last_id_);
  auto& answer = asked_.emplace(id, Asked{about}).first->second.answer;
  lock.unlock();
  line.Send(json::object{{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", params}});
  lock.lock();
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (!answer && !over_ && line.Open() && std::chrono::steady_clock::now() < deadline)
    changed_.wait_for(lock, kStep);
  const auto taken = std::move(answer);
  asked_.erase(id);
  if (taken) return OutcomeOf(*taken, method);
  if (over_ || !line.Open()) return Fail(Errc::kUnavailable, method + ": the client has gone");
  return Fail(Errc::kTimeout, method + ": no answer in " + ToText(kPatience));
}

bool Session::TakeAtOnce(const json::object& message) {
  const auto* method = message.if_contains("method");
  if (method == nullptr && (message.contains("result") || message.contains("error"))) return Answered(message), true;
  if (method == nullptr || *method != "notifications/cancelled") return false;
  const auto* params = Member(message, "params");
  if (const auto* id = params == nullptr ? nullptr : params->if_contains("requestId")) Cancelled(*id);
  return true;
}

void Session::Answered(const json::object& response) {
  const auto* id = response.if_contains("id");
  if (id == nullptr || !id->is_string()) return;
  const std::lock_guard lock(mutex_);
  const auto found = asked_.find(std::string(id->get_string()));
  if (found == asked_.end()) return;
  found->second.answer = response;
  changed_.notify_all();
}

void Session::Cancelled(const json::value& about) {
  const std::lock_guard lock(mutex_);
  for (auto& [id, asked] : asked_)
    if (asked.about == about) asked.answer = json::object{{"error", json::object{{"message", "it was cancelled"}}}};
  changed_.notify_all();
}

bool Session::Listens() const {
  const std::lock_guard lock(mutex_);
  return line_ != nullptr && line_->Open();
}

void Session::SetLevel(const std::string& level) {
  const std::lock_guard lock(mutex_);
  level_ = level;
}

std::string Session::level() const {
  const std::lock_guard lock(mutex_);
  return level_;
}

void Session::Subscribe(const std::string& uri) {
  constexpr std::size_t kMost = 1000;
  const std::lock_guard lock(mutex_);
  if (subscribed_.size() < kMost) subscribed_.insert(uri);
}

void Session::Unsubscribe(const std::string& uri) {
  const std::lock_guard lock(mutex_);
  subscribed_.erase(uri);
}

void Session::Hear(std::shared_ptr<Line> line) {
  const std::lock_guard lock(mutex_);
  if (!over_) line_ = std::move(line);
}

void Session::Changed(const std::string& uri) {
  std::shared_ptr<Line> line;
  {
    const std::lock_guard lock(mutex_);
    if (subscribed_.contains(uri)) line = line_;
  }
  if (line)
    line->Send(json::object{
        {"jsonrpc", "2.0"}, {"method", "notifications/resources/updated"}, {"params", json::object{{"uri", uri}}}});
}

void Session::End() {
  std::shared_ptr<void> watch;  // ends without the lock: it may be telling us of something
  const std::lock_guard lock(mutex_);
  over_ = true;
  watch.swap(watch_);
  line_.reset();
  changed_.notify_all();
}

}  // namespace docktor::serve::mcp
