#include <mutex>
#include <thread>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include "observe/sources/list.h"

namespace {

/// Says what it has learnt to whoever asks first, however many answers that is, and says no more: nobody waits in vain.
class Parrot {
 public:
  Parrot() : listener_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    if (bind(listener_, reinterpret_cast<sockaddr*>(&address), length) != 0 || listen(listener_, 8) != 0) std::abort();
    getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length);
    port = ntohs(address.sin_port);
    std::thread([this] { Serve(); }).detach();
  }
  void Learn(std::string words) {
    const std::lock_guard lock(mutex_);
    words_ = std::move(words);
  }
  int port = 0;

 private:
  void Serve() {
    for (;;) {
      const int peer = accept(listener_, nullptr, nullptr);
      char heard[4096];
      if (recv(peer, heard, sizeof heard, 0) > 0) Say(peer);
      shutdown(peer, SHUT_WR);
      while (recv(peer, heard, sizeof heard, 0) > 0) continue;
      close(peer);
    }
  }
  void Say(int peer) {
    const std::lock_guard lock(mutex_);
    (void)!send(peer, words_.data(), words_.size(), MSG_NOSIGNAL);
  }
  const int listener_;
  std::mutex mutex_;
  std::string words_;
};

}  // namespace

/// Whatever a Redis answers: no figure, or one that a queue can have.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace docktor;
  static Parrot& parrot = *new Parrot;
  parrot.Learn({reinterpret_cast<const char*>(data), size});
  const auto url = net::ParseUrl("redis://127.0.0.1:" + std::to_string(parrot.port) + "/").value();
  for (const auto* query : {"jobs", "jobs workers"}) {
    const SourceSettings settings{.signal = "queue.length", .kind = SourceKind::kRedis, .query = query};
    const auto source = observe::MakeSource(settings, {url});
    if (!source) continue;
    const auto figure = (*source)->Read(observe::SteadyTime{std::chrono::seconds(100)}, Duration{2000});
    if (figure && *figure && !(**figure >= 0)) __builtin_trap();
  }
  return 0;
}
