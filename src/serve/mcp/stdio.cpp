#include "serve/mcp/stdio.h"

#include <istream>
#include <map>
#include <mutex>
#include <ostream>

#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

#include "serve/mcp/request.h"

namespace docktor::serve::mcp {
namespace {

constexpr std::size_t kAtATime = 16;
constexpr std::size_t kMostBytes = 4 * 1024 * 1024;
constexpr std::size_t kMostKept = 16;  // subscriptions at a time

/// Both directions of the conversation, one whole line at a time.
class Wire final : public Line {
 public:
  Wire(std::ostream& out, const MessageLog& log) : out_(out), log_(log) {}

  void Heard(const std::string& line) {
    const std::lock_guard lock(mutex_);
    if (log_) log_(Direction::kIn, line);
  }
  void Send(json::object message) override {
    const auto line = WriteJson(message);
    const std::lock_guard lock(mutex_);
    if (!open_) return;
    out_ << line << '\n' << std::flush;
    if (log_) log_(Direction::kOut, line);
  }
  /// A request is to be answered, when its turn comes: it can be cancelled from now on, until it has ended.
  void Begin(const json::value& id) {
    const std::lock_guard lock(mutex_);
    under_way_[WriteJson(id)] = false;
  }
  void End(const json::value& id) {
    const std::lock_guard lock(mutex_);
    under_way_.erase(WriteJson(id));
  }
  void Keep(const json::value& id, std::shared_ptr<void> resource) override {
    std::shared_ptr<void> released;  // without the lock: it may be sending just now
    const std::lock_guard lock(mutex_);
    released = std::move(resource);
    const auto name = WriteJson(id);
    const auto begun = under_way_.find(name);
    const bool cancelled = begun != under_way_.end() && begun->second;
    if (open_ && !cancelled && (kept_.size() < kMostKept || kept_.contains(name))) released.swap(kept_[name]);
  }
  bool Open() const override {
    const std::lock_guard lock(mutex_);
    return open_;
  }
  void Cancel(const json::value& id) {
    std::shared_ptr<void> released;  // without the lock: it may be sending just now
    const std::lock_guard lock(mutex_);
    const auto name = WriteJson(id);
    if (const auto begun = under_way_.find(name); begun != under_way_.end()) begun->second = true;
    const auto found = kept_.find(name);
    if (found == kept_.end()) return;
    released = std::move(found->second);
    kept_.erase(found);
  }
  void Close() {
    std::map<std::string, std::shared_ptr<void>> released;
    const std::lock_guard lock(mutex_);
    open_ = false;
    released.swap(kept_);
  }

 private:
  mutable std::mutex mutex_;
  std::ostream& out_;
  const MessageLog& log_;
  bool open_ = true;
  std::map<std::string, std::shared_ptr<void>> kept_;  ///< by the request that opened it
  std::map<std::string, bool> under_way_;              ///< requests, and whether they have been cancelled
};

/// The next line, of one that is too long a little more than what is allowed. False: there is none.
bool NextLine(std::istream& in, std::string& line) {
  using Traits = std::istream::traits_type;
  line.clear();
  if (!in) return false;
  for (auto next = in.rdbuf()->sbumpc(); next != '\n'; next = in.rdbuf()->sbumpc()) {
    if (next == Traits::eof()) {
      in.setstate(std::ios::eofbit | std::ios::failbit);
      return !line.empty();
    }
    if (line.size() <= kMostBytes) line += Traits::to_char_type(next);
  }
  return true;
}

Result<json::value> Read(const std::string& line) {
  if (line.size() > kMostBytes) return Fail(Errc::kInvalidInput, "a message of more than 4 MB is not read");
  return ParseJson(line);
}

/// What is taken before whatever waits for its turn.
bool TakenAtOnce(const json::value& message, Session& session, Wire& wire) {
  const auto* object = message.if_object();
  if (object == nullptr || !session.TakeAtOnce(*object)) return false;
  const auto* params = Member(*object, "params");
  if (const auto* id = params == nullptr ? nullptr : params->if_contains("requestId")) wire.Cancel(*id);
  return true;
}

}  // namespace

void ServeLines(const Server& server, std::istream& in, std::ostream& out, const MessageLog& log) {
  in.tie(nullptr);  // standard input would flush standard output at each read, whoever is writing just then
  const auto wire = std::make_shared<Wire>(out, log);
  const Client client{wire, std::make_shared<Session>()};
  client.session->Hear(wire);
  boost::asio::thread_pool workers(kAtATime), quick(1);
  for (std::string line; NextLine(in, line);) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    wire->Heard(line);
    auto message = Read(line);
    if (!message) {
      wire->Send(FaultMessage(nullptr, {kParseError, message.error().message}));
      continue;
    }
    if (TakenAtOnce(*message, *client.session, *wire)) continue;
    const auto id = message->is_object() ? IdOf(message->get_object()) : json::value();
    wire->Begin(id);
    auto& turn = Server::MayWait(*message) ? workers : quick;
    boost::asio::post(turn, [&server, &client, &wire, id, message = *std::move(message)] {
      if (auto answer = server.Answer(message, client)) wire->Send(*std::move(answer));
      wire->End(id);
    });
  }
  client.session->End();
  workers.join();
  quick.join();
  wire->Close();
}

}  // namespace docktor::serve::mcp
