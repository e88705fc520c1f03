#include "app/process/sole_keeper.h"

#include <chrono>
#include <filesystem>
#include <thread>

#include <fmt/format.h>
#include <sys/socket.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>

#include "core/time.h"
#include "net/digest.h"

namespace docktor::app {
namespace {

namespace asio = boost::asio;
using Unix = asio::local::stream_protocol;
using boost::system::error_code;

constexpr Duration kEnding = 5s;  // so long a process that was killed may still hold its name

/// The same for all ways to write the path of one socket.
std::string Plain(const std::string& engine) {
  constexpr std::string_view kUnix = "unix://";
  if (!engine.starts_with(kUnix)) return engine;
  std::error_code gone;
  return std::filesystem::weakly_canonical(engine.substr(kUnix.size()), gone).string();
}

/// In no folder, so that nothing of it stays: https://man7.org/linux/man-pages/man7/unix.7.html, "abstract".
Unix::endpoint EndpointOf(const std::string& engine, const std::string& project) {
  return {std::string(1, '\0') + "docktor/" + net::Sha256(Plain(engine) + "\n" + project).substr(0, 32)};
}

/// The process that has that name; 0: it has just gone, or cannot be seen.
pid_t HolderOf(const Unix::endpoint& endpoint) {
  asio::io_context io;
  Unix::socket peer(io);
  error_code error;
  peer.connect(endpoint, error);
  ucred who{};
  socklen_t size = sizeof who;
  const bool told = !error && ::getsockopt(peer.native_handle(), SOL_SOCKET, SO_PEERCRED, &who, &size) == 0;
  return told ? who.pid : 0;
}

error_code Hold(Unix::acceptor& acceptor, const Unix::endpoint& endpoint) {
  error_code error;
  acceptor = Unix::acceptor(acceptor.get_executor());
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(1, error);
  return error;
}

}  // namespace

Error HeldBy(pid_t holder, const std::string& project) {
  Error error{Errc::kConflict, "another daemon", "end it first, or ask it, as the user who has started it"};
  if (holder != 0) error.message += fmt::format(" (pid {})", holder);
  if (holder != 0) error.hint += fmt::format("; see ps -fp {}", holder);
  error.message += fmt::format(" of this machine looks after {} already", project);
  return error;
}

struct SoleKeeper::Name {
  asio::io_context io;
  Unix::acceptor acceptor{io};
};

Result<SoleKeeper> SoleKeeper::Of(const std::string& engine, const std::string& project) {
  const auto endpoint = EndpointOf(engine, project);
  auto name = std::make_unique<Name>();
  const auto deadline = std::chrono::steady_clock::now() + kEnding;
  auto error = Hold(name->acceptor, endpoint);
  while (error == asio::error::address_in_use && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(50ms);
    error = Hold(name->acceptor, endpoint);
  }
  if (error == asio::error::address_in_use) return tl::unexpected(HeldBy(HolderOf(endpoint), project));
  if (error)
    return Fail(Errc::kUnavailable, "make sure that no other daemon looks after " + project + ": " + error.message());
  return SoleKeeper(std::move(name));
}

SoleKeeper::SoleKeeper(std::unique_ptr<Name> name) : name_(std::move(name)) {}
SoleKeeper::SoleKeeper(SoleKeeper&&) noexcept = default;
SoleKeeper::~SoleKeeper() = default;

}  // namespace docktor::app
