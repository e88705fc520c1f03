#include "serve/mcp/stdio.h"

#include <istream>
#include <mutex>
#include <ostream>

#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

namespace docktor::serve::mcp {
namespace {

constexpr std::size_t kAtATime = 16;
constexpr std::size_t kMostBytes = 4 * 1024 * 1024;

/// Both directions of the conversation, one whole line at a time.
class Wire {
 public:
  Wire(std::ostream& out, const MessageLog& log) : out_(out), log_(log) {}

  void Heard(const std::string& line) {
    const std::lock_guard lock(mutex_);
    if (log_) log_(Direction::kIn, line);
  }
  void Say(const json::object& message) {
    const auto line = WriteJson(message);
    const std::lock_guard lock(mutex_);
    out_ << line << '\n' << std::flush;
    if (log_) log_(Direction::kOut, line);
  }

 private:
  std::mutex mutex_;
  std::ostream& out_;
  const MessageLog& log_;
};

void AnswerLine(const Server& server, Wire& wire, const std::string& line) {
  const Result<json::value> message =
      line.size() > kMostBytes ? Fail(Errc::kInvalidInput, "a message of more than 4 MB is not read") : ParseJson(line);
  if (!message) return wire.Say(FaultMessage(nullptr, {kParseError, message.error().message}));
  if (const auto answer = server.Answer(*message)) wire.Say(*answer);
}

}  // namespace

void ServeLines(const Server& server, std::istream& in, std::ostream& out, const MessageLog& log) {
  Wire wire(out, log);
  boost::asio::thread_pool workers(kAtATime);
  for (std::string line; std::getline(in, line);) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    wire.Heard(line);
    boost::asio::post(workers, [&server, &wire, line = std::move(line)] { AnswerLine(server, wire, line); });
    line = {};
  }
  workers.join();
}

}  // namespace docktor::serve::mcp
