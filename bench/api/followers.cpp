#include "bench/api/followers.h"

#include <algorithm>
#include <array>
#include <exception>
#include <functional>
#include <iostream>
#include <map>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <vector>

#include <unistd.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/websocket.hpp>

#include "core/time.h"
#include "net/host_clock.h"

namespace docktor::bench {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using boost::system::error_code;
using tcp = asio::ip::tcp;

constexpr std::string_view kDecision = R"({"type":"event","event":{"kind":"decision","at":")";

/// What stands after `begin`, up to the next quotation mark.
std::string_view QuotedAfter(std::string_view text, std::string_view begin) {
  const auto found = text.find(begin);
  if (found == std::string_view::npos) return {};
  text.remove_prefix(found + begin.size());
  return text.substr(0, text.find('"'));
}

class Crowd {
 public:
  explicit Crowd(const FollowersSetup& setup) : setup_(setup), input_(io_, dup(STDIN_FILENO)) {
    for (int i = 0; i < setup.followers; ++i) asio::co_spawn(io_, Follow(), Left(gone_));
    for (int i = 0; i < setup.lazy; ++i) asio::co_spawn(io_, Idle(), Left(cut_));
    asio::co_spawn(io_, AwaitEnd(), asio::detached);
  }

  FollowersReport Run() {
    io_.run();
    if (!begun_) throw std::runtime_error("not everybody got in");
    return Report();
  }

 private:
  using Line = websocket::stream<beast::tcp_stream>;
  struct Told {
    Instant at{};
    std::vector<double> after = {};  ///< milliseconds, of each follower
  };

  /// Counts one more with whom the server broke off.
  std::function<void(std::exception_ptr)> Left(int& count) {
    return [this, &count](const std::exception_ptr&) {
      ++count;
      if (!begun_) io_.stop();
    };
  }

  asio::awaitable<void> Open(Line& line) {
    const tcp::endpoint server(asio::ip::address_v4::loopback(), setup_.port);
    co_await line.next_layer().async_connect(server, asio::use_awaitable);
    line.set_option(websocket::stream_base::decorator([this](websocket::request_type& request) {
      request.set(beast::http::field::authorization, "Bearer " + setup_.token);
    }));
    const auto host = "127.0.0.1:" + std::to_string(setup_.port);
    co_await line.async_handshake(host, "/api/v1/events", asio::use_awaitable);
  }

  asio::awaitable<void> Follow() {
    Line line(io_);
    co_await Open(line);
    beast::flat_buffer message;
    bool came = false;
    while (true) {
      co_await line.async_read(message, asio::use_awaitable);
      if (!std::exchange(came, true)) Came();
      Hear({static_cast<const char*>(message.cdata().data()), message.size()});
      message.clear();
    }
  }

  asio::awaitable<void> Idle() {
    Line line(io_);
    line.next_layer().socket().open(tcp::v4());
    line.next_layer().socket().set_option(asio::socket_base::receive_buffer_size(4096));
    co_await Open(line);
    Came();
    error_code error;
    co_await line.next_layer().socket().async_wait(tcp::socket::wait_error,
                                                   asio::redirect_error(asio::use_awaitable, error));
  }

  void Came() {
    if (++here_ < setup_.followers + setup_.lazy) return;
    begun_ = clock_.Now();
    std::cout << "ready" << std::endl;
  }

  void Hear(std::string_view message) {
    if (begun_) bytes_ += static_cast<double>(message.size());
    if (!message.starts_with(kDecision)) return;
    const auto at = ParseInstant(std::string(QuotedAfter(message, kDecision)));
    auto& told = told_[std::string(QuotedAfter(message, R"("decision":{"id":")"))];
    if (!at || !begun_) return;
    told.at = *at;
    told.after.push_back(1000 * Seconds(clock_.Now() - *at));
  }

  asio::awaitable<void> AwaitEnd() {
    error_code end;
    std::array<char, 64> ignored{};
    while (!end) co_await input_.async_read_some(asio::buffer(ignored), asio::redirect_error(asio::use_awaitable, end));
    io_.stop();
  }

  FollowersReport Report() {
    const auto end = clock_.Now();
    FollowersReport report{.followers = setup_.followers - gone_, .lazy = setup_.lazy, .lazy_cut = cut_};
    report.megabytes = bytes_ / 1e6 / Seconds(end - *begun_);
    std::vector<double> all;
    for (const auto& [id, told] : told_) {
      if (told.at < *begun_ || told.at > end - 1s) continue;  // some are still on their way
      ++report.decisions;
      report.missed += setup_.followers - static_cast<int>(told.after.size());
      all.insert(all.end(), told.after.begin(), told.after.end());
    }
    if (all.empty()) return report;
    std::ranges::sort(all);
    report.median = all[all.size() / 2];
    report.p99 = all[all.size() * 99 / 100];
    report.longest = all.back();
    return report;
  }

  const FollowersSetup setup_;
  const net::HostClock clock_;
  asio::io_context io_{1};
  asio::posix::stream_descriptor input_;
  std::optional<Instant> begun_;
  std::map<std::string, Told> told_;  ///< by the decision's id
  double bytes_ = 0;
  int here_ = 0, gone_ = 0, cut_ = 0;
};

}  // namespace

FollowersReport Follow(const FollowersSetup& setup) { return Crowd(setup).Run(); }

}  // namespace docktor::bench
