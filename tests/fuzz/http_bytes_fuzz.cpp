#include <algorithm>
#include <array>
#include <set>

#include <sys/socket.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_future.hpp>

#include "fuzz/pieces.h"
#include "fuzz/store_leaks.h"
#include "serve/session.h"
#include "unit/operations/world.h"

namespace docktor {
namespace {

namespace asio = boost::asio;
using Local = asio::generic::stream_protocol;

const std::string kProgram = "a-program", kApprover = "an-approver", kAdmin = "an-admin";

/// Those that answer from what lies ready.
std::vector<operations::Operation> Quick() {
  const std::set<std::string> quick{"status", "health",         "services",       "why",    "scale",    "pause",
                                    "lean",   "resume",         "approve",        "reject", "modify",   "logs",
                                    "events", "decisions_list", "decisions_show", "stop",   "proposals"};
  std::vector<operations::Operation> some;
  for (const auto& operation : operations::All())
    if (quick.contains(operation.Id())) some.push_back(operation);
  return some;
}

/// The sessions of the daemon's door, each on one end of a pair of sockets.
class Door {
 public:
  explicit Door(operations::World& world)
      : router_(world.context, operations_),
        feed_(world.context, [] {}),
        guard_({.program = kProgram,
                .persons = {{operations::Role::kViewer, "a-viewer"},
                            {operations::Role::kApprover, kApprover},
                            {operations::Role::kAdmin, kAdmin}}},
               {.address = {.port = 3000}, .base_path = "/base"}, world.clock) {}

  /// All that is answered to these bytes, of which `cut` come first.
  std::string Answer(std::string_view bytes, std::size_t cut, bool by_tcp) {
    std::array<int, 2> ends{};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) __builtin_trap();
    const Local local(AF_UNIX, 0);
    serve::SessionSocket server(io_, local, ends[0]);
    client_.assign(local, ends[1]);
    said_.clear();
    Hear();
    asio::co_spawn(io_, serve::Converse(sessions_, std::move(server), by_tcp ? &guard_ : nullptr), asio::detached);
    Say(bytes.substr(0, cut));
    io_.restart();
    io_.poll();
    Say(bytes.substr(cut));
    shutdown(ends[1], SHUT_WR);
    io_.restart();
    io_.run_for(100ms);
    EndAll();
    client_.close();
    return said_;
  }

 private:
  void Hear() {
    client_.async_read_some(asio::buffer(chunk_), [this](const boost::system::error_code& error, std::size_t size) {
      said_.append(chunk_.data(), size);
      if (!error) Hear();
    });
  }
  void Say(std::string_view bytes) {
    if (!bytes.empty()) (void)!send(client_.native_handle(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
  }
  /// As when the daemon ends: whoever waits for something to happen goes, and what was begun is done.
  void EndAll() {
    sessions_.ending = true;
    for (auto* session : std::set(sessions_.open)) session->Close();
    io_.restart();
    io_.run();
    for (auto* pool : {&workers_, &errands_}) asio::post(*pool, asio::use_future).wait();
    sessions_.ending = false;
  }

  const std::vector<operations::Operation> operations_ = Quick();
  const serve::Router router_;
  asio::io_context io_;
  asio::thread_pool workers_{1}, errands_{1};
  serve::Feed feed_;
  serve::Guard guard_;
  serve::Sessions sessions_{.limits = {.answer = 100ms, .heartbeat = 1ms, .wrong_token = 0ms},
                            .router = router_,
                            .feed = feed_,
                            .workers = workers_,
                            .errands = errands_};
  Local::socket client_{io_};
  std::array<char, 65536> chunk_{};
  std::string said_;
};

}  // namespace
}  // namespace docktor

/// Whatever comes through the door, cut anywhere: it is answered by HTTP or not at all, and over TCP nothing is changed
/// for somebody who shows no token.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace docktor;
  static operations::World world;
  static Door door(world);
  world.pilots.Show(operations::Shop());
  const auto before = world.pilots.Latest();
  test::Pieces pieces(data, size);
  const bool by_tcp = pieces.Byte() % 2 == 1;
  const auto part = pieces.Byte();
  const auto bytes = pieces.Rest();
  const auto said = door.Answer(bytes, bytes.size() * part / 256, by_tcp);
  const auto version = said.substr(0, 9);
  if (!said.empty() && version != "HTTP/1.1 " && version != "HTTP/1.0 ") __builtin_trap();
  const bool shown =
      bytes.find(kProgram) != bytes.npos || bytes.find(kApprover) != bytes.npos || bytes.find(kAdmin) != bytes.npos;
  if (by_tcp && !shown && world.pilots.Latest() != before) __builtin_trap();
  return 0;
}
