#include "serve/session.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/detect_ssl.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include "serve/answer.h"
#include "serve/exchange.h"
#include "serve/live/follow.h"
#include "serve/message.h"
#include "serve/refusal.h"
#include "serve/stream.h"

namespace docktor::serve {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;
using Parser = http::request_parser<http::string_body>;

/// Whoever waits for an operation's answer; released when the connection is done with it, whichever way.
class Attended {
 public:
  explicit Attended(std::shared_ptr<Exchange> exchange) : exchange_(std::move(exchange)) {}
  ~Attended() { exchange_->Abandon(); }
  Attended(const Attended&) = delete;
  Attended& operator=(const Attended&) = delete;
  Exchange& operator*() const { return *exchange_; }

 private:
  std::shared_ptr<Exchange> exchange_;
};

asio::awaitable<Response> RunErrand(Errand errand) { co_return errand(); }

// Note for those who change the coroutines below: GCC 12 destroys an aggregate temporary of a co_await expression
// twice. Give such a thing a name first.
class Session final : public OpenSession, public std::enable_shared_from_this<Session> {
 public:
  Session(Sessions& sessions, SessionSocket socket, Guard* guard)
      : sessions_(sessions),
        guard_(guard),
        stream_(std::move(socket)),
        changed_(std::make_shared<asio::steady_timer>(stream_.get_executor())) {
    sessions_.open.insert(this);
  }
  ~Session() override { sessions_.open.erase(this); }

  asio::awaitable<void> Run();
  void Close() override;
  bool ByTcp() const override { return guard_ != nullptr; }
  std::optional<std::chrono::steady_clock::time_point> WaitsSince() const override { return waits_since_; }
  void GiveWay() override {
    waits_since_.reset();
    stream_.cancel();
  }
  void Nudge() override {
    if (following_) changed_->cancel();
  }
  void LookAtLogin() override { changed_->cancel(); }

 private:
  enum class Next { kGoOn, kClose };

  /// kClose: nobody is there whom one could talk to.
  asio::awaitable<Next> ShakeHands();
  asio::awaitable<Next> One();
  asio::awaitable<error_code> ReadHead(Parser& parser);
  asio::awaitable<error_code> ReadBody(Parser& parser);
  asio::awaitable<Next> Serve(Request request, const http::request<http::string_body>& message, Next next);
  asio::awaitable<Next> TurnAway(Response refused, const Parser& parser);
  bool LoginHasEnded() const { return !login_.empty() && !guard_->Holds(login_); }
  asio::awaitable<Next> Refuse(const error_code& error);
  asio::awaitable<Next> Write(Response response, Next next);
  asio::awaitable<Next> Answer(Call call, Next next);
  asio::awaitable<Next> Fetch(Errand errand, asio::thread_pool& where, Next next);
  asio::awaitable<Next> Answer(EventStream stream);
  asio::awaitable<Next> Follow(Live live, const http::request<http::string_body>& message, Next next);
  asio::awaitable<void> Stream(const std::shared_ptr<Exchange>& exchange, Form form);
  asio::awaitable<void> WatchPeer(std::weak_ptr<Exchange> exchange);
  asio::awaitable<void> Drain();
  std::shared_ptr<Exchange> Begin(asio::thread_pool& where, std::function<void(std::shared_ptr<operations::Sink>)> run);

