#include "serve/mcp/stdio.h"

#include <istream>
#include <map>
#include <mutex>
#include <ostream>

#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

#include "serve/mcp/batch.h"
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
  void Send(json::value message) override {
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
  bool IsCancelled(const json::value& id) const {
    const std::lock_guard lock(mutex_);
    const auto begun = under_way_.find(WriteJson(id));
    return begun != under_way_.end() && begun->second;
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

/// Whoever answers: what may have to wait does so beside the others, all else is done in the order in which it came.
class Desk {
 public:
  Desk(const Server& server, const Client& client, Wire& wire) : server_(server), client_(client), wire_(wire) {}

  void Take(json::value message) {
    if (auto* batch = message.if_array()) return TakeBatch(std::move(*batch));
    if (TakenAtOnce(message, *client_.session, wire_)) return;
    const auto id = message.is_object() ? IdOf(message.get_object()) : json::value();
    wire_.Begin(id);
    Post(std::move(message), [this, id](const json::value& one) {
      if (!wire_.IsCancelled(id))
        if (auto answer = server_.Answer(one, client_)) wire_.Send(*std::move(answer));
      wire_.End(id);
    });
  }
  void AnswerAll() {
    quick_.join();  // it may hand something to the workers
    workers_.join();
  }

 private:
  template <typename Do>
  void Post(json::value message, Do act) {
    auto& turn = Server::MayWait(message) ? workers_ : quick_;
    boost::asio::post(turn, [message = std::move(message), act = std::move(act)] { act(message); });
  }
  /// Looked at in its turn: a handshake before it says whether there are batches.
  void TakeBatch(json::array batch) {
    boost::asio::post(quick_, [this, batch = std::move(batch)] {
      if (const auto unfit = Unfit(batch, client_.session->version())) return wire_.Send(FaultMessage(nullptr, *unfit));
      const auto answers = std::make_shared<BatchAnswers>(batch.size());
      for (std::size_t place = 0; place < batch.size(); ++place)
        Post(batch[place], [this, answers, place](const json::value& one) {
          if (!answers->Put(place, AnswerInBatch(server_, one, client_))) return;
          if (auto all = answers->Take(); !all.empty()) wire_.Send(std::move(all));
        });
    });
  }

  const Server& server_;
  const Client& client_;
  Wire& wire_;
  boost::asio::thread_pool workers_{kAtATime}, quick_{1};
};

}  // namespace

void ServeLines(const Server& server, std::istream& in, std::ostream& out, const MessageLog& log) {
  in.tie(nullptr);  // standard input would flush standard output at each read, whoever is writing just then
  const auto wire = std::make_shared<Wire>(out, log);
  const Client client{wire, std::make_shared<Session>()};
  client.session->Hear(wire);
  Desk desk(server, client, *wire);
  for (std::string line; NextLine(in, line);) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    wire->Heard(line);
    auto message = Read(line);
    if (!message) {
      wire->Send(FaultMessage(nullptr, {kParseError, message.error().message}));
      continue;
    }
    desk.Take(*std::move(message));
  }
  client.session->End();
  desk.AnswerAll();
  wire->Close();
}

}  // namespace docktor::serve::mcp
