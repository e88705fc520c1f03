#include "serve/http_server.h"

#include <atomic>
#include <set>
#include <thread>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "serve/session.h"
#include "serve/unix_listener.h"

namespace docktor::serve {

namespace asio = boost::asio;

/// Everything but the constructor and destructor runs on the door's thread.
class HttpServer::Door {
 public:
  Door(const Settings& settings, const Router& router, UnixListener listener, std::optional<Tcp> tcp)
      : listener_(std::move(listener)),
        sessions_{.limits = settings.limits, .router = router, .feed = feed_, .workers = workers_, .errands = errands_},
        acceptor_(io_, asio::local::stream_protocol(), listener_.Release()),
        patience_(io_),
        feed_(router.context(), [this] { Nudge(); }) {
    asio::co_spawn(io_, Accept(acceptor_, nullptr), asio::detached);
    if (tcp) ListenTo(*std::move(tcp));
    thread_ = std::thread([this] { io_.run(); });
  }

  ~Door() {
    asio::post(io_, [this] { Close(); });
    thread_.join();
    for (auto* pool : {&workers_, &errands_}) {
      pool->stop();
      pool->join();
    }
  }

 private:
  void ListenTo(Tcp tcp) {
    tcp.entrance.address = tcp.listener.address();
    guard_.emplace(std::move(tcp.tokens), std::move(tcp.entrance), sessions_.router.context().clock);
    const auto protocol = tcp.listener.v6() ? asio::ip::tcp::v6() : asio::ip::tcp::v4();
    tcp_acceptor_.assign(protocol, tcp.listener.Release());
    asio::co_spawn(io_, Accept(tcp_acceptor_, &*guard_), asio::detached);
  }

  /// `guard` is that of the connections that come this way.
  template <typename Acceptor>
  asio::awaitable<void> Accept(Acceptor& acceptor, Guard* guard) {
    while (acceptor.is_open()) {
      boost::system::error_code error;
      SessionSocket socket(io_);
      co_await acceptor.async_accept(socket, asio::redirect_error(asio::use_awaitable, error));
      if (error == asio::error::operation_aborted) co_return;
      if (error) {
        // Out of descriptors, most likely: some will be closed soon.
        asio::steady_timer pause(io_, std::chrono::milliseconds(100));
        co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
        continue;
      }
      if (!MakeRoom(guard != nullptr)) continue;
      // The last piece of an answer does not wait until what went before is acknowledged.
      if (guard != nullptr) socket.set_option(asio::ip::tcp::no_delay(true), error);
      Begin(std::move(socket), guard);
    }
  }

  /// Where all places are taken, the one that has waited longest for its client gives way: many who do nothing keep
  /// nobody out. Whoever comes by TCP takes nobody's place who comes by the socket.
  bool MakeRoom(bool by_tcp) {
    std::size_t alike = 0;
    OpenSession* idlest = nullptr;
    for (auto* session : sessions_.open) {
      if (session->ByTcp() != by_tcp) continue;
      ++alike;
      const auto since = session->WaitsSince();
      if (since && (idlest == nullptr || *since < *idlest->WaitsSince())) idlest = session;
    }
    if (alike < sessions_.limits.connections) return true;
    if (idlest != nullptr) idlest->GiveWay();
    return idlest != nullptr;
  }

  void Begin(SessionSocket socket, Guard* guard) {
    asio::co_spawn(io_, Converse(sessions_, std::move(socket), guard), [this](const std::exception_ptr&) {
      if (sessions_.ending && sessions_.open.empty()) patience_.cancel();
    });
  }

  /// From any thread; what has come since the last time is told at once.
  void Nudge() {
    if (nudged_.exchange(true)) return;
    asio::post(io_, [this] {
      nudged_ = false;
      Wake(sessions_.open.begin());
    });
  }

  /// A few at a time: whoever asks for something meanwhile does not wait until all followers have been told.
  void Wake(std::set<OpenSession*>::iterator next) {
    constexpr int kAtOnce = 4;
    OpenSession* last = nullptr;
    for (int i = 0; i < kAtOnce && next != sessions_.open.end(); ++i) (last = *next++)->Nudge();
    if (next == sessions_.open.end()) return;
    asio::post(io_, [this, last] { Wake(sessions_.open.upper_bound(last)); });
  }

  void Close() {
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    tcp_acceptor_.close(ignored);
    sessions_.ending = true;
    for (auto* session : sessions_.open) session->Close();
    if (sessions_.open.empty()) return;
    patience_.expires_after(std::chrono::seconds(2));
    patience_.async_wait([this](const boost::system::error_code& error) {
      if (!error) io_.stop();
    });
  }

  UnixListener listener_;
  asio::thread_pool workers_{2};
  std::optional<Guard> guard_;
  Sessions sessions_;  // before io_, whose end destroys the sessions that are still held up
  asio::io_context io_{1};
  asio::thread_pool errands_{8};  // after io_, to which what is left in it refers
  asio::local::stream_protocol::acceptor acceptor_;
  asio::ip::tcp::acceptor tcp_acceptor_{io_};
  asio::steady_timer patience_;
  std::atomic<bool> nudged_{false};
  Feed feed_;  // after io_, which it wakes
  std::thread thread_;
};

Result<std::unique_ptr<HttpServer>> HttpServer::Open(const Settings& settings, const Router& router,
                                                     std::optional<Tcp> tcp) {
  auto listener = UnixListener::Open(settings.socket, settings.mode);
  if (!listener) return tl::unexpected<Error>(listener.error());
  auto door = std::make_unique<Door>(settings, router, *std::move(listener), std::move(tcp));
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(door)));
}

HttpServer::HttpServer(std::unique_ptr<Door> door) : door_(std::move(door)) {}
HttpServer::~HttpServer() = default;

}  // namespace docktor::serve