  Sessions& sessions_;
  Guard* guard_;
  SessionStream stream_;
  beast::flat_buffer buffer_;
  std::shared_ptr<asio::steady_timer> changed_;
  std::weak_ptr<Exchange> current_;
  std::optional<std::chrono::steady_clock::time_point> waits_since_;
  bool following_ = false;  ///< woken by what goes on
  bool gone_ = false;
  bool head_ = false;     ///< only the head of the answer is wanted
  bool watched_ = false;  ///< somebody waits for the client to go, and reads
  std::string login_;     ///< the digest of that by which the request was asked
};

void Session::Close() {
  if (const auto exchange = current_.lock()) {
    exchange->End(Fail(Errc::kUnavailable, "the daemon is ending"));
  } else if (following_) {
    Nudge();
  } else {
    stream_.cancel();
  }
}

asio::awaitable<void> Session::Run() {
  auto next = co_await ShakeHands();
  const bool welcome = next == Next::kGoOn;
  while (next == Next::kGoOn && !sessions_.ending) next = co_await One();
  if (welcome && !watched_) co_await stream_.SayFarewell(std::chrono::seconds(1));
  stream_.close();
  sessions_.open.erase(this);
}

asio::awaitable<Session::Next> Session::ShakeHands() {
  if (guard_ == nullptr || !guard_->tls()) co_return Next::kGoOn;
  error_code error;
  stream_.expires_after(sessions_.limits.request);
  const bool speaks_tls = co_await beast::async_detect_ssl(stream_, buffer_, Into(error));
  if (error) co_return Next::kClose;
  if (speaks_tls) {
    error = co_await stream_.TurnToTls(guard_->tls()->context(), buffer_);
    co_return error ? Next::kClose : Next::kGoOn;
  }
  auto refused = ErrorResponse({Errc::kInvalidInput, "this port speaks TLS", "ask by https://"}, 400);
  co_await Write(std::move(refused), Next::kClose);
  co_await Drain();
  co_return Next::kClose;
}

asio::awaitable<Session::Next> Session::One() {
  Parser parser;
  if (auto error = co_await ReadHead(parser)) co_return co_await Refuse(error);
  const auto& message = parser.get();
  head_ = message.method() == http::verb::head;
  if (const auto coding = message[http::field::transfer_encoding];
      !coding.empty() && !beast::iequals(coding, "chunked")) {
    auto refused = ErrorResponse({Errc::kInvalidInput, "of transfer codings only 'chunked' is known"}, 501);
    co_return co_await Write(std::move(refused), Next::kClose);
  }
  auto request = RequestOf(message);
  if (head_) request.method = "GET";
  if (guard_ != nullptr)
    if (auto refused = guard_->Check(request)) co_return co_await TurnAway(*std::move(refused), parser);
  if (auto error = co_await ReadBody(parser)) co_return co_await Refuse(error);
  request.body = message.body();
  co_return co_await Serve(std::move(request), message, message.keep_alive() ? Next::kGoOn : Next::kClose);
}

asio::awaitable<error_code> Session::ReadHead(Parser& parser) {
  error_code error;
  waits_since_ = std::chrono::steady_clock::now();
  if (buffer_.size() == 0) {
    stream_.expires_after(sessions_.limits.idle);
    const auto read = co_await stream_.async_read_some(buffer_.prepare(4096), Into(error));
    if (error) co_return error;
    buffer_.commit(read);
  }
  parser.header_limit(static_cast<std::uint32_t>(sessions_.limits.header_bytes));
  parser.body_limit(sessions_.limits.body_bytes);
  stream_.expires_after(sessions_.limits.request);
  co_await http::async_read_header(stream_, buffer_, parser, Into(error));
  co_return error;
}

asio::awaitable<error_code> Session::ReadBody(Parser& parser) {
  error_code error;
  if (beast::iequals(parser.get()[http::field::expect], "100-continue")) {
    http::response<http::empty_body> go_on{http::status::continue_, 11};
    co_await http::async_write(stream_, go_on, Into(error));
  }
  if (!error) co_await http::async_read(stream_, buffer_, parser, Into(error));
  waits_since_.reset();
  co_return error;
}

asio::awaitable<Session::Next> Session::Serve(Request request, const http::request<http::string_body>& message,
                                              Next next) {
  login_ = request.login;
  if (auto answer = guard_ != nullptr ? guard_->Answer(request) : std::nullopt) {
    for (auto* session : sessions_.open) session->LookAtLogin();
    co_return co_await Write(*std::move(answer), next);
  }
  auto route = sessions_.router.Route(request);
  if (auto* response = std::get_if<Response>(&route)) co_return co_await Write(std::move(*response), next);
  if (auto* writing = std::get_if<Writing>(&route))
    co_return co_await Fetch(std::move(writing->write), sessions_.workers, next);
  if (auto* errand = std::get_if<Errand>(&route)) co_return co_await Fetch(std::move(*errand), sessions_.errands, next);
  if (head_) {
    auto refused = ErrorResponse({Errc::kInvalidInput, "only what lies ready has a head", "use GET"}, 405);
    co_return co_await Write(std::move(refused), next);
  }
  if (auto* stream = std::get_if<EventStream>(&route)) co_return co_await Answer(std::move(*stream));
  if (auto* live = std::get_if<Live>(&route)) co_return co_await Follow(*live, message, next);
  co_return co_await Answer(std::get<Call>(std::move(route)), next);
}

/// Who may not come in is told so at once: what he has still to say is not read.
asio::awaitable<Session::Next> Session::TurnAway(Response refused, const Parser& parser) {
  if (parser.is_done()) co_return co_await Write(std::move(refused), parser.keep_alive() ? Next::kGoOn : Next::kClose);
  co_await Write(std::move(refused), Next::kClose);
  co_await Drain();
  co_return Next::kClose;
}

/// What was sent is no request that can be answered: says why where the client still listens.
asio::awaitable<Session::Next> Session::Refuse(const error_code& error) {
  auto refusal = RefusalOf(error, sessions_.limits);
  if (!refusal) co_return Next::kClose;
  co_await Write(*std::move(refusal), Next::kClose);
  co_await Drain();
  co_return Next::kClose;
}

/// Reads what the client is still sending, for a moment, so that it gets to read our answer.
asio::awaitable<void> Session::Drain() {
  error_code error;
  stream_.EndWriting();
  stream_.expires_after(std::chrono::seconds(1));
  std::size_t left = 4 * sessions_.limits.body_bytes;
  while (!error && left > 0) {
    buffer_.clear();
    const auto read = co_await stream_.async_read_some(buffer_.prepare(16 * 1024), Into(error));
    left -= std::min(left, read);
  }
}

asio::awaitable<Session::Next> Session::Write(Response response, Next next) {
  if (sessions_.ending) next = Next::kClose;
  auto message = MessageOf(response, next == Next::kGoOn, head_ ? Parts::kHead : Parts::kAll);
  error_code error;
  waits_since_ = std::chrono::steady_clock::now();
  if (response.guessed) {
    asio::steady_timer late(stream_.get_executor(), sessions_.limits.wrong_token);
    co_await late.async_wait(Into(error));
  }
  stream_.expires_after(sessions_.limits.write);
  co_await http::async_write(stream_, message, Into(error));
  waits_since_.reset();
  co_return error ? Next::kClose : next;
}

std::shared_ptr<Exchange> Session::Begin(asio::thread_pool& where,
                                         std::function<void(std::shared_ptr<operations::Sink>)> run) {
  auto wake = [executor = stream_.get_executor(), timer = changed_] {
    asio::post(executor, [timer] { timer->cancel(); });
  };
  auto exchange = std::make_shared<Exchange>(std::move(wake), sessions_.limits.waiting_items);
  asio::post(where, [run = std::move(run), exchange] {
    run(SinkInto(exchange));
    exchange->Begun();
  });
  current_ = exchange;
  return exchange;
}

asio::awaitable<Session::Next> Session::Answer(Call call, Next next) {
  const auto form = call.form;
  const auto patience = std::max(sessions_.limits.answer, call.operation->patience);
  const auto exchange =
      Begin(sessions_.workers,
            [call = std::move(call), &context = sessions_.router.context()](std::shared_ptr<operations::Sink> sink) {
              call.operation->Run(context, call.caller, call.input, std::move(sink));
            });
  if (form != Form::kOne) {
    co_await Stream(exchange, form);
    co_return Next::kClose;
  }
  const Attended answer(exchange);
  auto response = co_await AwaitAnswer(*answer, *changed_, patience);
  co_return co_await Write(std::move(response), next);
}

asio::awaitable<Session::Next> Session::Answer(EventStream stream) {
  const auto exchange = Begin(sessions_.errands, std::move(stream.run));
  co_await Stream(exchange, Form::kEvents);
  co_return Next::kClose;
}

asio::awaitable<Session::Next> Session::Follow(Live live, const http::request<http::string_body>& message, Next next) {
  const auto following = sessions_.feed.Follow();
  following_ = true;
  const Follower follower{stream_,        *changed_,        sessions_.limits,
                          sessions_.feed, sessions_.ending, [this] { return LoginHasEnded(); }};
  if (live.by == Live::By::kPoll) {
    auto response = co_await AwaitMessages(follower, live);
    following_ = false;
    co_return co_await Write(std::move(response), next);
  }
  if (live.by == Live::By::kEvents) co_await FollowByEvents(follower, live);
  if (live.by == Live::By::kSocket) co_await FollowBySocket(follower, live, message, shared_from_this());
  co_return Next::kClose;
}

asio::awaitable<Session::Next> Session::Fetch(Errand errand, asio::thread_pool& where, Next next) {
  stream_.expires_never();
  auto response = co_await asio::co_spawn(where, RunErrand(std::move(errand)), asio::use_awaitable);
  co_return co_await Write(std::move(response), next);
}

asio::awaitable<void> Session::Stream(const std::shared_ptr<Exchange>& exchange, Form form) {
  const Attended answer(exchange);
  watched_ = true;
  asio::co_spawn(stream_.get_executor(), WatchPeer(exchange), asio::detached);
  const Listener listener{stream_, *changed_, sessions_.limits, gone_, [this] { return LoginHasEnded(); }};
  auto refused = co_await StreamAnswer(*answer, listener, form);
  if (refused) co_await Write(*std::move(refused), Next::kClose);
}

/// A client that reads a stream has nothing more to say: when its side ends, it has gone.
asio::awaitable<void> Session::WatchPeer(std::weak_ptr<Exchange> exchange) {
  const auto self = shared_from_this();
  error_code error;
  char byte = 0;
  stream_.expires_never();
  while (!error && exchange.lock() != nullptr) co_await stream_.async_read_some(asio::buffer(&byte, 1), Into(error));
  gone_ = true;
  if (const auto abandoned = exchange.lock()) abandoned->Abandon();
  changed_->cancel();
}

}  // namespace

asio::awaitable<void> Converse(Sessions& sessions, SessionSocket socket, Guard* guard) {
  const auto session = std::make_shared<Session>(sessions, std::move(socket), guard);
  co_await session->Run();
}

}  // namespace docktor::serve
